"""Questions to the records: plain functions on a unit of work."""
