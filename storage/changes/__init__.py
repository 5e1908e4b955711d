"""The books of what was changed: written by the session, read as history, applied backwards as undo."""
