"""Slack: events, commands, buttons and forms in; messages, cards, home pages and unfurls out."""
