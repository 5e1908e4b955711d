"""Keyset cursors: where a page ended, as opaque text."""

import base64
import binascii
from datetime import datetime

from storage.errors import InvalidCursor


def encode(at: datetime, record_id: str) -> str:
    """The cursor of a page that ended with this time and id."""
    text = f"{at.isoformat()} {record_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, str]:
    """The time and id of a cursor made by `encode`; raises `InvalidCursor`."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, _, record_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(" ")
        moment = datetime.fromisoformat(at)
    except (ValueError, binascii.Error) as error:
        raise InvalidCursor(cursor) from error
    if moment.tzinfo is None or not record_id:
        raise InvalidCursor(cursor)
    return moment, record_id
