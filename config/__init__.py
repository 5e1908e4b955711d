"""Settings, logging and the CRM definition every other package may read."""
