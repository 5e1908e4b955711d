"""Of a notice of absence: until when."""

import re
from datetime import date

from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.customer.quoting import cut_history
from nlp.customer.slots.foreign_dates import in_english
from nlp.customer.slots.stand_in import find_stand_in
from nlp.times import TimeMention, find_times
from nlp.values import SlotValue


def read_absence(message: Message) -> dict[str, SlotValue]:
    """The slots of `auto.out_of_office`; what is not said is left out."""
    slots = _read(cut_history(message.whole), message) or _read(message.whole, message)
    if "until" not in slots and (until := _until(message.subject, message)) is not None:
        slots["until"] = until
    return slots


def _read(text: str, message: Message) -> dict[str, SlotValue]:
    slots: dict[str, SlotValue] = {}
    until, stand_in = _until(text, message), find_stand_in(text)
    if until is not None:
        slots["until"] = until
    if stand_in:
        slots["stand_in"] = stand_in
    return slots


def _until(text: str, message: Message) -> date | None:
    """The day of return if said, else the last day away."""
    english = in_english(text)
    utterance = message.utterance
    mentions = find_times(english, now=utterance.now, tz=utterance.tz, country=utterance.country)
    dated = [mention for mention in mentions if mention.has_day and not mention.is_duration]
    best: tuple[int, date] | None = None
    for mention in dated:
        weight, day = _weighed(english, mention)
        if best is None or weight > best[0]:
            best = (weight, day)
    return best[1] if best and best[0] > 0 else None


def _weighed(text: str, mention: TimeMention) -> tuple[int, date]:
    cues = load_cues("away")
    clause = re.split(r"[.!?\n;](?:\s|$)", text[max(0, mention.start - 70) : mention.start].lower())[-1]
    after = re.split(r"[.!?\n;,]|\b(?:and|und|et|y|e|en)\b", text[mention.end : mention.end + 50].lower())[0]
    said = f"{clause} {mention.text.lower()}"
    last = _last_day(mention)
    is_until = mention.preposition in ("until", "till", "til", "through", "thru") or _ends(said)
    if cues["returns"].search(clause) or (not is_until and cues["returns_after"].search(after)):
        is_last = re.search(r"\b(?:not|nicht)\b", clause) and mention.preposition in ("until", "till")
        return 4, last if is_last else mention.as_date()
    if mention.grain == "range":
        return 3, last
    if is_until:
        return 3, last
    if mention.preposition in ("from", "since", "after"):
        return 0, last
    return 1, last


def _last_day(mention: TimeMention) -> date:
    return mention.last_date() if mention.grain in ("range", "weekend") else mention.as_date()


def _ends(said: str) -> bool:
    tail = said[-45:]
    return load_cues("away")["last_day"].search(tail) is not None
