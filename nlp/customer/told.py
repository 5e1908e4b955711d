"""What a message is told by at once, before its sentences are read: keywords, signs, machines."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.customer.foreign import refuses_mail
from nlp.customer.judges import Judges
from nlp.customer.keywords import is_gibberish, read_keyword, read_nod
from nlp.customer.machine import read_machine_mail
from nlp.customer.machine.automatic import tells_hours
from nlp.customer.machine.weighing import (
    ABSENCE,
    POSSIBLE,
    REPLY,
    kind_by_form,
    kind_by_words,
    share_of_machines,
)
from nlp.customer.message import Message
from nlp.customer.text import fold

_SHOWS = 1.0
"""How sure an intent is that shows by its form."""


@dataclass(frozen=True, slots=True)
class Told:
    """An intent that needs no reading, and how sure it is."""

    intent: str
    confidence: float = _SHOWS


def told_at_once(messages: Sequence[Message], judges: Judges) -> list[Told | None]:
    """What each message is told by; None for what people say in sentences."""
    told = [_told_by_keyword(message) or _told_by_forwarding(message) for message in messages]
    places = [place for place, one in enumerate(told) if one is None]
    machines = _told_by_machines([messages[place] for place in places], judges)
    for place, machine in zip(places, machines, strict=True):
        if machine is not None and machine.confidence == _SHOWS:
            told[place] = machine
        else:  # what shows goes before what words make likely
            told[place] = _told_by_signs(messages[place]) or machine
    return told


def _told_by_keyword(message: Message) -> Told | None:
    keyword = read_keyword(message.body or message.whole)
    return Told(keyword) if keyword is not None and "\n" not in message.whole.strip() else None


def _told_by_forwarding(message: Message) -> Told | None:
    """What a machine wrote to somebody else is no machine's message to us."""
    return Told("other") if message.is_forward else None


def _told_by_machines(messages: Sequence[Message], judges: Judges) -> list[Told | None]:
    """Which kind of machine wrote each message: where a form shows, or its words could be a machine's."""
    forms = [
        read_machine_mail(subject=fold(message.subject), text=message.whole.strip().lower())
        for message in messages
    ]
    texts = [
        message.whole if form else _titled(message) for message, form in zip(messages, forms, strict=True)
    ]
    counted = judges.shares_by_words(texts)
    places = [
        place for place, shares in enumerate(counted) if forms[place] or share_of_machines(shares) >= POSSIBLE
    ]
    told: list[Told | None] = [None] * len(messages)
    for place, shares in zip(places, judges.shares([texts[place] for place in places]), strict=True):
        form, text = forms[place], texts[place].lower()
        kind = kind_by_form(form, shares) if form else kind_by_words(text, shares)
        if kind == ABSENCE and tells_hours(text):
            kind = REPLY
        told[place] = Told(kind, _SHOWS if form else share_of_machines(shares)) if kind else None
    return told


def _titled(message: Message) -> str:
    return f"{message.subject}. {message.body}" if message.subject else message.body


def _told_by_signs(message: Message) -> Told | None:
    """What a message is that no machine wrote, where its words need not be weighed."""
    if refuses_mail(message.body):
        return Told("opt_out")
    if not message.body.strip() or is_gibberish(message.body):
        return Told("other")
    nod = read_nod(message.body)
    return Told(nod) if nod else None
