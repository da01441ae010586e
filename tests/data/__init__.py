"""What lasts, tried on real files."""
