"""Where one request of a message ends and the next begins."""
