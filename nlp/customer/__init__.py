"""The language of customers and prospects: what they write on any channel, and what they need."""

from nlp.customer.reader import CustomerReader

__all__ = ["CustomerReader"]
