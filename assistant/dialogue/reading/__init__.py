"""What is read past the language layer: words kept whole, tables, days there are not, what nobody read."""
