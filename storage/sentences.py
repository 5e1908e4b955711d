"""What a reader is told when the database refuses."""

BUSY = "The database is busy with another write. Nothing was changed; please try again in a moment."
FULL = "The disk under the database is full. Nothing was changed; free some space and try again."
READ_ONLY = "This transaction only reads, so nothing was changed."
UNAVAILABLE = "The database cannot be reached. Check DATABASE_URL and that its server is running."
