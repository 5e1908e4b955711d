"""Dates, times, periods and repetitions as people say them."""

from nlp.times.find import find_times
from nlp.times.mention import TimeMention

__all__ = ["TimeMention", "find_times"]
