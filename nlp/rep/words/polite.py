"""What may politely stand before any order."""

POLITE = r"^\W*(?:(?:please|pls|plz|hey|hi|ok|so|and|but|also|then|now|team|kindly|rapport|just)\W+)*"
"""Courtesies a clause may begin with."""
