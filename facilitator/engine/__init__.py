"""What a session is and what may happen in it: pure rules over events, without screen, disk or clock."""
