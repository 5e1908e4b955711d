"""How reports say their filter, shares, lengths of time and charts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median

from assistant.reports.report import Parameters
from assistant.work import Work
from channels.reply import Chart, Series
from storage.queries import team

NOBODY = "nobody"


def said_filter(work: Work, *parts: str, owner_ids: Sequence[str] = ()) -> str:
    """What was counted, in one sentence: `Filter: closing in Q1 2026, owner Dana Reyes.`"""
    owners = _said_owners(work, owner_ids)
    return f"Filter: {', '.join([one for one in parts if one] + [owners])}."


def _said_owners(work: Work, owner_ids: Sequence[str]) -> str:
    members = team.members_by_id(work.uow)
    known = [members[one] for one in owner_ids if one in members]
    teams = {one.team for one in known}
    if len(known) > 1 and len(teams) == 1 and {one.id for one in known} == _team_ids(work, teams):
        return f"team {teams.pop()}"
    return f"owner {' or '.join(one.name for one in known)}" if known else "all owners"


def _team_ids(work: Work, teams: set[str]) -> set[str]:
    return {one.id for one in team.active_members(work.uow) if one.team and one.team in teams}


def owner_names(work: Work) -> Mapping[str, str]:
    """Every colleague's name by id."""
    return {one.id: one.name for one in team.members_by_id(work.uow).values()}


def percent(part: int, whole: int) -> float | None:
    """A share in hundredths with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def say_percent(value: float | None) -> str:
    """`62.5%`, `50%`; a dash where there is nothing to divide by."""
    return "–" if value is None else f"{value:g}%"


def counted(number: int, noun: str) -> str:
    """`1 deal`, `3 deals`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def middle(lengths: Sequence[timedelta]) -> timedelta | None:
    """The median; None of nothing."""
    return timedelta(seconds=median(one.total_seconds() for one in lengths)) if lengths else None


def mean(lengths: Sequence[timedelta]) -> timedelta | None:
    """The average; None of nothing."""
    return sum(lengths, timedelta()) / len(lengths) if lengths else None


def say_days_long(length: timedelta | None) -> str:
    """A length in days: `12.5 days`."""
    return "–" if length is None else f"{days_long(length):g} days"


def days_long(length: timedelta | None) -> float | None:
    """A length in days with one decimal."""
    return None if length is None else round(length / timedelta(days=1), 1)


def hours_long(length: timedelta | None) -> float | None:
    """A length in hours with two decimals."""
    return None if length is None else round(length / timedelta(hours=1), 2)


def say_length(length: timedelta | None) -> str:
    """A wait for people: `25 min`, `3 h 10 min`, `2 d 4 h`."""
    if length is None:
        return "–"
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"


def bars(
    parameters: Parameters, title: str, *, values: Sequence[tuple[str, float]], unit: str = ""
) -> Chart | None:
    """A bar chart where one was asked for and there is something to draw."""
    if not parameters.has_chart or not values:
        return None
    said = "; ".join(f"{label} {value:,.10g}" for label, value in values)
    series = Series(unit or title, tuple(value for _, value in values))
    return Chart(title, tuple(label for label, _ in values), (series,), f"Bar chart: {said}", unit=unit)
