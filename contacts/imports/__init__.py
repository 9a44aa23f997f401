"""People from a file: read, checked row by row, written in batches, and taken back."""
