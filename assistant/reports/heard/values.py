"""What a question says that records can be told apart by: regions, sources, companies, people, sizes."""

import re
from collections.abc import Callable, Iterable, Mapping

from assistant.presenting.money import to_minor
from assistant.reports.addressing import bounded
from assistant.reports.amounts import convert
from assistant.reports.heard.sheet import Sheet
from assistant.reports.heard.words import (
    BETWEEN_BEFORE,
    KINDS,
    MINUS_AFTER,
    OVER_BEFORE,
    PLAIN,
    PLUS_AFTER,
    UNDER_BEFORE,
)
from assistant.work import Work
from nlp.money import find_money
from storage.models import Company
from storage.queries import team
from storage.queries.reporting import narrowing
from storage.queries.reporting.narrowing import Narrowing
from storage.search import clear_match, names_said, search

_CHANNELS = ("email", "slack", "sms", "webchat", "whatsapp", "phone")
_LEVEL = r"(?P<said>urgent|high|normal|low)"
_PRIORITIES = (
    rf"\b(?:priority|prio) {_LEVEL}\b",
    rf"\b{_LEVEL}[ -](?:priority|prio)\b",
    rf"\b{_LEVEL}(?= (?:tickets?|cases?|ones)\b|$)",
)
_TICKETS = r"(?= (?:tickets?|cases?|issues?)\b)"
_WORDS_TOO = ("general", "order", "account", "complaint", "meeting")
"""Categories whose names are words like any other."""
_ONLY = "only|just|excluding|without|except|no"
_CHANNEL_WORDS = {"email": "e-?mails?", "sms": "(?:sms|texts?)", "webchat": "(?:web ?chat|chat|widget)"}
_KIND = re.compile(rf"\b(?P<said>{'|'.join(sorted(KINDS))})(?:s|es)?\b", re.I)


def amounts(work: Work, sheet: Sheet) -> list[Narrowing]:
    """“Over 50k”, “between 10k and 20k”: bounds in every currency there is a rate for."""
    found: list[Narrowing] = []
    said = find_money(sheet.left.replace("·", " "), country=work.company.country, bare=True)
    for place, one in enumerate(said):
        before, after = sheet.left[: one.start], sheet.left[one.end :]
        minor, currency = to_minor(one.value, default_currency=work.crm.company.currency)
        if BETWEEN_BEFORE.search(before) and place + 1 < len(said):
            most, _ = to_minor(said[place + 1].value, default_currency=currency)
            start = BETWEEN_BEFORE.search(before)
            sheet.note("amount", "", start.start() if start else one.start, said[place + 1].end)
            found.append(_bounded(work, currency, minor, most))
            break
        over, under = OVER_BEFORE.search(before), UNDER_BEFORE.search(before)
        plus, less = PLUS_AFTER.match(after), MINUS_AFTER.match(after)
        if not (over or under or plus or less):
            continue
        begin = over.start() if over else under.start() if under else one.start
        end = one.end + (plus.end() if plus else less.end() if less else 0)
        mention = sheet.note("amount", "", begin, end)
        is_least = bool(over or plus)
        bound = _bounded(work, currency, minor if is_least else None, None if is_least else minor)
        found.append(bounded(work, bound.bounds, is_excluded=True) if mention.is_excluded else bound)
    return found


def _bounded(work: Work, currency: str, least: int | None, most: int | None) -> Narrowing:
    bounds = []
    for other in {currency, work.crm.company.currency, *work.crm.rates}:
        ends = [
            convert(work, {currency: end}, currency=other) if end is not None else None
            for end in (least, most)
        ]
        if all(one is None or not one.left_out for one in ends):
            low, high = (one.amount_minor if one is not None else None for one in ends)
            bounds.append((other, low, high))
    return bounded(work, tuple(sorted(bounds)))


def people(work: Work, sheet: Sheet) -> None:
    """Colleagues by name or first name, and teams."""
    members = team.active_members(work.uow)
    firsts = [one.name.split(" ")[0].lower() for one in members]
    for one in members:
        first = re.escape(one.name.split(" ")[0])
        said = [re.escape(one.name)] + ([first] if firsts.count(one.name.split(" ")[0].lower()) == 1 else [])
        _note_all(sheet, "owner", one.id, rf"\b(?:{'|'.join(said)})(?:['’]?s(?=\s|$|[?!.,]))?")
    for name in sorted({one.team for one in members if one.team}, key=len, reverse=True):
        words = re.escape(name)
        _note_all(
            sheet,
            "team",
            name,
            rf"\b(?:team {words}|{words}(?:ern)?[ -]team|the {words}(?=[?!.]*$))(?:['’]s)?\b",
        )


