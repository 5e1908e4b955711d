"""Setting up, checking and looking after an installation."""
