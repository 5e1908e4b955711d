"""What is said about an act: the slots of each intent."""

from nlp.customer.slots.reader import SlotReader

__all__ = ["SlotReader"]
