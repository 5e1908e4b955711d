"""Moments in words, where the reader is; what is written here is read back by `nlp.times`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from assistant.work import Work


def say_moment(work: Work, moment: datetime | None) -> str:
    """A moment in the actor's zone: `Tue 3 March 2026, 09:00`."""
    if moment is None:
        return "no date"
    local = moment.astimezone(ZoneInfo(work.zone))
    return f"{local:%a} {local.day} {local:%B %Y, %H:%M}"


def say_date(day: date) -> str:
    """A day, or the day of a moment: `3 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def said_as_of(work: Work) -> str:
    """When an answer was true."""
    return f"As of {say_moment(work, work.now)} ({work.zone})."
