"""What is told again and again: digests, scheduled reports, cards kept true."""
