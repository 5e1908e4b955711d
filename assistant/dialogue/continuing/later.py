"""“The Friday after that”, “a week later”, “two days earlier”: counted from the day that was said before."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from nlp.intents import Intent
from nlp.understanding import Act
from nlp.values import SlotValue

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS: Mapping[str, int] = {"a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4}
_WEEKDAY = re.compile(rf"(?:the )?(?P<day>{'|'.join(_DAYS)}) (?P<way>after|before)(?: that| it)?", re.I)
_SPAN = re.compile(
    r"(?P<number>a|an|one|the|two|three|four|\d{1,2}) (?P<unit>day|week|month|quarter|year)s? "
    r"(?P<way>later|after|earlier|before)(?: that| it)?",
    re.I,
)
_UNITS: Mapping[str, relativedelta] = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}


def than_said(act: Act, intent: Intent, words: str) -> tuple[str, SlotValue] | None:
    """The slot and its value, so much after (or before) the day it holds; None for other words."""
    slots = (*intent.slots_of_kind("date"), *intent.slots_of_kind("datetime"))
    slot = next((one for one in slots if isinstance(act.slots.get(one), date)), None)
    former = act.slots[slot] if slot is not None else None
    if slot is None or not isinstance(former, date):
        return None
    value = _counted(former, words.strip(" .,!"))
    return (slot, value) if value is not None else None


def _counted(former: date | datetime, words: str) -> date | datetime | None:
    if found := _WEEKDAY.fullmatch(words):
        wanted = _DAYS.index(found["day"].lower())
        if found["way"].lower() == "after":
            return former + timedelta(days=(wanted - former.weekday() - 1) % 7 + 1)
        return former - timedelta(days=(former.weekday() - wanted - 1) % 7 + 1)
    if found := _SPAN.fullmatch(words):
        said = found["number"].lower()
        span = _UNITS[found["unit"].lower()] * (_NUMBERS.get(said) or int(said))
        return former + span if found["way"].lower() in ("later", "after") else former - span
    return None
