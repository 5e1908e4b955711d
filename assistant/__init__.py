"""What Rapport does: the pipeline of messages, the dialogue, actions, follow-ups and reports."""
