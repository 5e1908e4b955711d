"""Connecting a call: the colleague's own phone rings first; picked up, the customer's is rung.

The customer sees the company's number. What became of the two legs is reported to `/twilio/voice/placed` (the
colleague's) and `/twilio/voice/dialled` (the customer's), with the delivery's key.
https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from channels.contract import OutboundMessage
from channels.errors import MessageRejected
from channels.sms.rendering import as_text
from channels.sms.voice import connect

_ENDED_UNHEARD = frozenset(("failed", "canceled"))


def call_fields(message: OutboundMessage, *, own: str, base_url: str) -> Sequence[tuple[str, str]]:
    """What Twilio is asked to do: `to` is the colleague, `conversation_key` the customer's number.

    Raises MessageRejected where no number is named.
    """
    if not message.conversation_key.startswith("+"):
        raise MessageRejected("There is no number to connect to.", reason="unknown_address")
    key = urlencode({"key": message.key})
    twiml = connect(
        as_text(message.reply),
        number=message.conversation_key,
        caller_id=own,
        action=f"{base_url}/twilio/voice/dialled?{key}",
    )
    return [
        ("To", message.to.address),
        ("From", own),
        ("Twiml", twiml),
        ("StatusCallback", f"{base_url}/twilio/voice/placed?{key}"),
        ("StatusCallbackEvent", "completed"),
    ]


def taken_call(calls: Sequence[Mapping[str, object]]) -> str:
    """The id of the newest call Twilio took, of a list newest first; empty where there is none."""
    return next((str(one.get("sid", "")) for one in calls if one.get("status") not in _ENDED_UNHEARD), "")
