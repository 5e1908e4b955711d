"""What Rapport does: the inbound pipeline, dialogue, actions, follow-ups, reports and the parts that run them."""
