"""What changed: from the opening to the closing pipeline, every movement with its deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from assistant.presenting.money import say_sums
from assistant.reports.amounts import Sums, added, in_units, money_values, said_rates, say_amounts, say_signed
from assistant.reports.bridge import ORDER, Movement, Scope, movements
from assistant.reports.ends import Balance, Ends, States, ends_of
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import around, say_days, span_of
from assistant.reports.wording import bars, counted, said_filter
from assistant.work import Work
from channels.reply import Chart

NAMES = {
    "added": "Added",
    "reopened": "Reopened",
    "received": "Taken over from others",
    "won": "Won",
    "lost": "Lost",
    "removed": "Removed",
    "handed_over": "Handed over",
    "slipped": "Slipped (later close date)",
    "pulled_in": "Pulled in (earlier close date)",
    "amount_up": "Amount up",
    "amount_down": "Amount down",
    "currency": "Currency changed",
}
MOST_NAMED = 3


@dataclass(slots=True)
class _Total:
    """All movements of one kind."""

    open_sums: dict[str, int] = field(default_factory=dict)
    due_sums: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    ids: dict[str, None] = field(default_factory=dict)

    def count(self, deal_id: str, one: Movement) -> None:
        self.open_sums = added(self.open_sums, {one.currency: one.amount})
        self.due_sums = added(self.due_sums, {one.currency: one.due_amount})
        self.sizes = added(self.sizes, {one.currency: one.size})
        self.ids[deal_id] = None


def changes_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """The bridge over all open deals, and over those due in the quarter the period ends in."""
    span = span_of(work, parameters.period, default="week")
    last_day = max(min(span.days.end - timedelta(days=1), work.today), span.days.start)
    scope = Scope(frozenset(owner_ids), around(last_day, "quarter"))
    both = ends_of(work, span.days, scope)
    totals = _totals(both.before, both.after, scope)
    opening, closing = both.opening.open_sums, both.closing.open_sums
    quarter = say_days(scope.window)
    said = [
        f"{NAMES[kind].split(' (')[0].lower()} {len(totals[kind].ids)}" for kind in ORDER if kind in totals
    ]
    return Report(
        name="changes",
        title="What changed",
        definition=(
            "Open deals at the beginning and the end, and what made the difference; "
            f"a slipped deal only leaves the sum of {quarter}. {said_rates(work, added(opening, closing))}"
        ).strip(),
        said_filter=said_filter(work, f"changes in {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Change", "Deals", "Amount", "All open", f"Closing {quarter}", "Which"),
        rows=_rows(both, totals=totals),
        summary=(
            f"The pipeline went from {say_amounts(work, opening)} to {say_amounts(work, closing)}: "
            f"{', '.join(said) or 'nothing moved'}."
        ),
        totals={
            **money_values("opening", opening),
            **money_values("closing", closing),
            **{kind: len(total.ids) for kind, total in totals.items()},
        },
        chart=_chart(work, parameters, opening, closing, totals=totals),
    )


def _totals(before: States, after: States, scope: Scope) -> dict[str, _Total]:
    totals: dict[str, _Total] = {}
    for deal_id in sorted({*before, *after}):
        for one in movements(before.get(deal_id), after.get(deal_id), scope):
            totals.setdefault(one.kind, _Total()).count(deal_id, one)
    return totals


def _rows(both: Ends, *, totals: Mapping[str, _Total]) -> tuple[Row, ...]:
    names = {key: one.title for states in (both.before, both.after) for key, one in states.items()}
    rows = [_end_row("Opening", both.opening)]
    for kind in (one for one in ORDER if one in totals):
        total = totals[kind]
        cells = (
            NAMES[kind],
            str(len(total.ids)),
            say_sums(total.sizes.items()),
            say_signed(total.open_sums),
            say_signed(total.due_sums),
            _named([names[one] for one in total.ids]),
        )
        values = {
            "change": kind,
            "deals": len(total.ids),
            **money_values("amount", total.sizes),
            **money_values("open", total.open_sums),
            **money_values("due", total.due_sums),
        }
        rows.append(Row(cells, values, tuple(total.ids)))
    return (*rows, _end_row("Closing", both.closing))


def _end_row(name: str, end: Balance) -> Row:
    said = say_sums(end.open_sums.items())
    return Row(
        (name, str(len(end.ids)), said, said, say_sums(end.due_sums.items()), ""),
        {
            "change": name.lower(),
            "deals": len(end.ids),
            **money_values("open", end.open_sums),
            **money_values("due", end.due_sums),
        },
        tuple(sorted(end.ids)),
    )


def _named(titles: Sequence[str]) -> str:
    more = len(titles) - MOST_NAMED
    return ", ".join(titles[:MOST_NAMED]) + (f" and {counted(more, 'other')}" if more > 0 else "")


def _chart(
    work: Work, parameters: Parameters, opening: Sums, closing: Sums, *, totals: Mapping[str, _Total]
) -> Chart | None:
    currency = work.crm.company.currency
    steps = [
        ("Opening", opening),
        *((NAMES[one].split(" (")[0], totals[one].open_sums) for one in ORDER if one in totals),
    ]
    values = [
        (name, sums.get(currency, 0)) for name, sums in (*steps, ("Closing", closing)) if sums.get(currency)
    ]
    return bars(parameters, "What changed", values=in_units(values, currency), unit=currency)
