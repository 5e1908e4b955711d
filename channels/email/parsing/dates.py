"""Read Date headers, also sloppy ones, as moments with a zone."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dateutil import parser as lenient

_RECEIVED_DATE = re.compile(r";\s*([^;]+)$")
_ZONE_NAME = re.compile(r"\([^)]*\)|\"")
_EARLIEST = 1971


def parse_date(value: str) -> datetime | None:
    """The moment a Date header names, in its own zone (UTC where it names none); None for no date."""
    text = _ZONE_NAME.sub("", value[:200]).strip()[:100]
    if not text:
        return None
    moment = _strict(text) or _lenient(text)
    if moment is None or not _EARLIEST <= moment.year <= 9000:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def received_date(values: list[str]) -> datetime | None:
    """The moment of the topmost Received header that names one."""
    for value in values[:5]:
        match = _RECEIVED_DATE.search(value[-200:])
        moment = parse_date(match.group(1)) if match else None
        if moment is not None:
            return moment
    return None


def _strict(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _lenient(text: str) -> datetime | None:
    try:
        moment = lenient.parse(text, fuzzy=False)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    try:
        moment.utcoffset()
    except (ValueError, OverflowError):
        return moment.replace(tzinfo=UTC)
    return moment
