"""What Twilio's error codes mean for a message. https://www.twilio.com/docs/api/errors"""

from channels.errors import (
    ChannelAuthFailed,
    ChannelError,
    ChannelUnavailable,
    DeliveryUnknown,
    MessageRejected,
)

_REJECTED = {
    21211: "unknown_address",
    21214: "unknown_address",
    21217: "unknown_address",
    21265: "unknown_address",
    21266: "own_address",
    21407: "unknown_address",
    21408: "region_not_allowed",
    21601: "unknown_address",
    21602: "empty",
    21604: "unknown_address",
    21610: "opted_out",
    21612: "unreachable",
    21614: "unknown_address",
    21617: "too_long",
    21619: "empty",
    21623: "media_refused",
    30003: "unreachable",
    30004: "blocked",
    30005: "unknown_address",
    30006: "unreachable",
    30007: "filtered",
    30008: "unknown_error",
    30034: "sender_not_registered",
    63003: "unknown_address",
    63015: "unknown_address",
    63016: "window_closed",
    63024: "unknown_address",
}
_CREDENTIALS = frozenset((20003, 20005, 20008, 20403, 21606, 21659, 21660, 63007))
_LATER = frozenset((20429, 14107, 21611, 30001, 30022, 63018, 63038))
_PERMANENT = frozenset(("unknown_address", "opted_out", "blocked", "own_address"))
_SENTENCES = {
    "opted_out": "The recipient has opted out of messages from this number.",
    "unknown_address": "The recipient's number is no number that can get messages.",
    "unreachable": "The recipient's phone cannot be reached by message.",
    "blocked": "The recipient's carrier blocks messages from this number.",
    "filtered": "The carrier filtered the message as unwanted.",
    "window_closed": "WhatsApp allows free text only within 24 hours of the customer's last message.",
    "too_long": "The message is longer than Twilio takes.",
    "region_not_allowed": "The Twilio account may not send to the recipient's country.",
    "sender_not_registered": "The sending number is not registered for business messages.",
}


def reason_for(code: int) -> str:
    """One stable word for a code of a failed message."""
    return _REJECTED.get(code, "rejected")


def sentence_for(code: int) -> str:
    """What a code means, in a sentence."""
    return _SENTENCES.get(reason_for(code), f"Twilio reports error {code} for the message.")


def is_permanent(code: int) -> bool:
    """True where no message will ever reach this address from this number."""
    return reason_for(code) in _PERMANENT


def error_for(*, status: int, code: int, said: str, retry_after: float | None) -> ChannelError:
    """The channel error for Twilio's refusal of a request."""
    if status == 429 or code in _LATER:
        return ChannelUnavailable("Twilio is asked too often; the message waits.", retry_after=retry_after)
    if status >= 500:
        return DeliveryUnknown(f"Twilio answered {status}; it may have taken the message.")
    if status in (401, 403) or code in _CREDENTIALS:
        return ChannelAuthFailed(f"Twilio refused the account or its number ({code}): {said}")
    if code in _REJECTED:
        return MessageRejected(sentence_for(code), reason=reason_for(code))
    return MessageRejected(f"Twilio refused the message ({code}): {said}", reason="rejected")
