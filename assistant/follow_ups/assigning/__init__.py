"""Who gets what nobody owns, who is there, and what comes back by itself."""