def tickets(work: Work, sheet: Sheet) -> None:
    """Priorities, categories and channels of tickets."""
    for pattern in _PRIORITIES:
        for match in list(re.finditer(pattern, sheet.left, re.I)):
            sheet.note("priority", match["said"].lower(), *match.span())
    for name in sorted(work.crm.tickets.categories):
        words = rf"{re.escape(name)}(?:s|es)?"
        if name != "support":
            _note_all(sheet, "category", name, rf"\b{words}\b{_TICKETS if name in _WORDS_TOO else ''}")
        _note_all(sheet, "category", name, rf"\b(?:category|about|{_ONLY}) (?P<said>{words})\b")
        _note_all(sheet, "category", name, rf"\b{words} category\b")
    for name in _CHANNELS:
        words = _CHANNEL_WORDS.get(name, name)
        _note_all(sheet, "channel", name, rf"\b{words}\b{_TICKETS}")
        _note_all(sheet, "channel", name, rf"\b(?:via|from|on|over|by|{_ONLY}) (?P<said>{words})\b")


def stages(work: Work, sheet: Sheet) -> None:
    """“In negotiation”, “proposal stage”: open stages by name."""
    for pipeline in work.crm.pipelines:
        for stage in pipeline.stages:
            if stage.outcome == "open":
                words = rf"(?:{re.escape(stage.name)}|{re.escape(stage.key)})"
                _note_all(sheet, "stage", stage.key, rf"\b{words} stage\b")
                _note_all(
                    sheet,
                    "stage",
                    stage.key,
                    rf"\b(?:in|at|ex|excluding|without|except)(?: the)?[ -](?P<said>{words})\b",
                )


def places_and_sources(work: Work, sheet: Sheet, *, has_sources: bool) -> None:
    """Regions, countries and sources as they are written in the records."""
    for name in sorted(narrowing.regions(work.uow), key=len, reverse=True):
        # A country's two letters are a word only where they are written large.
        _note_all(sheet, "region", name, rf"\b{re.escape(name)}\b", flags=0 if len(name) <= 2 else re.I)
    if has_sources:
        known = narrowing.sources(work.uow)
        for name in sorted(known, key=len, reverse=True):
            words = rf"{re.escape(name)}s?" if not name.endswith("s") else re.escape(name)
            _note_all(sheet, "source", name, rf"\b{words}\b(?:[ -](?:source|sourced|generated))?")
        _web(sheet, known)


def _web(sheet: Sheet, known: Iterable[str]) -> None:
    """“Web leads” where the source is called website, and the reverse."""
    other = {"website": "web", "web": "website"}
    for name in known:
        if word := other.get(name.lower()):
            _note_all(sheet, "source", name, rf"\b{word}(?: ?site)?\b")


def kinds(work: Work, sheet: Sheet) -> None:
    """“Renewals”, where titles say so: of deals whose title holds the word."""
    for match in list(_KIND.finditer(sheet.left)):
        if narrowing.has_title_with(work.uow, match["said"]):
            sheet.note("title", match["said"].lower(), *match.span())


def companies(work: Work, sheet: Sheet) -> None:
    """Companies by their names, or the beginnings of them."""
    for name in names_said(work.uow, sheet.left.replace("·", " "), entities=("company",)):
        if all(word in PLAIN for word in name.lower().split()) or name.lower() in KINDS:
            continue
        match = clear_match(search(work.uow, name, entities=("company",), limit=5))
        at = sheet.left.lower().find(name.lower())
        if match is not None and at >= 0 and work.uow.find(Company, match.record_id) is not None:
            end = at + len(name) + (2 if sheet.left[at + len(name) :][:2] in ("'s", "’s") else 0)
            sheet.note("company", match.record_id, at, end)


def _note_all(sheet: Sheet, kind: str, value: str, pattern: str, *, flags: int = re.I) -> None:
    while (match := re.search(pattern, sheet.left, flags)) is not None:
        sheet.note(kind, value, *match.span("said" if "said" in match.groupdict() else 0))


Reader = Callable[[Work, Sheet], None]
ALWAYS: Mapping[str, tuple[Reader, ...]] = {
    "deals": (people, stages),
    "tickets": (people, tickets, stages),
    "leads": (people, stages),
    "people": (people, stages),
}
