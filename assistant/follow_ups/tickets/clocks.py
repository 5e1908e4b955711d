"""What a ticket's clocks measure, by which policy and calendar, and what each says next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.follow_ups.calendar import BusinessCalendar, always, calendar_of
from assistant.work import Work
from config.crm import ALWAYS
from config.service import AlarmRules, Clock, ServiceLevel
from storage.models import Company, Ticket
from storage.queries import service_levels

RUNNING = ("open",)
"""Statuses in which time counts."""


@dataclass(frozen=True, slots=True)
class Running:
    """One clock: what it measures, from when, and when it is due."""

    clock: Clock
    level: ServiceLevel
    minutes: int
    since: datetime
    due_at: datetime
    calendar: BusinessCalendar

    def used_up(self, percent: int) -> datetime:
        """When so much of its time is gone."""
        return self.calendar.add(self.since, timedelta(minutes=self.minutes) * percent / 100)

    def overdue_by(self, minutes: int) -> datetime:
        """So many working minutes after it was due."""
        return self.calendar.add_minutes(self.due_at, minutes) if minutes else self.due_at


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something a clock says once: a warning, its breach, or an escalation (`level` counts from 1)."""

    running: Running
    kind: Literal["warning", "breach", "escalation"]
    at: datetime
    level: int = 0


def level_of(work: Work, ticket: Ticket) -> ServiceLevel | None:
    """The first policy whose every named condition the ticket meets."""
    return next((one for one in work.crm.service_levels if _fits(work, one, ticket)), None)


def calendar_for(work: Work, level: ServiceLevel) -> BusinessCalendar:
    """The calendar a policy counts by."""
    if level.calendar == ALWAYS:
        return always(work.company.time_zone)
    rules = work.crm.calendars.get(level.calendar, work.crm.calendar)
    return calendar_of(rules, zone=work.company.time_zone)


def running_clocks(work: Work, ticket: Ticket) -> list[Running]:
    """The clocks that measure something now, those that stand still too."""
    level = level_of(work, ticket)
    return [] if level is None else list(_running(work, ticket, level))


def is_paused(ticket: Ticket) -> bool:
    """Whether its clocks stand still."""
    return ticket.status not in RUNNING


def alarms_of(running: Running, rules: AlarmRules) -> Iterator[Alarm]:
    """All a clock may say, in order of time."""
    yield Alarm(running, "warning", running.used_up(rules.warn_percent))
    yield Alarm(running, "breach", running.due_at)
    for level, escalation in enumerate(rules.escalations, 1):
        yield Alarm(running, "escalation", running.overdue_by(escalation.after), level)


def next_alarms(work: Work, ticket: Ticket, running: list[Running]) -> list[Alarm]:
    """What each clock says next, the first first; what was said before is counted in `Ticket.alarms`."""
    found: list[Alarm] = []
    for one in running:
        said = int(ticket.alarms.get(one.clock, 0))
        left = list(alarms_of(one, work.crm.alarms))[said:]
        found += left[:1]
    return sorted(found, key=lambda alarm: alarm.at)


def _fits(work: Work, level: ServiceLevel, ticket: Ticket) -> bool:
    conditions = (
        (level.priority, ticket.priority),
        (level.channel, ticket.channel),
        (level.category, ticket.category),
        (level.team, ticket.team),
    )
    return (
        all(not wanted or wanted == found for wanted, found in conditions)
        and (not level.companies or _is_of(work, level, ticket))
        and (not level.tag or service_levels.has_customer_tag(work.uow, ticket, level.tag))
    )


def _is_of(work: Work, level: ServiceLevel, ticket: Ticket) -> bool:
    company = work.uow.find(Company, ticket.company_id)
    if company is None:
        return False
    names = {company.name.lower(), (company.domain or company.name).lower()}
    return any(one.lower() in names for one in level.companies)


def _running(work: Work, ticket: Ticket, level: ServiceLevel) -> Iterator[Running]:
    calendar = calendar_for(work, level)
    for clock, since in _since(ticket):
        minutes = level.minutes(clock)
        if minutes is not None:
            due_at = calendar.add_minutes(since, minutes)
            yield Running(clock, level, minutes, since, due_at, calendar)


def _since(ticket: Ticket) -> Iterator[tuple[Clock, datetime]]:
    if ticket.clocks_from is not None and ticket.first_response_at is None:
        yield "first_response", ticket.clocks_from
    if ticket.next_response_from is not None:
        yield "next_response", ticket.next_response_from
    if ticket.clocks_from is not None:
        yield "resolution", ticket.clocks_from
