"""Questions that no intent names, answered from the records."""
