"""How values are written on pages: times, amounts, words, and short tellings of changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from assistant.work import Work

COLOURS: Mapping[str, str] = {
    "open": "blue", "new": "azure", "working": "indigo", "qualified": "teal", "converted": "green",
    "unqualified": "secondary", "won": "green", "lost": "red", "pending": "yellow", "on_hold": "orange",
    "solved": "green", "closed": "secondary", "done": "green", "cancelled": "secondary", "urgent": "red",
    "high": "orange", "normal": "blue", "low": "secondary", "filed": "green", "parked": "red",
    "sent": "green", "delivered": "green", "failed": "red", "bounced": "red", "withheld": "orange",
    "draft": "secondary", "running": "blue", "paused": "yellow", "on": "green", "off": "secondary",
    "waiting": "yellow", "active": "blue", "finished": "green", "stopped": "secondary",
    "queued": "azure", "sending": "azure", "unknown": "yellow", "spam": "secondary",
}  # fmt: skip


def moment(work: Work, at: datetime | None) -> str:
    """A time in the reader's zone, short: `3 Mar, 09:00`, with the year where it is another one."""
    return short_moment(at, zone=work.zone, now=work.now)


def short_moment(at: datetime | None, *, zone: str, now: datetime) -> str:
    """Like `moment`, outside a transaction."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


def day(on: date | None) -> str:
    """A day: `3 Mar 2026`."""
    return "" if on is None else f"{on.day} {on:%b %Y}"


def plain_words(value: str) -> str:
    """A key as words: `on_hold` is `on hold`."""
    return value.replace("_", " ")


def colour(value: str) -> str:
    """The colour of a state's badge."""
    return COLOURS.get(value, "secondary")


def told(value: Any) -> str:
    """A stored value in a history line, cut short."""
    if value is None or value == "":
        return "empty"
    text = (
        ", ".join(f"{key}: {one}" for key, one in value.items() if one)
        if isinstance(value, dict)
        else str(value)
    )
    return text if len(text) <= 140 else f"{text[:139]}…"


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    parts = [part for part in name.split() if part]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper() or "?"


def unquoted(text: str) -> str:
    """A word kept in a cookie, readable again."""
    return unquote(text)
