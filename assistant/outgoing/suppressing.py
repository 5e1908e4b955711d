"""Addresses nothing is sent to: why, and until when.

What is wrong with an address for good has no end; what may pass (a full mailbox, a policy, a server that is
down) ends by itself, so that nobody is unreachable for ever because of one bad week.
"""

from datetime import datetime, timedelta

from storage.models import Suppression
from storage.queries import people
from storage.unit_of_work import UnitOfWork

_PASSING = {
    ("2", "2"): (timedelta(days=7), "their mailbox is full"),
    ("3", None): (timedelta(days=3), "their mail system is in trouble"),
    ("4", "7"): (timedelta(days=3), "their server was not reached for days"),
    ("6", None): (timedelta(days=1), "their system cannot take mail of this kind"),
    ("7", None): (timedelta(days=3), "their server refuses our mail"),
}
"""Subject and detail of an RFC 3463 status, and how long it keeps an address from being written to."""

REASONS = {
    "opted_out": "the provider says they opted out",
    "unknown_address": "there is no such address",
    "blocked": "their carrier blocks messages from our number",
}
"""What providers report of an address, in words."""


def suppress(
    uow: UnitOfWork, *, kind: str, address: str, reason: str, until: datetime | None = None
) -> Suppression:
    """Keep an address from being written to, until a moment or for good; a longer suppression stays."""
    found = people.suppression_of(uow, kind=kind, address=address)
    if found is None:
        return uow.add(Suppression(kind=kind, address=address, reason=reason, until=until))
    has_ended = found.until is not None and found.until <= uow.now
    is_longer = found.until is not None and (until is None or until > found.until)
    if has_ended or is_longer:
        found.reason, found.until = reason, until
    return found


def lift(uow: UnitOfWork, *, kind: str, address: str) -> bool:
    """Let an address be written to again, as its owner asked for it; whether it was suppressed."""
    found = people.find_suppression(uow, kind=kind, address=address)
    if found is None:
        return False
    found.until, found.reason = uow.now, f"{found.reason}; lifted, as they asked to hear from us"
    return True


def after_bounce(status: str | None) -> tuple[timedelta | None, str]:
    """How long a permanent failure of that status keeps an address suppressed (None: for good), and why."""
    subject, _, detail = (status or "").partition(".")[2].partition(".")
    for key in ((subject, detail), (subject, None)):
        if key in _PASSING:
            lasts, why = _PASSING[key]
            return lasts, f"{why} ({status})"
    return None, f"mail to it bounced ({status or 'permanent'})"
