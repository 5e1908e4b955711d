"""When somebody wants to meet or be shown something, and for how long."""

import re
from collections.abc import Sequence
from datetime import datetime

from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.customer.parts import Part, Reading
from nlp.customer.slots.times import lies_in, says_else, times_in
from nlp.entities import find_durations
from nlp.times import TimeMention
from nlp.values import SlotValue

_APPOINTMENTS = frozenset({"demo.request", "meeting.request", "human.request"})
_DAY_GRAINS = frozenset({"second", "minute", "hour", "part", "day", "range"})


def read_appointment(message: Message, reading: Reading, parts: Sequence[Part]) -> dict[str, SlotValue]:
    """`at` (the first time wanted, never the one given up) and `minutes`.

    What is said where the appointment is asked for goes before what stands elsewhere, and what stands in a
    sentence about something else is none of it.
    """
    slots: dict[str, SlotValue] = {}
    text, said = message.body, times_in(message)
    open_ = [
        mention
        for mention in said
        if not _is_given_up(text, mention) and not _is_of_other(mention, reading, parts)
    ]
    wanted = [mention for mention in open_ if _is_day(mention)]
    wanted = [mention for mention in wanted if lies_in(mention, reading.part.sentence)] or wanted
    if wanted:
        best = next((mention for mention in wanted if _is_new(text, mention)), wanted[0])
        slots["at"] = _with_hour(best, open_, message)
    minutes = _minutes(text, said)
    if minutes is not None:
        slots["minutes"] = minutes
    return slots


def _is_of_other(mention: TimeMention, reading: Reading, parts: Sequence[Part]) -> bool:
    return any(
        lies_in(mention, part.sentence)
        for part in parts
        if part.label not in _APPOINTMENTS and says_else(part, reading)
    )


def _with_hour(day: TimeMention, others: Sequence[TimeMention], message: Message) -> datetime:
    """The instant meant: of a day without an hour, at the hour its sentence says elsewhere."""
    if day.has_hour:
        return day.as_datetime()
    sentence = next((one for one in message.sentences if lies_in(day, one)), None)
    hours = [
        one.as_datetime()
        for one in others
        if sentence and lies_in(one, sentence) and one.has_hour and not one.has_day and not one.is_duration
    ]
    found = day.as_datetime()
    return found.replace(hour=hours[0].hour, minute=hours[0].minute) if hours else found


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


def _minutes(text: str, times: Sequence[TimeMention]) -> int | None:
    cues = load_cues("appointment")
    for duration in find_durations(text):
        if any(one.start <= duration.start < one.end and not one.is_duration for one in times):
            continue  # "17h30" is an hour
        before, after = text[: duration.start].lower()[-24:], text[duration.end :].lower()[:18]
        if (
            duration.minutes is None
            or cues["not_length"].match(after)
            or cues["not_length_before"].search(before)
        ):
            continue
        return duration.minutes
    return None
