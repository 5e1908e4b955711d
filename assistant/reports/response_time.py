"""How fast leads and tickets get their first answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.follow_ups.calendar import BusinessCalendar, calendar_of
from assistant.reports.grouping import check_group
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import Span, span_of
from assistant.reports.wording import (
    bars,
    counted,
    hours_long,
    mean,
    middle,
    owner_names,
    said_filter,
    say_length,
)
from assistant.work import Work
from storage.queries.reporting.service import answers_to_tickets, created_leads, first_answers
from storage.queries.service import OPEN_STATUSES

OF = ("tickets", "leads")


@dataclass(frozen=True, slots=True)
class _Wait:
    record_id: str
    owner_id: str | None
    since: datetime
    answered_at: datetime | None
    is_ended: bool

    @property
    def length(self) -> timedelta | None:
        return None if self.answered_at is None else self.answered_at - self.since


def response_time_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Time from a ticket's (or lead's) beginning to a person's first answer, by owner."""
    span = span_of(work, parameters.period)
    of = check_group(parameters.of, OF)
    waits = _waits(work, span, replace(parameters, of=of, owner_ids=owner_ids))
    names = owner_names(work)
    by_owner: dict[str, list[_Wait]] = {}
    for one in waits:
        by_owner.setdefault(names.get(one.owner_id or "", "nobody"), []).append(one)
    calendar = calendar_of(work.crm.calendar, zone=work.company.time_zone)
    rows = tuple(_row(name, some, calendar) for name, some in sorted(by_owner.items()))
    lengths = [one.length for one in waits if one.length is not None]
    waiting = [one for one in waits if one.length is None and not one.is_ended]
    return Report(
        name="response_time",
        title=f"Time to the first answer on {of} of {span.said}",
        definition=(
            f"From the beginning of a {of[:-1]} to the first answer by a person, in hours of the clock; "
            "working time counts business hours only. Automatic answers do not count."
        ),
        said_filter=said_filter(work, f"{of} of {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Owner", "Answered", "Waiting", "Median", "Average", "Slowest", "Median working time"),
        rows=rows,
        summary=_summary(lengths, of[:-1], waiting=len(waiting)),
        totals={
            "answered": len(lengths),
            "waiting": len(waiting),
            "median_hours": hours_long(middle(lengths)),
            "average_hours": hours_long(mean(lengths)),
        },
        chart=bars(
            parameters,
            "Median hours to the first answer",
            values=[(row.cells[0], float(row.values["median_hours"] or 0)) for row in rows],
            unit="hours",
        ),
        entity=of,
    )


def _waits(work: Work, span: Span, asked: Parameters) -> list[_Wait]:
    days, owner_ids, where = span.days, asked.owner_ids, asked.where
    if asked.of == "tickets":
        return [
            _Wait(
                one.id, one.owner_id, one.created_at, one.first_response_at, one.status not in OPEN_STATUSES
            )
            for one in answers_to_tickets(work.uow, days=days, owner_ids=owner_ids, where=where)
        ]
    leads = created_leads(work.uow, days=days, owner_ids=owner_ids, where=where)
    answers: Mapping[str, datetime] = first_answers(work.uow, leads)
    ended = ("converted", "unqualified")
    return [
        _Wait(one.id, one.owner_id, one.created_at, answers.get(one.id), one.status in ended) for one in leads
    ]


def _summary(lengths: Sequence[timedelta], noun: str, *, waiting: int) -> str:
    if not lengths:
        return f"No {noun} was answered; {waiting} waiting."
    return (
        f"{counted(len(lengths), noun)} answered in {say_length(middle(lengths))} at the median, "
        f"{say_length(mean(lengths))} on average; {waiting} waiting."
    )


def _row(name: str, waits: Sequence[_Wait], calendar: BusinessCalendar) -> Row:
    answered = [one for one in waits if one.answered_at is not None]
    waiting = tuple(one.record_id for one in waits if one.answered_at is None and not one.is_ended)
    lengths = [one.length for one in answered if one.length is not None]
    at_work = [
        timedelta(minutes=calendar.minutes_between(one.since, one.answered_at))
        for one in answered
        if one.answered_at is not None
    ]
    slowest = max(lengths, default=None)
    measures = (middle(lengths), mean(lengths), slowest, middle(at_work))
    return Row(
        (name, str(len(answered)), str(len(waiting)), *(say_length(one) for one in measures)),
        {
            "owner": name,
            "answered": len(answered),
            "waiting": len(waiting),
            "median_hours": hours_long(measures[0]),
            "average_hours": hours_long(measures[1]),
            "slowest_hours": hours_long(slowest),
            "median_working_hours": hours_long(measures[3]),
        },
        tuple(one.record_id for one in waits),
        {"answered": tuple(one.record_id for one in answered), "waiting": waiting},
    )
