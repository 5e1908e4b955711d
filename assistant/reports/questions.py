"""Questions with one answer: who, which or when is best, counted from the records by a report.

“Who has the shortest handle time?”, “which region sold most in Q1?”, “which month had most tickets?”: read
here, answered in `comparing`. A question no entry of the table fits is nobody's here: the caller says so
rather than guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reports.heard.reading import read as hear
from assistant.reports.heard.reading import subject_of
from assistant.reports.measures import (
    ASKS,
    BAD,
    CHART,
    EACH,
    EITHER,
    FIXED,
    GOOD,
    GROUPS,
    LEAST,
    LENGTHS,
    MEASURES,
    MONEY,
    MONTHLY,
    MOST,
    OF_RECORDS,
    RANKS,
    SUM,
    SUMMED,
    TO_BE_POSTED,
    TRANSFERS,
    UNGROUPED,
    Measure,
    Which,
)
from assistant.work import Work
from nlp.times import find_times
from nlp.values import Period
from storage.queries import team
from storage.queries.reporting.narrowing import Narrowing
from storage.search import names_said

_LEADS = re.compile(r"\bleads?\b", re.I)
_NAMED = re.compile(
    r"\b(?:in|for|at|from|of|with|by|did|does|do|has|have|is)\s+(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
    r"|\b(?!(?:What|Who|Where|Which|How|When|That|It|Here|There|Let)\b)"
    r"(?P<whose>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s\b"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: what to compare, by what, and which end is asked for (None: all of it).

    `months` are the only ones to be compared, as `2026-10`; `owner_ids` whose records count. `is_sum` asks
    for one number over all.
    """

    measure: Measure
    group_by: str
    which: Which | None
    period: Period | None
    has_chart: bool = False
    owner_ids: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    is_sum: bool = False
    where: tuple[Narrowing, ...] = ()
    most_rows: int | None = None


def read(work: Work, text: str) -> Question | None:
    """Understand a question of one answer; None where it is none of those that can be counted exactly."""
    said = text.strip()
    if not ASKS.search(said) or TO_BE_POSTED.search(said) or UNGROUPED.search(said):
        return None
    if OF_RECORDS.match(said) and not MONTHLY.search(said):
        return None
    measure = next((one for one in MEASURES if one.pattern.search(said)), None)
    if measure is None:
        return None
    if measure.value in SUMMED and measure.value != MONEY and LENGTHS.search(said):
        return None
    if measure.report == "response_time" and _LEADS.search(said):
        measure = replace(measure, of="leads")
    which = _which(said, measure)
    group = next((name for pattern, name in GROUPS if pattern.search(said)), "")
    if (measure.report, group) == ("sources", "channel"):
        group = "source"  # where leads came from is called so
    periods = _periods(work, said)
    heard = hear(work, said, of=subject_of(measure.report, of=measure.of))
    if heard.unread:
        return None
    group = group or (heard.group_by if heard.most_rows is not None else "")
    question = Question(
        measure,
        group or measure.default_group,
        which,
        periods[0] if periods else None,
        bool(CHART.search(said)),
        heard.owner_ids,
        is_sum=measure.value == MONEY and bool(SUM.search(said)),
        where=heard.where,
        most_rows=heard.most_rows,
    )
    either = EITHER.search(said)
    if either is not None and len(periods) > 1:
        return _of_months(question, periods, most=either["which"].lower() == "more")
    if which is None and group != "month" and not _is_of_all(said, question, is_grouped=bool(group)):
        return None
    return question if FIXED.get(measure.report, question.group_by) == question.group_by else None


def customer_named(work: Work, said: str) -> str:
    """The customer a comparison or a sum would have to be narrowed to, which it cannot be; else empty."""
    measure = next((one for one in MEASURES if one.pattern.search(said)), None)
    if measure is None or not ASKS.search(said):
        return ""
    if _which(said, measure) is None and not said.lower().startswith("how much"):
        return ""
    for match in _NAMED.finditer(said):
        name = match["name"] or match["whose"]
        if names_said(work.uow, name, entities=("company", "contact")):
            return str(name)
    return ""


def _is_of_all(said: str, question: Question, *, is_grouped: bool) -> bool:
    """True where every row's number is asked for, or, of money, their sum."""
    is_listed = is_grouped or bool(question.owner_ids) or question.measure.report == "sources"
    # “The number of open tickets by owner” is asked of a report; what is passed on, of none.
    is_report = question.measure.value in SUMMED and question.measure.report != TRANSFERS
    says_so = RANKS if is_report else EACH
    return question.is_sum or (bool(says_so.search(said)) and is_listed)


def period_said(work: Work, said: str) -> Period | None:
    """The first period a question names."""
    return next(iter(_periods(work, said)), None)


def _periods(work: Work, said: str) -> list[Period]:
    times = find_times(MONTHLY.sub(" ", said), now=work.local_now, tz=work.zone, country=work.company.country)
    return [period for one in times if (period := one.as_period()) is not None]


def _of_months(question: Question, periods: Sequence[Period], *, most: bool) -> Question | None:
    """“More in October or November?”: these months alone; None where something else is compared."""
    if any(not _is_month(one) for one in periods):
        return None
    months = tuple(f"{one.start:%Y-%m}" for one in periods)
    whole = Period(min(one.start for one in periods), max(one.end for one in periods))
    which: Which = "most" if most else "least"
    return replace(question, group_by="month", which=which, period=whole, months=months)


def _is_month(period: Period) -> bool:
    return period.start.day == period.end.day == 1 and (period.end - period.start).days <= 31


def owners_named(work: Work, said: str) -> tuple[str, ...] | None:
    """The colleagues a question names; None where it names something else it would have to be narrowed to."""
    found: list[str] = []
    for match in _NAMED.finditer(said):
        name = match["name"] or match["whose"]
        if _periods(work, name):
            continue
        members = team.members_named(work.uow, name) or team.members_named(work.uow, name.split(" ")[0])
        if len(members) != 1:
            return None
        found.append(members[0].id)
    return tuple(dict.fromkeys(found))


def _which(said: str, measure: Measure) -> Which | None:
    """Which end of the measure is asked for: “best” is the better one, “most” the greater."""
    if GOOD.search(said):
        return measure.better
    if BAD.search(said):
        return "least" if measure.better == "most" else "most"
    if LEAST.search(said):
        return "least"
    return "most" if MOST.search(said) else None
