"""Measuring what Rapport can do: `rapport bench NAME`."""
