"""Loopback servers with the providers' own shapes: no account, no network, the same adapters."""
