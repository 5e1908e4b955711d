"""Sequences: who is in which step, what the next one says, and what ends it."""
