"""Messages that go on with what was said: answers, corrections, the last question put differently, undo."""
