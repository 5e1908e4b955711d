"""Words on their way out: written, allowed, left in the outbox, delivered."""
