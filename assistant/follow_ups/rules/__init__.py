"""Rules: set off by an event or an hour, asked for their condition, acting; each leaves a verdict."""
