"""What managers ask: a definition, a query, and a value with the records behind every number."""
