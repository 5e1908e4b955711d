"""Figures, times and addresses of a clause as slot values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from nlp.rep.filling.clause import Clause, is_distance
from nlp.times import TimeMention
from nlp.values import SlotValue

_CHANCE = re.compile(r"probab|chance|odds|likel|\bsure\b|\bprob\b|confiden", re.I)
_INSTEAD = re.compile(r"\b(\d{1,2}|100)\s*,?\s+(?:and )?not\s+\d{1,3}\s*(?:%|percent|pct)", re.I)
"""A unit said once, with the figure that is replaced ("35 not 53 percent")."""
_NO_MOMENT = frozenset({"from now on", "from now", "right now", "at the moment"})
_NOW = _NO_MOMENT | {"now"}
_MOST = 10**15
_LEAST_BARE = 100
"""A smaller figure without a mark is rather a count or a percentage."""
_ONE = re.compile(
    r"\b(?:last|latest|most recent|newest)\s+(?:\w+\s+)?(?:call|e-?mail|mail|meeting|note|message"
    r"|text|sms|conversation|chat|contact|time|interaction|thing)\b"
    r"|\blast\s+(?:talk|speak|spoke|call|email|text|meet|met|write|wrote|hear|heard|chat|contact"
    r"|touch|reach|have|see|saw)\w*\b|\bhow long ago\b",
    re.I,
)
_LIMIT_BEFORE = re.compile(
    r"(?:\b(?:top|last|latest|first|biggest|largest|newest|most recent|my|the|our)\s+)$", re.I
)
_LIMIT_AFTER = re.compile(
    r"\s+(?:\w+\s+)?(?:biggest|largest|top|fattest|highest|best|newest|latest|last|most|recent"
    r"|deals?|opps|opportunit|e-?mails?|mails|calls?|meetings?|notes?|messages?|texts?|sms"
    r"|interactions?|touches|conversations?)",
    re.I,
)


def _money(clause: Clause, name: str) -> SlotValue | None:
    amounts = [
        one
        for one in clause.money
        if one.value.amount < _MOST and (one.has_mark or one.value.amount >= _LEAST_BARE)
    ]
    if name == "min_amount":
        low = next((one.value for one in amounts if one.is_lower_bound), None)
        bare = [one for one in amounts if not one.is_lower_bound and not one.is_upper_bound]
        return low or (bare[0].value if bare and len(amounts) == 1 else None)
    if name == "max_amount":
        return next((one.value for one in amounts if one.is_upper_bound), None)
    marked = [one.value for one in amounts if one.has_mark]
    return next(iter(marked or [one.value for one in amounts]), None)


def _percent(clause: Clause, name: str) -> SlotValue | None:
    if instead := _INSTEAD.search(clause.bare):
        return int(instead[1])
    if clause.percents:
        return clause.percents[0].value
    if _CHANCE.search(clause.text):
        for number in clause.numbers:
            if 0 <= number.value <= 100 and not number.has_magnitude:
                return int(number.value) if number.is_whole else float(number.value)
    return None


def _moments(clause: Clause) -> list[TimeMention]:
    """Times that are points: no repetition, and no length where a length of a call is meant."""
    found = [one for one in clause.times if not one.recurrence and not _is_length(clause, one)]
    if clause.intent == "deal.update":
        found = [one for one in found if one.text.lower() != "now"]
    return [one for one in found if one.text.lower() not in _NO_MOMENT]


def _is_length(clause: Clause, one: TimeMention) -> bool:
    return clause.intent in {"activity.log", "meeting.book"} and one.is_duration


_UNTIL = re.compile(r"\b(?:until|till|til|thru|through|'til)\s+(?:the\s+)?[\w /.,-]{0,24}$", re.I)


def _date(clause: Clause, name: str) -> SlotValue | None:
    if clause.intent == "record.reassign":
        times = [one for one in clause.times if not one.recurrence and one.text.lower() not in _NOW]
        ends = [one for one in times if _UNTIL.search(clause.text[: one.start] + one.text)]
        return next((one.as_date() for one in ends or times), None)
    moments = [one for one in _moments(clause) if one.has_day or not one.has_hour]
    closing = [one for one in moments if _CLOSING.search(clause.text[: one.start] + one.text)]
    return next((one.as_date() for one in closing[-1:] or moments), None)


_CLOSING = re.compile(
    r"\b(?:clos(?:e|es|ing|ed)|clos\w+ date|sign(?:s|ing)?|slip\w*|push\w*|mov\w*|delay\w*|postpon\w*)\b"
    r"(?: \w+){0,3}? (?:to|by|on|before|until|till|in|at|is)\s+(?:the\s+)?[\w /.,-]{0,24}$",
    re.I,
)
"""What names the day a deal closes, where several times are said."""


def _datetime(clause: Clause, name: str) -> SlotValue | None:
    if clause.intent == "task.create" and any(REPEATED.search(words) for words in clause.words("repeat")):
        return None
    moments = _together(_moments(clause) or _edging(clause))
    if clause.intent in {"task.snooze", "meeting.move", "brief.prepare"} and len(moments) > 1:
        return moments[-1].as_datetime()
    if clause.intent == "schedule.mute" and moments and _lasts(clause, moments[0]):
        return replace(moments[0], first=moments[0].last).as_datetime()
    return moments[0].as_datetime() if moments else None


def _together(moments: list[TimeMention]) -> list[TimeMention]:
    """An hour and a day said apart are one moment ("my 3 o'clock with Carla tomorrow")."""
    hours = [one for one in moments if one.has_hour and not one.has_day]
    days = [one for one in moments if one.has_day and not one.has_hour and not one.is_period]
    if len(moments) != len(_PARTS) or len(hours) != 1 or len(days) != 1:
        return moments
    clock, day = hours[0].first.timetz(), days[0].first.date()
    moment = datetime.combine(day, clock)
    return [replace(hours[0], first=moment, last=moment + timedelta(hours=1), has_day=True)]


_PARTS = ("day", "hour")
REPEATED = re.compile(
    r"\b(?:every|each|ev|evry|per|(?:dai|week|month|year|quarter|fortnight|hour)ly|annually)\b"
    r"|(?<=[a-z]{3}day)s\b",
    re.I,
)


def _lasts(clause: Clause, one: TimeMention) -> bool:
    """Whether quiet is asked for as long as a span lasts ("this week"), not until it begins."""
    is_span = one.is_period and not one.is_duration
    return is_span and not _UNTIL.search(clause.text[: one.start] + one.text)


def _edging(clause: Clause) -> list[TimeMention]:
    """Times at either end of a thing to do, where they were tagged with it; within it, those of an hour."""
    if clause.intent != "task.create":
        return []
    found = [
        one
        for one in clause.times_in(clause.text)
        if not one.recurrence and not _OCCASION.match(clause.text, one.end)
    ]
    edging = [one for one in found if one.start == 0 or not clause.text[one.end :].strip(" .,!?")]
    return edging or [one for one in found if one.has_hour]


def _period(clause: Clause, name: str) -> SlotValue | None:
    quiet = {"right now", "now", "at the moment", "currently"}
    return next(
        (
            one.as_period()
            for one in clause.times
            if not one.recurrence
            and one.text.lower().strip() not in quiet
            and not _OCCASION.match(clause.text, one.end)
        ),
        None,
    )


_OCCASION = re.compile(
    r"(?:'s)?\s+(?:\w+\s+)?(?:meeting|call|review|board|stand-?up|sync|huddle|1:1|one-on-one|offsite)\b", re.I
)
"""What the figures are for ("for the Monday meeting") is no time they are of."""


def _minutes(clause: Clause, name: str) -> SlotValue | None:
    for one in clause.durations:
        if one.minutes is not None and not is_distance(clause.bare, one):
            return one.minutes
    match = _FOR_MINUTES.search(clause.bare) if clause.intent == "meeting.book" else None
    return int(match[1]) if match else None


_FOR_MINUTES = re.compile(r"\bfor (15|20|25|30|40|45|50|60|90)(?=\s*(?:$|[,.;]|with\b|about\b|re\b))", re.I)


def _integer(clause: Clause, name: str) -> SlotValue | None:
    if name == "inactive_days":
        return next((one.days for one in clause.durations if one.days), None)
    for number in clause.numbers:
        if not (number.is_whole and 0 < number.value <= 100) or number.has_magnitude:
            continue
        if _LIMIT_BEFORE.search(clause.bare[: number.start]) or _LIMIT_AFTER.match(clause.bare, number.end):
            return int(number.value)
    return 1 if clause.intent == "history.show" and _ONE.search(clause.bare) else None


def _email(clause: Clause, name: str) -> SlotValue | None:
    return next((one.value for one in clause.emails), None)


def _phone(clause: Clause, name: str) -> SlotValue | None:
    return next((one.value for one in clause.phones), None)


FIGURES: Mapping[str, Callable[[Clause, str], SlotValue | None]] = {
    "money": _money,
    "percent": _percent,
    "date": _date,
    "datetime": _datetime,
    "period": _period,
    "minutes": _minutes,
    "integer": _integer,
    "email": _email,
    "phone": _phone,
}
