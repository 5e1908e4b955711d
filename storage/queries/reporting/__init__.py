"""What reports count: narrow rows, never whole records, read in a fixed number of statements."""
