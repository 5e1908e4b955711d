"""What narrows a list and no intent has a slot for: “without an email”, “unanswered”, “oldest”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.dialogue.turn import Turn
from assistant.work import InvalidValue, Work
from nlp.times import find_times
from nlp.understanding import Act
from nlp.values import Period, SlotValue
from storage.models import Contact, Deal, Lead, Task, Ticket
from storage.queries import team
from storage.queries.traits import Lacking, Listed, Order, Traits, has_trait
from storage.search import clear_match, search

KINDS: Mapping[str, Listed] = {
    "deals": Deal,
    "tickets": Ticket,
    "leads": Lead,
    "contacts": Contact,
    "tasks": Task,
}
_TOLD: Mapping[Lacking, str] = {"answer": "unanswered", "due": "no due date"}
_LACKED: Mapping[Lacking, str] = {
    "owner": r"(?:owners?|assignees?)",
    "email": r"(?:e-?mails?(?: address(?:es)?)?)",
    "phone": r"(?:(?:tele)?phones?(?: numbers?)?|numbers?|mobiles?)",
    "title": r"(?:job )?titles?",
    "company": r"(?:compan(?:y|ies)|organi[sz]ations?|accounts?)",
    "contact": r"(?:contacts?|persons?|people|contact persons?)",
    "amount": r"(?:amounts?|values?|prices?|sums?)",
    "close_date": r"(?:clos(?:e|ing) dates?)",
    "due": r"(?:due dates?|dates?|deadlines?)",
    "next_step": r"next (?:steps?|actions?|tasks?)",
    "source": r"sources?",
    "answer": r"(?:answers?|repl(?:y|ies)|responses?)",
}
_THAT = r"(?:that |which |who )?"
_WITHOUT = (
    rf"(?:\b(?:without|w/o|missing|lacking|with no|with missing|{_THAT}(?:have|has|had|got)(?: got)? no"
    rf"|{_THAT}(?:have|has)(?: not|n['’]t)(?: got)?|{_THAT}lack|no)"
    r"(?: (?:an?|any|the))? (?:WHAT)(?: (?:yet|at all|set|so far))?\b)"
)
_NOBODY = r"\b(?:nobody|no[- ]one)(?: has)?"
_SAID_OTHERWISE: Mapping[Lacking, str] = {
    "answer": (
        r"\bunanswered\b"
        r"|\b(?:not|never|n['’]t)(?: yet| been)* (?:answered|replied to|responded to|contacted)\b(?: yet)?"
        r"|\b(?:nobody|no[- ]one|none of us|we|i)(?: (?:has|have|had|ha(?:s|ve)n['’]t|never))?"
        r"(?: ever| yet)? (?:answered|replied|responded|contacted|got back)(?: to)?(?: yet)?\b"
        r"|\b(?:awaiting|waiting for) (?:an? |our )?(?:first )?(?:answer|reply|response)\b"
    ),
    "owner": (
        r"\bun-?(?:owned|assigned)\b|\bnot assigned(?: to any(?:one|body))?\b"
        rf"|{_NOBODY} (?:owns|has|took|taken|works on|is working on)\b"
    ),
}
_CREATED = re.compile(
    r"\b(?:(?:that |which |we |i )*(?:were |was |got |have been |have |has )?"
    r"(?:created|added|opened|entered|made|came in|come in|arrived|new|registered)"
    r"(?: in| on| since| from)?)\s*$",
    re.I,
)
_NEW_BEFORE = re.compile(r"\b(?P<new>new(?:ly created)?|recent|fresh)\s+(?:\w+\s+){0,2}$", re.I)
_OLDER = re.compile(
    r"\b(?P<than>older|newer|younger) than (?:an? |the last )?(?P<number>\d+|one|two|three|four|five|six)? ?"
    r"(?P<unit>hour|day|week|month|year)s?\b",
    re.I,
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_SORTED = r"\b(?:sorted|ordered|sort|order|ranked)(?: it| them)? by (?:the )?(?:WHAT)(?: first)?\b"
_BY_AGE = _SORTED.replace("WHAT", r"age|creation(?: date)?|created")
_BY_SIZE = _SORTED.replace("WHAT", r"amount|value|size")
_BY_DATE = _SORTED.replace("WHAT", r"clos(?:e|ing)(?: date)?|due(?: date)?|date|deadline")
_ORDERS: Mapping[Order, str] = {
    "newest": rf"\b(?:newest|latest|most recent)\b(?: first)?|{_BY_AGE}",
    "oldest": r"\boldest\b(?: first)?|\b(?:longest|oldest) (?:open|waiting)\b",
    "smallest": r"\b(?:smallest|tiniest|cheapest|lowest)\b(?: first)?",
    "largest": rf"\b(?:biggest|largest)\b(?: first)?|{_BY_SIZE}",
    "soonest": rf"{_BY_DATE}|(?<=closing )(?:soon|next|first)\b|(?<=due )(?:soon|next|first)\b",
}
_ORDERED_BY: Mapping[Order, tuple[str, ...]] = {
    "smallest": ("deals",),
    "largest": ("deals",),
    "soonest": ("deals", "tickets", "tasks"),
}
"""Of which kinds only; any other order is everybody's."""
_ANY_ORDER = re.compile(_SORTED.replace("WHAT", r"[\w ]+?"), re.I)
_ESCALATED = re.compile(r"\bescalated\b(?: to \w+)?", re.I)
_NAMED = re.compile(
    r"\b(?:named|called|with the name)\s+[\"“']?(?P<said>[\w' .-]{2,40}?)[\"”']?\s*[?.!]*$", re.I
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|mentioning)\s+(?!to\b)(?:the |our |an? )?"
    r"(?P<said>[\w' -]{3,40}?)\s*[?.!]*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ListWords:
    """What was read, the words it was told by, and the text with these words blanked out."""

    traits: Traits
    told: tuple[str, ...]
    rest: str
    unread: str = ""
    """How it cannot be ordered."""

    def holds(self, value: object, *, text: str) -> bool:
        """Whether a slot's words were read as something else here."""
        at = text.lower().find(str(value).lower()) if isinstance(value, str) else -1
        return at >= 0 and not self.rest[at : at + len(str(value))].strip()

    def slots_left(self, act: Act, *, text: str) -> dict[str, SlotValue]:
        """The slots of an act without those."""
        return {name: one for name, one in act.slots.items() if not self.holds(one, text=text)}


