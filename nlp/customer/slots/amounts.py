"""Sums of money: the one a question about a bill is about, the one a buyer can spend."""

import re

from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.entities import find_invoice_numbers, find_order_numbers, find_ticket_numbers
from nlp.money import MoneyMention, find_money
from nlp.values import Money

_WINDOW = 40
_BARE_SUM = re.compile(r"^\d+(?:,\d{3})*[.,]\d{2}$")


def find_amount(message: Message) -> Money | None:
    """The sum charged, demanded or to be refunded; of "went from A to B" it is B, of "A instead of B" A."""
    mentions = _mentions(message)
    best: tuple[float, Money] | None = None
    for place, mention in enumerate(mentions):
        weight = _weight(message.body, mention, "charged", "other") - place * 0.1
        if best is None or weight > best[0]:
            best = (weight, mention.value)
    return best[1] if best else None


def find_budget(message: Message) -> Money | None:
    """What the writer can spend, when it is said that it can be spent."""
    cues = load_cues("amounts")
    for mention in find_money(message.body, country=message.utterance.country, bare=True):
        before, after = _around(message.body, mention)
        if cues["spend"].search(before) or cues["spend_after"].match(after):
            if cues["competitor"].search(before) or cues["competitor"].search(after):
                continue
            upper = mention.partner if mention.is_lower_bound and mention.partner else None
            return upper or mention.value
    return None


def _mentions(message: Message) -> list[MoneyMention]:
    """Sums said as money, else plain figures where a charge is spoken of."""
    text, country = message.body, message.utterance.country
    marked = find_money(text, country=country)
    if marked:
        return marked
    cues = load_cues("amounts")
    taken = _identifiers(text)
    return [
        mention
        for mention in find_money(text, country=country, bare=True)
        if mention.start not in taken
        and (
            _BARE_SUM.match(mention.text)
            or cues["charged"].search(_around(text, mention)[0][-18:])
            or cues["charged_after"].match(_around(text, mention)[1])
        )
    ]


def _identifiers(text: str) -> set[int]:
    spans = [(mention.start, mention.end) for mention in find_ticket_numbers(text)]
    for mention in (*find_order_numbers(text), *find_invoice_numbers(text)):
        spans.append((mention.start, mention.end))
    return {at for start, end in spans for at in range(start, end)}


def _around(text: str, mention: MoneyMention) -> tuple[str, str]:
    before = re.split(r"[.!?\n]\s", text[max(0, mention.start - _WINDOW) : mention.start].lower())[-1]
    return before, text[mention.end : mention.end + _WINDOW].lower()


def _weight(text: str, mention: MoneyMention, wanted: str, unwanted: str) -> float:
    cues = load_cues("amounts")
    before, after = _around(text, mention)
    weight = 0.0
    if cues[wanted].search(before):
        weight += 1
    if cues[unwanted].search(before[-25:]):
        weight -= 2
    if cues["replaced_by"].search(before[-8:]) and re.search(r"\bfrom\b", before):
        weight += 3
    if re.match(r"\s*to\b", after) and re.search(r"\bfrom\s*$", before):
        weight -= 2
    return weight
