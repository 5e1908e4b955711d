"""When somebody wants to meet or be shown something, and for how long."""

import re

from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.customer.slots.times import times_in
from nlp.entities import find_durations
from nlp.times import TimeMention
from nlp.values import SlotValue

_DAY_GRAINS = frozenset({"second", "minute", "hour", "part", "day", "range"})


def read_appointment(message: Message) -> dict[str, SlotValue]:
    """`at` (the first time wanted, never the one given up) and `minutes`."""
    slots: dict[str, SlotValue] = {}
    text = message.body
    wanted = [
        mention for mention in times_in(message) if _is_day(mention) and not _is_given_up(text, mention)
    ]
    if wanted:
        best = next((mention for mention in wanted if _is_new(text, mention)), wanted[0])
        slots["at"] = best.as_datetime()
    minutes = _minutes(text)
    if minutes is not None:
        slots["minutes"] = minutes
    return slots


def _is_day(mention: TimeMention) -> bool:
    return (
        mention.has_day
        and mention.grain in _DAY_GRAINS
        and not mention.is_duration
        and mention.recurrence is None
        and mention.first >= mention.first.replace(year=1970)
    )


def _is_given_up(text: str, mention: TimeMention) -> bool:
    """Whether the time is the old one: "cancel my Friday visit", "move it from Monday", "can't do 3 pm"."""
    cues = load_cues("appointment")
    clause = re.split(cues["border"].pattern, text[: mention.start].lower())[-1]
    after = re.split(cues["border"].pattern, text[mention.end :].lower())[0]
    if mention.preposition in ("to", "until", "till") or re.search(r"\bto\s*$", clause):
        return False
    if cues["given_up"].search(clause):
        return True
    return bool(cues["unsuitable"].search(after)) or mention.preposition in ("from", "since", "instead of")


def _is_new(text: str, mention: TimeMention) -> bool:
    clause = re.split(load_cues("appointment")["border"].pattern, text[: mention.start].lower())[-1]
    return mention.preposition == "to" or re.search(r"\b(?:to|instead|rather)\s*$", clause) is not None


def _minutes(text: str) -> int | None:
    cues = load_cues("appointment")
    for duration in find_durations(text):
        before, after = text[: duration.start].lower()[-24:], text[duration.end :].lower()[:18]
        if (
            duration.minutes is None
            or cues["not_length"].match(after)
            or cues["not_length_before"].search(before)
        ):
            continue
        return duration.minutes
    return None
