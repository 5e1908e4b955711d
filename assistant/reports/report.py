"""A report as a value: what it counts, over what, as of when, and the records behind each number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlencode

from assistant.presenting.times import said_as_of
from assistant.reports.addressing import written
from assistant.work import Work
from channels.reply import Chart, Reply, Table
from nlp.values import Period
from storage.queries.reporting.narrowing import Narrowing

MOST_ROWS = 20

Value: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class Parameters:
    """What was asked of a report. Empty means everything, or the report's own default."""

    owner_ids: tuple[str, ...] = ()
    period: Period | None = None
    group_by: str = ""
    metric: str = ""
    of: str = ""
    where: tuple[Narrowing, ...] = ()
    most_rows: int | None = None
    """Of a report whose lines have an order: only the first so many."""
    has_chart: bool = False
    has_records: bool = True
    """False where nobody opens the numbers: they may come from sums that name no records, and so sooner."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report: cells for people, plain values for programs, and the ids of what was counted.

    `behind` names the records of single numbers (by key of `values`) where they differ from the line's.
    """

    cells: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    record_ids: tuple[str, ...] = ()
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a manager's question.

    `entity` says which records `record_ids` name; `entities` does for a key of `Row.behind` of another kind.
    """

    name: str
    title: str
    definition: str
    said_filter: str
    as_of: datetime
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    summary: str
    totals: Mapping[str, Value] = field(default_factory=dict)
    chart: Chart | None = None
    entity: str = "deals"
    entities: Mapping[str, str] = field(default_factory=dict)
    asked: Parameters = Parameters()

    @property
    def path(self) -> str:
        """Where the console shows this very report, with what was asked of it."""
        return f"/reports/{self.name}{self.query}"

    @property
    def query(self) -> str:
        """What was asked, as the query of an address."""
        asked = self.asked
        said = {"group_by": asked.group_by, "metric": asked.metric, "of": asked.of}
        if asked.period is not None:
            said |= {"start": asked.period.start.isoformat(), "end": asked.period.end.isoformat()}
        if asked.owner_ids:
            said["owner"] = ",".join(asked.owner_ids)
        said["where"] = written(asked.where)
        known = {name: value for name, value in said.items() if value}
        return f"?{urlencode(known)}" if known else ""

    def as_reply(self, work: Work) -> Reply:
        """The report for a channel."""
        rows = tuple(row.cells for row in self.rows[:MOST_ROWS])
        url = f"{work.company.base_url}{self.path}"
        return Reply(
            title=self.title,
            text=self.summary,
            table=Table(self.columns, rows, len(self.rows), url) if rows else None,
            chart=self.chart,
            footnote=f"{self.definition} {self.said_filter} {said_as_of(work)}",
        )

    def as_json(self) -> dict[str, object]:
        """The report for programs."""
        return {
            "name": self.name,
            "title": self.title,
            "definition": self.definition,
            "filter": self.said_filter,
            "as_of": self.as_of.isoformat(),
            "columns": list(self.columns),
            "rows": [
                {
                    "cells": list(row.cells),
                    "values": dict(row.values),
                    "records": list(row.record_ids),
                    "behind": {key: list(ids) for key, ids in row.behind.items()},
                }
                for row in self.rows
            ],
            "totals": dict(self.totals),
            "chart": asdict(self.chart) if self.chart is not None else None,
            "summary": self.summary,
            "entity": self.entity,
            "entities": dict(self.entities),
        }
