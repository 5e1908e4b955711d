"""Web chat and web forms: our own widget over a WebSocket, and forms posted from any page."""
