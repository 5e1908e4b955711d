"""What reps, agents and managers ask the assistant for: ordered intents with their slots."""

from nlp.rep.reader import RepReader

__all__ = ["RepReader"]
