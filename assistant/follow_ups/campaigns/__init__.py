"""Segments, and campaigns: one message to everybody in a segment, in batches, through the gate."""
