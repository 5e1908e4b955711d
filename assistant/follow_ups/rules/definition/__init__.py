"""What a rule says: its trigger, condition and actions as written, checked and compiled."""
