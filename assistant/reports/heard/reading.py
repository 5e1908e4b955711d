"""Read what a question says beside its report; what narrows it and cannot be read is told, never dropped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.reports.addressing import condition
from assistant.reports.grouping import GROUP_WORDS
from assistant.reports.heard import values
from assistant.reports.heard.leftover import has_unknown, leftover, passed_over
from assistant.reports.heard.sheet import Mention, Sheet
from assistant.reports.heard.words import BREAKDOWN, COMPARED, ENDS, GROUPED, LIMIT, NO_GROUPS, NUMBERS, WORD
from assistant.work import InvalidValue, Work
from nlp.times import find_times
from nlp.values import Period
from storage.queries import team
from storage.queries.reporting.narrowing import Field, Narrowing

SUBJECTS: Mapping[str, str] = {
    **dict.fromkeys(("tickets", "csat", "response_time"), "tickets"),
    "sources": "leads",
    **dict.fromkeys(("activity", "goal"), "people"),
}
"""What each report counts; all others count deals."""
_BESIDE = (
    r"\b(?P<unit>week|month|quarter|year)\b.*\b(?:vs\.?|versus|against|compared (?:to|with)|than)(?: the)?"
)
_ENDS_THERE = r"(?=\W*$| (?:by|for|in|of)\b)"
_THIS_AND_LAST = re.compile(
    rf"(?P<said>\b(?:this|current) {_BESIDE} (?:last|previous|prior))(?: one)?{_ENDS_THERE}", re.I
)
_LAST_AND_BEFORE = re.compile(
    rf"(?P<said>\b(?:last|previous|prior) {_BESIDE})"
    rf" (?:(?P=unit) before|one before|(?:previous|prior)(?: (?P=unit)| one)?){_ENDS_THERE}",
    re.I,
)
_AND_ANOTHER = re.compile(r"\s*(?:,|&|/|\band\b|\bthen\b)(?:\s*by\b)?\s+(?P<word>[a-z]+)", re.I)
_NOW = re.compile(r"\b(?:now|today|tonight|right away|at the moment|this morning)\b", re.I)
_FIELDS: tuple[Field, ...] = (
    "region",
    "company",
    "source",
    "stage",
    "title",
    "priority",
    "category",
    "channel",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said: conditions, owners, periods, grouping, how many lines, and what could not be read.

    `unread` are the words that narrow the question to nobody knows what; empty where all was understood.
    """

    where: tuple[Narrowing, ...] = ()
    owner_ids: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    group_by: str = ""
    most_rows: int | None = None
    is_compared: bool = False
    end: str = ""
    """“largest”, “fewest”: one end of something is asked for."""
    unread: str = ""
    passed: tuple[str, ...] = ()
    """Every word nothing is known of, whether it narrows the question or not."""
    mentions: tuple[Mention, ...] = ()
    text: str = ""
    left: str = ""
    """What was not understood, of the same length: dots stand where something was."""

    def words_of(self, mention: Mention) -> str:
        """A mention's own words."""
        return self.text[mention.start : mention.end]

    @property
    def is_period_compared(self) -> bool:
        """Whether it is the period that something is compared with: “vs last quarter”."""
        return any(
            one.kind == "time" and COMPARED.search(self.text[: one.start][-24:]) for one in self.mentions
        )

    @property
    def is_of_today(self) -> bool:
        """Whether the only time said is the present: “the pipeline now”."""
        times = [self.words_of(one) for one in self.mentions if one.kind == "time"]
        return bool(times) and all(_NOW.search(one) for one in times)


def subject_of(report: str, *, of: str = "") -> str:
    """What a report counts, as `read` wants to know it."""
    return "leads" if report == "response_time" and of == "leads" else SUBJECTS.get(report, "deals")


def read(work: Work, text: str, *, of: str) -> Reading:
    """Read a question about `deals`, `tickets`, `leads` or `people`."""
    text = said_in_full(text)
    sheet = Sheet(text)
    periods = _periods(work, sheet)
    group_by, unknown = _grouping(sheet)
    where = values.amounts(work, sheet)
    most_rows = _most_rows(sheet)
    group_by = group_by or _group_of_lines(sheet)
    for reader in values.ALWAYS[of]:
        reader(work, sheet)
    is_compared, end = bool(COMPARED.search(sheet.text)), ENDS.search(sheet.left)
    unread = unknown or leftover(sheet)
    if not unknown and (unread or has_unknown(sheet)):
        values.places_and_sources(work, sheet, has_sources=of in ("deals", "leads", "people"))
        if of != "tickets":
            values.kinds(work, sheet)
        if has_unknown(sheet):
            values.companies(work, sheet)
        unread = leftover(sheet)
    return Reading(
        where=(*where, *_conditions(work, sheet)),
        owner_ids=_owners(work, sheet),
        periods=periods,
        group_by=group_by,
        most_rows=most_rows,
        is_compared=is_compared,
        end=end[0] if end else "",
        unread=unread,
        passed=passed_over(sheet),
        mentions=tuple(sheet.mentions),
        text=text,
        left=sheet.left,
    )


