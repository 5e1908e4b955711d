"""A colleague's day in one message: what is due, who is met, and what came up since the last time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assistant.presenting.times import said_as_of, say_moment
from assistant.reports.attention import signs_of
from assistant.work import Work
from channels.reply import Chart, Reply, Section, Series
from storage.models import Schedule
from storage.queries import sales, service
from storage.queries.sales import DealFilter
from storage.queries.service import OPEN_STATUSES, TicketFilter

Part = Literal["tasks", "meetings", "tickets", "leads", "deals"]
TITLES: dict[Part, str] = {
    "tasks": "Tasks",
    "meetings": "Meetings",
    "tickets": "Tickets due today",
    "leads": "New leads",
    "deals": "Deals to act on",
}
MOST_LINES = 6
MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One line; `key` names the thing and why it is there, so that it is told once."""

    part: Part
    key: str
    text: str


def my_day(work: Work, schedule: Schedule) -> Reply | None:
    """What is new since the last digest, and how much older there is; None where nothing is new.

    What was told is remembered in the schedule.
    """
    items = list(_items(work))
    told = set(schedule.content.get("told", ()))
    fresh = [one for one in items if one.key not in told]
    schedule.content = {**schedule.content, "told": [one.key for one in items][:MOST_KEPT]}
    if not fresh:
        return None
    older = len(items) - len(fresh)
    rest = f" {older} more from before {'is' if older == 1 else 'are'} still open." if older else ""
    return Reply(
        title="My day",
        text=f"{_greeting(work)}, {work.actor.name.split(' ')[0]}. {len(fresh)} new for today.{rest}",
        sections=tuple(_section(part, [one for one in fresh if one.part == part]) for part in _parts(fresh)),
        chart=_chart(items),
        footnote=said_as_of(work),
    )


def _items(work: Work) -> Iterator[Item]:
    zone = ZoneInfo(work.zone)
    tomorrow = datetime.combine(work.today + timedelta(days=1), time(0), zone).astimezone(UTC)
    own = (work.actor.id,)
    for task in service.list_tasks(work.uow, owner_ids=own, due_to=tomorrow, limit=MOST_KEPT):
        said = f"{task.text} ({say_moment(work, task.due_at)})"
        yield Item("tasks", f"task:{task.id}:{task.due_at}", said)
    for met in service.appointments_of(work.uow, member_id=work.actor.id, start=work.now, end=tomorrow):
        said = f"{say_moment(work, met.starts_at)} {met.purpose}".strip()
        yield Item("meetings", f"meeting:{met.id}:{met.starts_at}", said)
    where = TicketFilter(statuses=OPEN_STATUSES, owner_ids=own, breaching_before=tomorrow)
    for ticket in service.list_tickets(work.uow, where, limit=MOST_KEPT):
        due = min(
            filter(
                None, (ticket.first_response_due_at, ticket.next_response_due_at, ticket.resolution_due_at)
            )
        )
        said = f"#{ticket.number} {ticket.subject} ({ticket.priority}), due {say_moment(work, due)}"
        yield Item("tickets", f"ticket:{ticket.id}:{due}", said)
    for lead in sales.list_leads(work.uow, owner_ids=own, statuses=("new",), limit=MOST_KEPT):
        yield Item("leads", f"lead:{lead.id}", f"{lead.name} ({lead.source or 'unknown source'})")
    for deal in sales.list_deals(work.uow, DealFilter(owner_ids=own, status="open"), limit=MOST_KEPT):
        signs = signs_of(work, deal)
        if signs:
            kinds = ",".join(one.kind for one in signs)
            reasons = "; ".join(one.reason for one in signs)
            yield Item("deals", f"deal:{deal.id}:{kinds}", f"{deal.title}: {reasons}")


def _parts(items: list[Item]) -> list[Part]:
    return [part for part in TITLES if any(one.part == part for one in items)]


def _greeting(work: Work) -> str:
    """As it is where they are now: what is late comes in the afternoon."""
    hour = work.local_now.hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def _section(part: Part, items: list[Item]) -> Section:
    lines = [f"• {one.text}" for one in items[:MOST_LINES]]
    if len(items) > MOST_LINES:
        lines.append(f"and {len(items) - MOST_LINES} more")
    return Section(title=TITLES[part], text="\n".join(lines))


def _chart(items: list[Item]) -> Chart:
    counts = {TITLES[part]: sum(one.part == part for one in items) for part in TITLES}
    said = ", ".join(f"{name} {count}" for name, count in counts.items())
    return Chart(
        title="What is open today",
        labels=tuple(counts),
        series=(Series("open", tuple(float(one) for one in counts.values())),),
        alt=f"What is open today: {said}.",
    )
