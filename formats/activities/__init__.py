"""What a segment of each activity says in a format file."""
