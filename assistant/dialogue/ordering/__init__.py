"""Orders that no intent names."""