def read_words(work: Work, text: str, *, of: str) -> ListWords:
    """Read what a list of a kind is narrowed to. Raises InvalidValue for what such records cannot lack."""
    said = ListWords(Traits(), (), text)
    said = _lacking(said, of)
    said = _older(work, _created(work, said, of))
    if of == "tickets" and (match := _ESCALATED.search(said.rest)):
        said = _took(said, match, replace(said.traits, is_escalated=True), "escalated")
    said = _ordered(said, of)
    return _named(said, of, besides=tuple(work.crm.tickets.categories))


def _lacking(said: ListWords, of: str) -> ListWords:
    for lacking, what in _LACKED.items():
        pattern = _WITHOUT.replace("WHAT", what)
        if other := _SAID_OTHERWISE.get(lacking):
            pattern = f"{pattern}|{other}"
        match = re.search(pattern, said.rest, re.I)
        if match is None:
            continue
        if not has_trait(KINDS[of], lacking):
            raise InvalidValue(f"I can't narrow that: {of} have no {lacking.replace('_', ' ')} of their own.")
        traits = replace(said.traits, lacking=(*said.traits.lacking, lacking))
        said = _took(said, match, traits, _TOLD.get(lacking, f"no {lacking.replace('_', ' ')}"))
    return said


def _created(work: Work, said: ListWords, of: str) -> ListWords:
    """A period the records began in; of leads and tickets every period is one, and has a slot."""
    times = find_times(said.rest, now=work.local_now, tz=work.zone, country=work.company.country)
    for one in times:
        period = one.as_period()
        before = said.rest[: one.start]
        verb = _CREATED.search(before) or (
            _NEW_BEFORE.search(before) if of in ("contacts", "deals") else None
        )
        if period is None or verb is None or of in ("leads", "tickets"):
            continue
        start, end = (_midnight(work, period, at) for at in ("start", "end"))
        traits = replace(said.traits, created_from=start, created_to=end)
        begin = verb.start("new") if "new" in verb.groupdict() else verb.start()
        rest = _blanked(
            _blanked(said.rest, one.start, one.end),
            begin,
            verb.end() if begin == verb.start() else verb.end("new"),
        )
        return ListWords(traits, (*said.told, f"created {period.start} to before {period.end}"), rest)
    return said


def _older(work: Work, said: ListWords) -> ListWords:
    match = _OLDER.search(said.rest)
    if match is None:
        return said
    number = match["number"] or "1"
    count = _NUMBERS.get(number.lower()) or int(number)
    moment = work.now - timedelta(days=count * _UNITS[match["unit"].lower()])
    is_older = match["than"].lower() == "older"
    traits = (
        replace(said.traits, created_to=moment) if is_older else replace(said.traits, created_from=moment)
    )
    return _took(said, match, traits, match[0].lower())


def _ordered(said: ListWords, of: str) -> ListWords:
    for order, pattern in _ORDERS.items():
        if of not in _ORDERED_BY.get(order, (of,)):
            continue
        if match := re.search(pattern, said.rest, re.I):
            return _took(said, match, replace(said.traits, order=order), f"{order} first")
    match = _ANY_ORDER.search(said.rest)
    return said if match is None else replace(said, rest=_blanked(said.rest, *match.span()), unread=match[0])


def _named(said: ListWords, of: str, *, besides: Sequence[str]) -> ListWords:
    match = _NAMED.search(said.rest) or (_ABOUT.search(said.rest) if of in ("tickets", "tasks") else None)
    if (
        match is None
        or match["said"].lower().removesuffix("s") in besides
        or match["said"].lower() in besides
    ):
        return said
    return _took(
        said, match, replace(said.traits, words=match["said"].strip()), f"with “{match['said'].strip()}”"
    )


def _took(said: ListWords, match: re.Match[str], traits: Traits, told: str) -> ListWords:
    return replace(said, traits=traits, told=(*said.told, told), rest=_blanked(said.rest, *match.span()))


def _blanked(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def _midnight(work: Work, period: Period, at: str) -> datetime:
    return datetime.combine(getattr(period, at), time(0), ZoneInfo(work.zone)).astimezone(UTC)


def task_words(turn: Turn, act: Act, text: str) -> ListWords:
    """What a list of tasks is narrowed to; “tasks for Globex” are those that name it."""
    said = read_words(turn.work, text, of="tasks")
    name = act.slots.get("owner")
    if not isinstance(name, str) or name.startswith("@") or team.members_named(turn.work.uow, name):
        return said
    at = said.rest.lower().find(name.lower())
    match = clear_match(search(turn.work.uow, name, entities=("company", "contact", "deal"), limit=5))
    if at < 0 or match is None:
        return said
    traits, told = replace(said.traits, words=name), (*said.told, f"with “{name}”")
    return replace(said, traits=traits, told=told, rest=_blanked(said.rest, at, at + len(name)))
