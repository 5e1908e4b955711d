"""A pasted table: a row for each deal with its new amount, day or stage, or for each new person.

Cells stand between tabs or bars, rows on lines of their own or between semicolons. What a row says is told by
its cells, not by a heading, so that a table copied out of any sheet is read.
"""

import re
from collections.abc import Sequence

from assistant.work import Work
from nlp.money import find_money
from nlp.times import find_times
from nlp.understanding import Act
from nlp.values import SlotValue

MOST_ROWS = 20
_ROWS = re.compile(r"\n|;(?=[^;\n]*[|\t])")
_CELLS = re.compile(r"\s*(?:\||\t)\s*")
_RULE = re.compile(r"[\s|:+=-]*")
_INTRO = re.compile(r"^[^|\t]*:\s+(?=[^|\t:]+[|\t])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d\s().-]{7,}")
_HEADING = re.compile(
    r"(?:deals?|opportunit(?:y|ies)|names?|titles?|company|account|amounts?|values?|stages?|dates?"
    r"|clos\w*(?: date)?|e-?mails?|phones?|roles?|status|owner|contacts?|persons?|job title)",
    re.I,
)
_OF_PERSON = {
    **dict.fromkeys(("name", "names", "contact", "contacts", "person", "persons"), "name"),
    **dict.fromkeys(("company", "account"), "company"),
    **dict.fromkeys(("title", "job title", "role", "roles"), "title"),
}


def read(work: Work, text: str) -> tuple[Act, ...] | None:
    """What each row of a pasted table says; None for what is no table, or says more than can be read."""
    rows = _rows(text)
    if len(rows) < 2 or len(rows) > MOST_ROWS:
        return None
    heads: Sequence[str] = ()
    if all(_HEADING.fullmatch(cell) for cell in rows[0] if cell):
        heads, *rows = rows
    acts = [_act(work, row, heads) for row in rows]
    return tuple(one for one in acts if one is not None) if acts and all(acts) else None


def _rows(text: str) -> list[list[str]]:
    lines = [_INTRO.sub("", one).strip().strip("|").strip() for one in _ROWS.split(text)]
    return [_CELLS.split(one) for one in lines if not _RULE.fullmatch(one) and re.search(r"[|\t]", one)]


def _act(work: Work, cells: Sequence[str], heads: Sequence[str]) -> Act | None:
    row = " | ".join(cells)
    if any(_MAIL.fullmatch(one) for one in cells):
        return Act("contact.create", 1.0, _person(cells, heads), row)
    name, slots = cells[0], dict[str, SlotValue]()
    for cell in cells[1:]:
        said = _said_of_deal(work, cell) if cell else {}
        if said is None or set(said) & set(slots):
            return None
        slots.update(said)
    if not name or not slots:
        return None
    is_move = set(slots) == {"stage"}
    return Act("deal.move" if is_move else "deal.update", 1.0, {"deal": name, **slots}, row)


def _said_of_deal(work: Work, cell: str) -> dict[str, SlotValue] | None:
    """What one cell says of a deal; None where nobody can tell."""
    stages = work.crm.pipeline("sales").stages
    stage = next((one.key for one in stages if cell.lower() in (one.key, one.name.lower())), None)
    if stage is not None:
        return {"stage": stage}
    times = find_times(cell, now=work.local_now, tz=work.zone, country=work.company.country)
    day = times[0].as_date() if times and times[0].text.strip() == cell.strip() else None
    if day is not None and not re.fullmatch(r"[\d.,]+", cell):
        return {"close_date": day}
    money = find_money(cell, country=work.company.country, bare=True)
    return {"amount": money[0].value} if money and not re.search(r"%|\d\s*[a-z]{4,}", cell, re.I) else None


def _person(cells: Sequence[str], heads: Sequence[str]) -> dict[str, SlotValue]:
    """A new person; what is neither address nor number is told by its heading, else by its place."""
    slots: dict[str, SlotValue] = {}
    places = iter(("name", "company", "title"))
    for number, cell in enumerate(cells):
        head = heads[number].lower() if number < len(heads) else ""
        if _MAIL.fullmatch(cell):
            slots["email"] = cell.lower()
        elif _PHONE.fullmatch(cell):
            slots["phone"] = cell
        elif cell and (name := _OF_PERSON.get(head, "" if heads else next(places, ""))):
            slots[name] = cell
    return slots
