"""Of a failed delivery: to whom it failed."""

import re

from nlp.customer.message import Message
from nlp.entities import EmailMention, find_emails

_FINAL = re.compile(r"(?:final|original)-recipient:[^\n]*?([\w.+'=-]+@[\w.-]+\w)", re.IGNORECASE)
_SENDER = re.compile(
    r"(?:\bfrom:?|sender:?|return-path:?|reply-to:?|reporting-mta:?|sent by|envelope-from)"
    r"\s*:?\s*\"?[^\n@]{0,40}<?$",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|bounces?|abuse|support|helpdesk)(?:[+.=-].*)?@", re.IGNORECASE
)
_TARGET = re.compile(
    r"(?:\bto\b|recipients?|address(?:es)?|mailbox|for|user|account|empfänger|an|à|a|destinat\w+|destinatario|al?la|indirizzo|<)\W*(?:of\s+)?<?$",
    re.IGNORECASE,
)


def find_failed_address(message: Message) -> str | None:
    """The recipient that could not be reached; never the sender, the relay or the return path."""
    text = message.whole
    final = _FINAL.search(text)
    if final:
        return final[1].lower()
    candidates = [mention for mention in find_emails(text) if not _SYSTEM.match(mention.value)]
    if not candidates:
        candidates = find_emails(message.subject) or find_emails(text)
    best = max(candidates, key=lambda mention: _weight(text, mention), default=None)
    return best.value if best else None


def _weight(text: str, mention: EmailMention) -> float:
    before = text[max(0, mention.start - 60) : mention.start].rsplit("\n", 1)[-1]
    weight = -mention.start / 10_000
    weight -= 3 if _SENDER.search(before) else 0
    weight += 1 if _TARGET.search(before) else 0
    weight += 1 if re.search(r"(?:^|\n)\s*<?$", text[max(0, mention.start - 3) : mention.start]) else 0
    return weight
