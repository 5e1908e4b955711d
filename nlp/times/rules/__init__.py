"""The rules of the grammar of times, by what they speak of; importing this package fills the table."""

from nlp.times.rules import clocks, days, hours, lengths, moments, ranges, repeats, units

__all__ = ["clocks", "days", "hours", "lengths", "moments", "ranges", "repeats", "units"]
