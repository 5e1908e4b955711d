"""The session writes the books: which records and fields are followed, and how a Change is written."""
