"""What is remembered: records, changes, search and the unit of work around them."""
