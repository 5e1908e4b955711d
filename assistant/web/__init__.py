"""The web: webhooks, the REST API, the console; one application over one runtime."""
