"""Goals: those on record and those of `crm.yaml`, and which of them a question is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from assistant.presenting.money import say_money, say_sums, to_minor
from assistant.reports.amounts import added, convert
from assistant.work import InvalidValue, Work
from config.crm import GoalRules
from nlp.values import Money, Period
from storage.models import Member
from storage.queries import team


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached in a period: money in minor units, or a number of deals (no currency)."""

    amount: int
    currency: str
    period: Period
    said: str


@dataclass(frozen=True, slots=True)
class _Goal:
    member_id: str
    team: str
    metric: str
    period: Period
    amount: int
    currency: str


def target_for(
    work: Work, period: Period, owner_ids: Sequence[str], *, metric: str, is_wider_allowed: bool = False
) -> Target | None:
    """The goal of these owners for these days: one that fits, else the sum of those within, else None.

    With `is_wider_allowed` a goal over more days will do; its own days are in the answer.
    """
    goals = [one for one in _goals(work, period) if one.metric == metric]
    chosen = _of_period(_of_owners(work, goals, owner_ids), period, is_wider_allowed=is_wider_allowed)
    if not chosen:
        return None
    days = Period(min(one.period.start for one in chosen), max(one.period.end for one in chosen))
    if metric == "deals":
        count = sum(one.amount for one in chosen)
        return Target(count, "", days, f"{count} deals")
    sums = added(*({one.currency: one.amount} for one in chosen))
    currency = chosen[0].currency if len(sums) == 1 else work.crm.company.currency
    total = convert(work, sums, currency=currency)
    said = say_money(total.amount_minor, currency)
    if total.left_out:
        said += f" (without {say_sums(total.left_out.items())}, for want of a rate)"
    return Target(total.amount_minor, currency, days, said)


def _of_owners(work: Work, goals: list[_Goal], owner_ids: Sequence[str]) -> list[_Goal]:
    by_member = [one for one in goals if one.member_id]
    if len(owner_ids) == 1:
        return [one for one in by_member if one.member_id == owner_ids[0]]
    by_team = [one for one in goals if one.team]
    if not owner_ids:
        return [one for one in goals if not one.team and not one.member_id] or by_team or by_member
    members = team.active_members(work.uow)
    whole = {one.team for one in members if one.team and _team_ids(members, one.team) <= set(owner_ids)}
    of_teams = [one for one in by_team if one.team in whole]
    return of_teams or [one for one in by_member if one.member_id in owner_ids]


def _team_ids(members: Sequence[Member], name: str) -> set[str]:
    return {one.id for one in members if one.team == name}


def _of_period(goals: list[_Goal], period: Period, *, is_wider_allowed: bool) -> list[_Goal]:
    exact = [one for one in goals if one.period == period]
    within = [one for one in goals if period.start <= one.period.start and one.period.end <= period.end]
    if exact or within or not is_wider_allowed:
        return exact or within
    days = sorted({one.period for one in goals}, key=lambda one: one.end - one.start)
    return [one for one in goals if one.period == days[0]] if days else []


def _goals(work: Work, period: Period) -> list[_Goal]:
    on_record = [
        _Goal(
            one.member_id or "",
            one.team,
            one.metric,
            Period(one.start, one.end),
            one.target_minor,
            one.currency,
        )
        for one in team.goals_between(work.uow, start=period.start, end=period.end)
    ]
    configured = [_configured(work, one) for one in work.crm.goals]
    return on_record + [
        one for one in configured if one.period.start < period.end and one.period.end > period.start
    ]


def check_goals(work: Work) -> int:
    """How many goals `crm.yaml` sets. Raises InvalidValue for one that cannot be read or is for nobody."""
    teams = {one.team for one in team.active_members(work.uow)}
    for rules in work.crm.goals:
        _configured(work, rules)
        if rules.team and rules.team not in teams:
            raise InvalidValue(f"crm.yaml sets a goal for the team {rules.team}, which has no colleague.")
    return len(work.crm.goals)


def _configured(work: Work, rules: GoalRules) -> _Goal:
    member = team.find_member_by_email(work.uow, rules.member) if rules.member else None
    if rules.member and member is None:
        raise InvalidValue(f"crm.yaml sets a goal for {rules.member}, who is no colleague; correct it there.")
    try:
        days = Period(date.fromisoformat(rules.start), date.fromisoformat(rules.end))
        number, _, currency = rules.target.replace(",", "").partition(" ")
        amount = Decimal(number)
    except (ValueError, InvalidOperation):
        raise InvalidValue(
            f"crm.yaml sets a goal of {rules.target!r} from {rules.start!r} to {rules.end!r}; "
            "write days as 2026-01-01 and the target as 100000 or 100000 EUR."
        ) from None
    minor, currency = to_minor(Money(amount, currency or None), default_currency=work.crm.company.currency)
    who = member.id if member else ""
    if rules.metric == "deals":
        return _Goal(who, rules.team, rules.metric, days, int(amount), "")
    return _Goal(who, rules.team, rules.metric, days, minor, currency)
