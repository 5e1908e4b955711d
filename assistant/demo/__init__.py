"""The demo: a small company, emulated providers, and the main job played through the real adapters."""
