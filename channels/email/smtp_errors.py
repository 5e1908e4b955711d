"""What a relay's reply means: try again, never again, or ask a person."""

import re

import aiosmtplib

from channels.errors import ChannelAuthFailed, ChannelError, ChannelUnavailable, MessageRejected

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_GREYLISTED = re.compile(r"gr[ea]y.?list|try again later|deferred", re.IGNORECASE)
_GREYLIST_PAUSE = 300.0
_REASONS = {
    (1, 1): "unknown_address",
    (1, 2): "unknown_address",
    (1, 3): "unknown_address",
    (1, 6): "unknown_address",
    (1, 10): "unknown_address",
    (2, 1): "mailbox_disabled",
    (2, 2): "mailbox_full",
    (2, 3): "too_large",
    (3, 4): "too_large",
    (7, 1): "refused_by_policy",
}


def error_for(error: Exception, *, host: str) -> ChannelError:
    """The channel error for what happened before a mail was taken."""
    if isinstance(error, UnicodeEncodeError):
        return MessageRejected(
            f"The relay {host} takes no addresses with letters beyond ASCII.", reason="unknown_address"
        )
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return ChannelUnavailable(f"The relay {host} hung up before it took the mail.")
    code, said = error.code, _first_line(error.message)
    if code in (530, 534, 535):
        return ChannelAuthFailed(f"The relay {host} wants another login: {code} {said}")
    if 500 <= code < 600:
        return MessageRejected(f"The relay {host} refused the mail: {code} {said}", reason=_reason(error))
    pause = _GREYLIST_PAUSE if _GREYLISTED.search(said) else 0.0
    return ChannelUnavailable(f"The relay {host} cannot take the mail now: {code} {said}", at_least=pause)


def _reason(error: aiosmtplib.SMTPResponseException) -> str:
    if isinstance(error, aiosmtplib.SMTPSenderRefused) and error.code != 552:
        return "sender_refused"
    enhanced = _ENHANCED.search(error.message)
    if enhanced:
        known = _REASONS.get((int(enhanced[2]), int(enhanced[3])))
        if known:
            return known
    if error.code == 552:
        return "too_large"
    is_about_recipient = isinstance(error, aiosmtplib.SMTPRecipientRefused)
    return "unknown_address" if is_about_recipient and error.code in (550, 551, 553) else "rejected"


def _first_line(text: str) -> str:
    return text.splitlines()[0][:200] if text else ""
