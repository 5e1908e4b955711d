"""Conditions people write: CEL over documented fields, checked when they are read.

The `cel` library evaluates; this package reads the same text once more, because the library tells neither
which fields an expression names nor what they hold: `parsing` makes a tree, `checking` types it against
`vocabulary`, `filtering` turns what it can into a filter a database understands. No condition ever runs code.
"""
