"""What comes first today: what customers wait for, then what was promised, then what sells."""

from datetime import timedelta

from assistant.presenting.times import said_as_of, say_moment
from assistant.reports.attention import signs_of
from assistant.work import Work
from channels.reply import Reply
from storage.queries import service
from storage.queries.sales import DealFilter, list_deals
from storage.queries.service import OPEN_STATUSES, TicketFilter

MOST = 7
SOON = timedelta(hours=2)
_RANK = {"urgent": 0, "high": 1, "normal": 2, "low": 3}


def priorities(work: Work) -> Reply:
    """The asker's own work in order: tickets near breach, overdue and due tasks, deals with signs."""
    mine = (work.actor.id,)
    where = TicketFilter(statuses=OPEN_STATUSES, owner_ids=mine, breaching_before=work.now + SOON)
    tickets = sorted(service.list_tickets(work.uow, where, limit=MOST), key=lambda one: _RANK[one.priority])
    lines = [f"Ticket #{one.number} {one.subject} ({one.priority}, its time runs out)" for one in tickets]
    tasks = service.list_tasks(work.uow, owner_ids=mine, due_to=work.now + timedelta(days=1), limit=MOST)
    due = sorted((one for one in tasks if one.due_at is not None), key=lambda one: one.due_at or work.now)
    lines += [f"{one.text} (due {say_moment(work, one.due_at)})" for one in due]
    deals = list_deals(work.uow, DealFilter(owner_ids=mine, status="open"), limit=50)
    lines += [f"{one.title}: {signs[0].reason}" for one in deals if (signs := signs_of(work, one))]
    shown = [f"{place}. {line}" for place, line in enumerate(lines[:MOST], start=1)]
    text = "\n".join(shown) if shown else "Nothing waits for you."
    order = "Order: tickets near their breach, then tasks by due time, then deals by amount."
    return Reply(title="What comes first", text=text, footnote=f"{order} {said_as_of(work)}")
