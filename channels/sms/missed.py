"""Texts Twilio has and we may have missed, put into the form its webhooks would have brought."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from channels.contract import Received
from channels.sms.api import Json, TwilioApi
from channels.sms.numbers import channel_of, pair_key

_PAGES = 50


async def list_received(
    api: TwilioApi, *, numbers: Sequence[str], since: datetime, clock: Callable[[], datetime]
) -> list[Received]:
    """Every text to our numbers since then, oldest first. Raises ChannelError.

    Their bytes are not the webhook's: who compares them with what was kept goes by `external_id` alone.
    """
    found: list[Received] = []
    for number in numbers:
        filters = {"To": number, "DateSent>": since.date().isoformat()}
        for item in await api.list_messages(filters, pages=_PAGES):
            if item.get("direction") == "inbound" and is_after(item, since):
                found.append(await _received(api, item, clock()))
    return found[::-1]


def is_after(resource: Json, moment: datetime) -> bool:
    """True where a message was made at or after a moment, or does not say when."""
    try:
        return parsedate_to_datetime(str(resource.get("date_created"))) >= moment
    except ValueError:
        return True


async def _received(api: TwilioApi, item: Json, now: datetime) -> Received:
    sid, sender, recipient = (str(item.get(name, "")) for name in ("sid", "from", "to"))
    fields = [("MessageSid", sid), ("From", sender), ("To", recipient), ("Body", str(item.get("body") or ""))]
    fields += [
        ("NumSegments", str(item.get("num_segments", ""))),
        ("NumMedia", str(item.get("num_media", "0"))),
    ]
    if fields[-1][1] != "0":
        for index, (url, content_type) in enumerate(await api.list_media(sid)):
            fields += [(f"MediaUrl{index}", url), (f"MediaContentType{index}", content_type)]
    return Received(
        channel=channel_of(recipient),
        account=recipient,
        external_id=sid,
        ordering_key=pair_key(sender, recipient),
        raw=urlencode(fields).encode(),
        received_at=now,
        meta={"event": "message", "source": "list"},
    )