def said_in_full(text: str) -> str:
    """“This quarter vs last” is this quarter vs last quarter; “last week vs the one before” likewise."""
    return _LAST_AND_BEFORE.sub(
        r"\g<said> \g<unit> before last", _THIS_AND_LAST.sub(r"\g<said> \g<unit>", text)
    )


def _periods(work: Work, sheet: Sheet) -> tuple[Period, ...]:
    found = []
    for one in find_times(sheet.text, now=work.local_now, tz=work.zone, country=work.company.country):
        period = one.as_period()
        if period is not None and one.recurrence is None:
            found.append(period)
            sheet.note("time", one.text, one.start, one.end)
    return tuple(found)


def _grouping(sheet: Sheet) -> tuple[str, str]:
    """The grouping; or, where it is none that is known, what was said."""
    for pattern in (GROUPED, BREAKDOWN):
        for match in pattern.finditer(sheet.left):
            if known := _group_of(match["word"].lower()):
                _refuse_second_group(sheet.left[match.end() :], first=known)
                sheet.note("group", known, *match.span())
                return known, ""
            is_name = match["word"][0].isupper() and not sheet.text.isupper()
            is_by = pattern is GROUPED and not match["by"].lower().startswith("across")
            if is_by and match["word"].lower() not in NO_GROUPS and not is_name:
                return "", f"{match['by']} {match['word']}"
    return "", ""


def _refuse_second_group(following: str, *, first: str) -> None:
    second = _AND_ANOTHER.match(following)
    other = _group_of(second["word"].lower()) if second else ""
    if other and other != first:
        raise InvalidValue(f"I can group by one thing at a time: ask by {first}, or by {other}.")


def _group_of(word: str) -> str:
    singles = [word, word.removesuffix("s"), re.sub("ies$", "y", word)]
    for one in singles:
        if one in GROUP_WORDS:
            return GROUP_WORDS[one]
    close = get_close_matches(word, GROUP_WORDS, n=1, cutoff=0.8) if len(word) > 4 else []
    return GROUP_WORDS[close[0]] if close else ""


def _most_rows(sheet: Sheet) -> int | None:
    match = LIMIT.search(sheet.left)
    if match is None:
        return None
    said = (match["number"] or match["before"]).lower()
    sheet.note("limit", said, *match.span())
    return NUMBERS.get(said) or int(said)


def _group_of_lines(sheet: Sheet) -> str:
    """“Top 3 companies” is by company; “top 3 deals” by nothing."""
    limit = next((one for one in sheet.mentions if one.kind == "limit"), None)
    following = WORD.match(sheet.text[limit.end :].lstrip(" -")) if limit is not None else None
    return _group_of(following[0].lower()) if following else ""


def _owners(work: Work, sheet: Sheet) -> tuple[str, ...]:
    """Whose records are meant: those named, and those of the teams named."""
    named = [one.value for one in sheet.mentions if one.kind == "owner" and not one.is_excluded]
    teams = {one.value for one in sheet.mentions if one.kind == "team" and not one.is_excluded}
    named += [one.id for one in team.active_members(work.uow) if one.team in teams] if teams else []
    return tuple(dict.fromkeys(named))


def _conditions(work: Work, sheet: Sheet) -> list[Narrowing]:
    found = []
    for field in _FIELDS:
        for is_excluded in (False, True):
            said = [
                one.value for one in sheet.mentions if (one.kind, one.is_excluded) == (field, is_excluded)
            ]
            if said:
                found.append(condition(work, field, tuple(dict.fromkeys(said)), is_excluded=is_excluded))
    left_out = _left_out(work, sheet)
    return [*found, condition(work, "owner", left_out, is_excluded=True)] if left_out else found


def _left_out(work: Work, sheet: Sheet) -> tuple[str, ...]:
    out = [one.value for one in sheet.mentions if one.kind == "owner" and one.is_excluded]
    teams = {one.value for one in sheet.mentions if one.kind == "team" and one.is_excluded}
    out += [one.id for one in team.members_by_id(work.uow).values() if one.team in teams] if teams else []
    return tuple(dict.fromkeys(out))
