"""How words come in and go out: one adapter per channel behind one protocol."""
