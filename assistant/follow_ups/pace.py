"""How many messages nobody asked for one mailbox or number sends in an hour; the next has to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.work import Work
from storage.queries import sequencing

WINDOW = timedelta(hours=1)
_CHANNEL_OF_KIND: dict[str, Literal["email", "sms", "webchat", "slack"]] = {
    "email": "email",
    "phone": "sms",
    "webchat": "webchat",
    "slack": "slack",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """When a channel that sent its share may send again."""

    channel: str
    per_hour: int
    at: datetime


def next_slot(work: Work, *, kind: str) -> Slot | None:
    """The moment our account for a kind of address may send the next; None where it may at once."""
    channel = _CHANNEL_OF_KIND[kind]
    per_hour = work.crm.sending.per_hour.get(channel)
    if per_hour is None:
        return None
    account = work.company.accounts.get(channel, "")
    limiting = sequencing.nth_newest_due(
        work.uow, channel=channel, account=account, since=work.now - WINDOW, number=per_hour
    )
    return None if limiting is None else Slot(channel, per_hour, limiting + WINDOW)
