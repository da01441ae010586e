"""What a ritual is: its model, its reader, the library; and the words and text rules all floors share."""
