"""Reading what was written as the answer to the question we asked, or seeing that it is none."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.dialogue.reading.impossible_days import impossible_day
from assistant.dialogue.reading.meanings import intent_named
from assistant.dialogue.state import Pending
from assistant.work import Work
from channels.reply import Option
from nlp.money import find_money
from nlp.times import find_times
from nlp.understanding import Act, Understanding
from nlp.values import SlotValue

SURE = 0.5
"""A message that clearly asks for something else is not forced into a slot."""
MOST_NAME_WORDS = 5
TIMES = ("date", "datetime", "period")
NAMES = ("ref", "ticket", "user")
_OPENING = re.compile(
    r"^(?:(?:no|nope|sorry|i mean|i meant|it's|it is|for|with|to)[\s,.!:-]+)*(?:(?:the|my|our)\s+)?", re.I
)
_MERE = frozenset(("one", "option", "number", "at", "from", "of", "with", "in", "who", "works", "person"))
"""Words that tell no option from another."""
_OTHER = re.compile(r"(?:the )?other(?: one| person| deal)?", re.I)
_PLACES = (
    ("1", "one", "first"),
    ("2", "two", "second"),
    ("3", "three", "third"),
    ("4", "four", "fourth"),
    ("5", "five", "fifth"),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The acts with the answer filled in, and the records chosen so far."""

    acts: tuple[Act, ...]
    chosen: dict[str, str]


def read(
    work: Work,
    pending: Pending,
    text: str,
    understanding: Understanding,
    *,
    options: Sequence[Option] = (),
    known: Collection[str] = (),
) -> Answered | None:
    """The pending acts with their missing slot filled, or None where the text is no answer to it.

    `options` are the buttons below the question: their words, or “the second one”, choose one; “the other
    one” is the one of two that is not among the records `known` to the thread.
    """
    picked = _picked(options, text) or _other(options, text, known=known)
    if picked is not None:
        return choose(pending, picked)
    if _is_something_else(understanding, text):
        return None
    act = pending.acts[pending.index]
    intent = intent_named(act.intent)
    slot = intent.slots.get(pending.slot) if intent is not None else None
    kind = slot.kind if slot else "text"
    if kind in NAMES and _asks_for_many(understanding):
        return None
    day = f"on {text.strip()}"
    if kind in TIMES and impossible_day(day, now=work.local_now, tz=work.zone) is not None:
        # Who reads the act again asks once more.
        filled = replace(act, text=f"{act.text} {day}")
    elif (value := _value(work, kind, text)) is not None:
        filled = replace(act, slots={**act.slots, pending.slot: value})
    else:
        return None
    acts = (*pending.acts[: pending.index], filled, *pending.acts[pending.index + 1 :])
    return Answered(acts, dict(pending.chosen))


def choose(pending: Pending, value: str) -> Answered:
    """The pending acts with the record that was pressed."""
    return Answered(pending.acts, {**pending.chosen, f"{pending.index}:{pending.slot}": value})


def _picked(options: Sequence[Option], text: str) -> str | None:
    """The one option that is meant: by its place, or by words only it holds."""
    said = _OPENING.sub("", text.strip().rstrip(".!").lower())
    words = [word for word in re.findall(r"\w+", said) if word not in _MERE]
    if not options or not words:
        return None
    if len(words) == 1:
        if words[0] == "last":
            return options[-1].value
        for place, names in enumerate(_PLACES[: len(options)]):
            if words[0] in names:
                return options[place].value
    fitting = [one for one in options if set(words) <= _words_of(one)]
    return fitting[0].value if len(fitting) == 1 else None


def _other(options: Sequence[Option], text: str, *, known: Collection[str]) -> str | None:
    said = _OPENING.sub("", text.strip().rstrip(".!"))
    rest = [one.value for one in options if one.value not in known]
    return rest[0] if len(options) == 2 and len(rest) == 1 and _OTHER.fullmatch(said) else None


def _words_of(option: Option) -> set[str]:
    return set(re.findall(r"\w+", f"{option.label} {option.hint}".lower()))


def _is_something_else(understanding: Understanding, text: str) -> bool:
    first = understanding.acts[0] if understanding.acts else None
    if first is None or first.intent in ("out_of_scope", "correct", "smalltalk"):
        return False
    if first.intent in ("cancel", "undo", "help", "confirm"):
        return True
    return first.confidence >= SURE and len(text.split()) > 3


def _asks_for_many(understanding: Understanding) -> bool:
    """Whether it is a list or a report that is wanted, in however few words: no record's name is one."""
    first = understanding.acts[0] if understanding.acts else None
    if first is None or first.confidence < SURE:
        return False
    return first.intent.startswith("report.") or first.intent.endswith(".list")


def _value(work: Work, kind: str, text: str) -> SlotValue | None:
    said = text.strip().rstrip(".!")
    if kind == "money":
        found = find_money(said, country=work.company.country, bare=True)
        return found[0].value if found else None
    if kind in TIMES:
        times = find_times(said, now=work.local_now, tz=work.zone, country=work.company.country)
        if not times:
            return None
        by_kind: dict[str, SlotValue | None] = {
            "date": times[0].as_date(),
            "datetime": times[0].as_datetime(),
            "period": times[0].as_period(),
        }
        return by_kind[kind]
    if kind in ("minutes", "integer", "percent"):
        digits = "".join(char for char in said if char.isdigit())
        return int(digits) if digits else None
    if kind in NAMES:
        return _name(kind, said)
    return text.strip() or None


def _name(kind: str, said: str) -> str | None:
    """A name on its own; a whole sentence is none."""
    name = _OPENING.sub("", said)
    if len(name.split()) > MOST_NAME_WORDS or _OTHER.fullmatch(name):
        return None
    if kind == "user" and name.lower() in ("me", "i", "myself"):
        return "@me"
    return name or None
