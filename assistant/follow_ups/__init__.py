"""What goes out by itself: nudges, sequences, service levels, rules, digests; all through one gate."""
