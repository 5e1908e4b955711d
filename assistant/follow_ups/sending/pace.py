"""How many messages nobody asked for one mailbox or number sends in an hour; the next has to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.work import Work
from storage.queries import pacing

WINDOW = timedelta(hours=1)
CHANNEL_OF_KIND = {"email": "email", "phone": "sms", "webchat": "webchat", "slack": "slack"}
"""Where an address is written to, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a channel that sent its share may send again."""

    channel: str
    per_hour: int
    at: datetime


def next_slot(work: Work, channel: str) -> Slot | None:
    """The moment our account on a channel may send the next; None where it may at once."""
    per_hour = _per_hour(work, channel)
    if per_hour is None:
        return None
    limiting = pacing.nth_newest_due(
        work.uow,
        channel=channel,
        account=work.company.accounts.get(channel, ""),
        since=work.now - WINDOW,
        number=per_hour,
    )
    return None if limiting is None else Slot(channel, per_hour, limiting + WINDOW)


def read_ahead(work: Work) -> None:
    """Read how busy every account is: many messages of one transaction will ask."""
    for channel in work.crm.sending.per_hour:
        pacing.read_ahead(
            work.uow,
            channel=channel,
            account=work.company.accounts.get(channel, ""),
            since=work.now - WINDOW,
            number=work.crm.sending.per_hour[channel],
        )


def _per_hour(work: Work, channel: str) -> int | None:
    return {str(name): most for name, most in work.crm.sending.per_hour.items()}.get(channel)
