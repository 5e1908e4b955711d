"""The search index: what names are made of, and how it is kept true in the transaction that writes them."""
