"""Of a buyer: how many, and by when."""

import re
from collections.abc import Sequence

from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.entities import NumberMention, find_numbers
from nlp.money import find_money
from nlp.times import TimeMention

_SEASON = re.compile(
    r"\b(?:by|before|in|from|until|starting|this|next|for|after|at)\s+"
    r"(?:(?:the|our|we|my|start|beginning|end|of|early|late|next|this|coming)\s+){0,4}"
    r"(?:spring|summer|autumn|fall|winter|christmas|easter|season|school year|semester|term|new year|opening"
    r"|wedding|holidays|move)\b(?:\s+(?:starts|begins|opens))?",
    re.IGNORECASE,
)
_DOZEN = re.compile(r"\b(?:(?P<count>\d+|two|three|four|five|half a|a)\s+)?dozens?\b", re.IGNORECASE)
_DOZENS = {"two": 24, "three": 36, "four": 48, "five": 60, "half a": 6, "a": 12}
_COUPLE = re.compile(r"\ba (?:couple|pair) of\b", re.IGNORECASE)


def find_quantity(message: Message, *, product: str | None, times: Sequence[TimeMention]) -> int | None:
    """How many are wanted, or how many people or sites are to be covered."""
    text = message.body
    dozen = _DOZEN.search(text)
    if dozen:
        count = (dozen["count"] or "a").lower()
        return 12 * int(count) if count.isdigit() else _DOZENS[count]
    best: tuple[float, int] | None = None
    taken = _taken(message, times)
    for number in find_numbers(text):
        if number.start in taken or not number.is_whole or number.value < 1:
            continue
        weight = _weight(text, number, product)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, int(number.value))
    if best is None and _COUPLE.search(text):
        return 2
    return best[1] if best else None


def _taken(message: Message, times: Sequence[TimeMention]) -> set[int]:
    """Places of figures that are money, times or marks."""
    money = find_money(message.body, country=message.utterance.country)
    spans = [*((one.start, one.end) for one in money), *((one.start, one.end) for one in times)]
    return {at for start, end in spans for at in range(start, end)}


def _weight(text: str, number: NumberMention, product: str | None) -> float:
    cues = load_cues("wanted")
    before, after = (
        text[max(0, number.start - 40) : number.start].lower(),
        text[number.end : number.end + 60].lower(),
    )
    if (
        cues["measure"].match(after)
        or cues["mark"].search(before)
        or (after[:1].isalpha() and not number.is_word)
    ):
        return 0
    if number.is_word and number.value == 1:
        return 0
    weight = 0.0
    if cues["more"].match(after):
        weight += 4
    if cues["counted"].match(after):
        weight += 3
    if product and re.match(rf"\s*(?:x\s+)?(?:[\w-]+\s+){{0,3}}{re.escape(product.lower())}", after):
        weight += 3
    if cues["wish"].search(before):
        weight += 2
    if cues["present"].search(before):
        weight -= 3
    return weight


def find_timeline(message: Message, *, times: Sequence[TimeMention]) -> str | None:
    """When it is to start or to be there, in the words used; an offer's due date is none."""
    text = message.body
    for mention in times:
        if _is_wanted(text, mention):
            return _with_its_clause(text, mention)
    season = _SEASON.search(text)
    return season[0] if season else None


def _is_wanted(text: str, mention: TimeMention) -> bool:
    cues = load_cues("wanted")
    sentence = re.split(r"[.!?\n]\s", text[: mention.start].lower())[-1]
    after = re.split(r"[.!?\n]\s", text[mention.end :].lower())[0]
    if (
        mention.recurrence
        or mention.is_duration
        or cues["due"].search(sentence[-60:])
        or cues["due_after"].search(after)
    ):
        return False
    if cues["past"].search(f"{sentence[-30:].strip()} {mention.text.lower()}"):
        return False
    return bool(mention.preposition) or mention.grain not in ("hour", "minute")


def _with_its_clause(text: str, mention: TimeMention) -> str:
    """ "before we open on 1 April" is one timeline."""
    clause = re.search(r"\bbefore\s+[^.,;!?\n]{1,50}$", text[: mention.start], re.IGNORECASE)
    start = clause.start() if clause else mention.start
    return text[start : mention.end].strip()
