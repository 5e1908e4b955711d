"""How far from the goal, and how fast one must be to reach it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from assistant.presenting.money import say_money
from assistant.reports.amounts import convert, said_rates, sums_of
from assistant.reports.report import Parameters, Report, Row, Value
from assistant.reports.spans import days_of, say_days, span_of
from assistant.reports.targets import Target, target_for
from assistant.reports.wording import bars, owner_names, percent, said_filter, say_percent
from assistant.work import Work
from nlp.values import Period
from storage.queries.reporting.deals import DealFact, closed_deals

METRICS = ("revenue", "deals")
COLUMNS = (
    "Who",
    "Period",
    "Goal",
    "Won",
    "Reached",
    "Left",
    "Needed a week",
    "So far a week",
    "At this pace",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody is against a goal; amounts in the goal's minor units, or deals."""

    who: str
    target: Target
    reached: int
    deals: tuple[DealFact, ...]
    days_gone: int
    days_left: int

    @property
    def left(self) -> int:
        """What is still to be won; nothing once the goal is reached."""
        return max(0, self.target.amount - self.reached)

    @property
    def needed_a_week(self) -> int | None:
        """The run-rate required from today on; None where the days are over."""
        return _rounded(Fraction(self.left * 7, self.days_left)) if self.days_left else None

    @property
    def so_far_a_week(self) -> int | None:
        """The run-rate until now; None before the first day is over."""
        return _rounded(Fraction(self.reached * 7, self.days_gone)) if self.days_gone else None

    @property
    def projected(self) -> int | None:
        """Where the present pace ends."""
        if not self.days_gone:
            return None
        return _rounded(Fraction(self.reached * (self.days_gone + self.days_left), self.days_gone))

    def say(self, amount: int | None) -> str:
        """An amount in the goal's own measure."""
        if amount is None:
            return "–"
        return say_money(amount, self.target.currency) if self.target.currency else f"{amount:,}"


def goal_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """The goal of the period for the owners together and, for several, for each one who has one."""
    span = span_of(work, parameters.period)
    standings = [
        one
        for metric in METRICS
        if not parameters.metric or parameters.metric == metric
        for one in _standings(work, span.period, owner_ids, metric=metric)
    ]
    everything = [deal for one in standings for deal in one.deals]
    return Report(
        name="goal",
        title=f"Goal for {span.said}",
        definition=(
            "Deals won in the goal's days against its target; needed = what is left per week of the days "
            f"left, today included. {said_rates(work, sums_of(everything))}"
        ).strip(),
        said_filter=said_filter(work, f"won in {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=COLUMNS,
        rows=tuple(_row(one) for one in standings),
        summary=_summary(standings, span.said),
        totals=_values(standings[0]) if standings else {},
        chart=bars(
            parameters,
            "Goal reached",
            values=[(one.who, percent(one.reached, one.target.amount) or 0.0) for one in standings],
            unit="%",
        ),
    )


def _standings(work: Work, period: Period, owner_ids: Sequence[str], *, metric: str) -> list[Standing]:
    names = owner_names(work)
    together = names[owner_ids[0]] if len(owner_ids) == 1 else "Together" if owner_ids else "Company"
    found = [_standing(work, period, tuple(owner_ids), metric=metric, who=together)]
    if len(owner_ids) != 1:
        found += [
            _standing(work, period, (one,), metric=metric, who=names[one]) for one in owner_ids or names
        ]
    return [one for one in found if one is not None]


def _standing(
    work: Work, period: Period, owner_ids: tuple[str, ...], *, metric: str, who: str
) -> Standing | None:
    target = target_for(work, period, owner_ids, metric=metric, is_wider_allowed=True)
    if target is None:
        return None
    deals = closed_deals(work.uow, days=days_of(work, target.period), statuses=("won",), owner_ids=owner_ids)
    reached = (
        convert(work, sums_of(deals), currency=target.currency).amount_minor
        if target.currency
        else len(deals)
    )
    first, end = target.period.start, target.period.end
    today = min(max(work.today, first), end)
    # Today still counts as a day in which something can be won.
    return Standing(who, target, reached, tuple(deals), (today - first).days, (end - today).days)


def _row(one: Standing) -> Row:
    cells = (
        one.who,
        say_days(one.target.period),
        one.target.said,
        one.say(one.reached),
        say_percent(percent(one.reached, one.target.amount)),
        one.say(one.left),
        one.say(one.needed_a_week),
        one.say(one.so_far_a_week),
        one.say(one.projected),
    )
    return Row(cells, _values(one), tuple(deal.id for deal in one.deals))


def _values(one: Standing) -> dict[str, Value]:
    return {
        "who": one.who,
        "metric": "revenue" if one.target.currency else "deals",
        "currency": one.target.currency or None,
        "target_minor": one.target.amount,
        "reached_minor": one.reached,
        "reached_percent": percent(one.reached, one.target.amount),
        "left_minor": one.left,
        "days_left": one.days_left,
        "needed_a_week_minor": one.needed_a_week,
        "so_far_a_week_minor": one.so_far_a_week,
        "projected_minor": one.projected,
    }


def _summary(standings: Sequence[Standing], said: str) -> str:
    if not standings:
        return f"No goal is set for {said}; an admin sets them, under `goals` in crm.yaml."
    one = standings[0]
    reached = say_percent(percent(one.reached, one.target.amount))
    text = f"{one.say(one.reached)} of {one.target.said} ({reached}) for {say_days(one.target.period)}"
    if not one.left:
        return f"{text}: the goal is reached."
    if one.needed_a_week is None:
        return f"{text}: {one.say(one.left)} was missing in the end."
    last = one.target.period.end - timedelta(days=1)
    return (
        f"{text}. {one.say(one.left)} to go by {last.isoformat()}: "
        f"{one.say(one.needed_a_week)} a week needed, {one.say(one.so_far_a_week)} a week so far."
    )


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
