"""Questions with their numbers counted apart from Rapport: plain SQL on the tables, written beside each.

? win rate in EMEA                   asked anew, by an admin; `? Dana: my pipeline` by a colleague
> and in APAC?                       asked on, in the same thread
= SELECT pct(won, ended) FROM …      every cell of the result stands in the answer
! may not                            the answer holds these words; `! can't`: it refuses, in whatever words
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SPANS = {
    "Q4": ("2026-10-01", "2027-01-01"),
    "Q3": ("2026-07-01", "2026-10-01"),
    "Q2": ("2026-04-01", "2026-07-01"),
    "Q1NEXT": ("2027-01-01", "2027-04-01"),
    "YEAR": ("2026-01-01", "2027-01-01"),
    "OCT": ("2026-10-01", "2026-11-01"),
    "NOV": ("2026-11-01", "2026-12-01"),
    "SEP": ("2026-09-01", "2026-10-01"),
    "WEEK": ("2026-11-16", "2026-11-23"),
    "LASTWEEK": ("2026-11-09", "2026-11-16"),
}
_VIEWS = """
CREATE TEMP VIEW d AS SELECT deal.*, amount_minor / 100 AS amount, c.name AS firm, c.region, c.country,
    m.name AS owner, m.team, substr(coalesce(closed_at, close_date), 1, 10) AS ended_on,
    substr(deal.created_at, 1, 10) AS begun_on
    FROM deal JOIN company c ON c.id = company_id LEFT JOIN member m ON m.id = deal.owner_id;
CREATE TEMP VIEW o AS SELECT *, close_date AS day FROM d WHERE status = 'open';
CREATE TEMP VIEW e AS SELECT *, ended_on AS day, status = 'won' AS won FROM d WHERE status != 'open';
CREATE TEMP VIEW w AS SELECT * FROM e WHERE won;
CREATE TEMP VIEW t AS SELECT ticket.*, c.region, c.name AS firm, m.name AS owner,
    substr(ticket.created_at, 1, 10) AS day, status IN ('open', 'pending', 'on_hold') AS is_open,
    (julianday(first_response_at) - julianday(ticket.created_at)) * 24 AS waited
    FROM ticket JOIN company c ON c.id = company_id LEFT JOIN member m ON m.id = ticket.owner_id;
CREATE TEMP VIEW l AS SELECT lead.*, c.region, m.name AS owner, substr(lead.created_at, 1, 10) AS day
    FROM lead JOIN company c ON c.id = company_id LEFT JOIN member m ON m.id = lead.owner_id;
CREATE TEMP VIEW a AS SELECT i.kind, i.minutes, m.name AS owner, m.team, substr(i.at, 1, 10) AS day
    FROM interaction i JOIN member m ON m.id = i.member_id;
"""


@dataclass(frozen=True)
class Case:
    """A question, in its thread, and what must stand in its answer."""

    number: int
    thread: str
    who: str
    text: str
    queries: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass
class Counter:
    """Counts on the file of a database, with SQLite's own means."""

    path: Path
    connection: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = sqlite3.connect(self.path)
        self.connection.executescript(_VIEWS)
        self.connection.create_function("pct", 2, _percent)
        self.connection.create_function("usd", 1, _dollars)
        self.connection.create_function("hours", 1, _hours)

    def cells(self, query: str) -> list[str]:
        """What a query finds, row by row, as words; `{Q4}` stands for the days of the quarter."""
        for name, (start, end) in _SPANS.items():
            query = query.replace(f"{{{name}}}", f"day >= '{start}' AND day < '{end}'")
        rows = self.connection.execute(query).fetchall()
        assert rows, f"nothing is found by {query}"
        return [str(cell) for row in rows for cell in row if cell is not None]


def cases_of(path: Path) -> Iterator[Case]:
    """Read a file of questions. Raises ValueError for a line that says nothing."""
    case: Case | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        mark, text = raw[:1], raw[2:].strip()
        if mark in ("?", ">"):
            if case is not None:
                yield case
            thread = case.thread if case is not None and mark == ">" else f"{path.stem}:{number}"
            who, colon, words = text.partition(": ")
            is_named = bool(colon) and who.isalpha() and len(who) < 6
            former = case.who if case is not None and mark == ">" else "ada"
            case = Case(number, thread, who.lower() if is_named else former, words if is_named else text)
        elif case is not None and mark == "=":
            case = Case(case.number, case.thread, case.who, case.text, (*case.queries, text), case.words)
        elif case is not None and mark == "!":
            case = Case(case.number, case.thread, case.who, case.text, case.queries, (*case.words, text))
        elif raw.strip() and mark != "#":
            raise ValueError(f"line {number} says nothing: {raw!r}")
    if case is not None:
        yield case


def _percent(part: float | None, whole: float | None) -> str:
    return f"{round(100 * (part or 0) / whole, 1):g}%" if whole else "–"


def _dollars(amount: float | None) -> str:
    value = round(amount or 0, 2)
    return "0" if not value else f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


def _hours(hours: float | None) -> str:
    minutes = int(round((hours or 0) * 3600) // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"
