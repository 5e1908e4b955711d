"""The rules of the grammar of times, by what they speak of; importing this package fills the table."""

from nlp.times.rules import clocks, days, holidays, hours, lengths, moments, parts, ranges, repeats, units

__all__ = ["clocks", "days", "holidays", "hours", "lengths", "moments", "parts", "ranges", "repeats", "units"]
