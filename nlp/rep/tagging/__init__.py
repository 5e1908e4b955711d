"""Which words of a message are names or fill slots."""
