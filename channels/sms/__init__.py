"""Text messages, WhatsApp and calls by Twilio."""
