"""The ways words go to a customer: what each is called, which are open, and when the way has changed."""

import re
from collections.abc import Mapping

from assistant.work import InvalidValue, Work
from storage.models import Contact, Interaction
from storage.queries import people

NAMES: Mapping[str, str] = {
    "email": "mail",
    "sms": "text message",
    "whatsapp": "WhatsApp",
    "webchat": "web chat",
    "form": "web form",
    "voice": "phone",
    "slack": "Slack",
}
_SPOKEN: Mapping[str, str] = {
    "mail": "email",
    "e-mail": "email",
    "email": "email",
    "text": "sms",
    "text message": "sms",
    "sms": "sms",
    "whatsapp": "whatsapp",
    "chat": "webchat",
    "web chat": "webchat",
}
_ORDER = re.compile(r"reply(?: (?:by|via) (?P<way>[\w -]{2,20}?))?\s*:\s*", re.IGNORECASE)


def name_of(channel: str) -> str:
    """What people call a channel."""
    return NAMES.get(channel, channel)


def ordered_reply(text: str) -> tuple[str | None, str] | None:
    """The way and the words of "reply: …" and "reply by text: …"; None for words that are no such order.

    Raises InvalidValue for a way nobody knows.
    """
    found = _ORDER.match(text)
    if found is None:
        return None
    words = text[found.end() :].strip()
    way = found["way"]
    if way is None:
        return None, words
    channel = _SPOKEN.get(way.strip().lower())
    if channel is None:
        raise InvalidValue(f"I cannot answer by {way.strip()}: say mail, text, WhatsApp or chat.")
    return channel, words


def ways_to(work: Work, contact: Contact) -> list[str]:
    """The channels a contact can be written to on, by their addresses and our accounts."""
    kinds = {one.kind for one in people.identities_of(work.uow, contact.id)}
    accounts = work.company.accounts
    open_ways = [
        ("email", "email" in kinds),
        ("sms", "phone" in kinds and bool(accounts.get("sms"))),
        ("whatsapp", "phone" in kinds and bool(accounts.get("whatsapp"))),
        ("webchat", "webchat" in kinds),
    ]
    return [channel for channel, is_open in open_ways if is_open]


def say_switch(said: Interaction) -> str:
    """That words came or went another way than the talk began ("by text instead of mail")."""
    before = str(said.details.get("instead_of") or "")
    return f"by {name_of(said.channel)} instead of {name_of(before)}" if before else ""
