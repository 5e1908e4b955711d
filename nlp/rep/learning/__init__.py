"""The training data, read and made into examples."""
