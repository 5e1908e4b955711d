"""What a rule would have done in the past, without doing it."""
