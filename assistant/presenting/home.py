"""The bot's home page: a colleague's day, and for managers the team's pipeline."""

from dataclasses import replace
from datetime import timedelta

from assistant.actions.access import has_right
from assistant.presenting.pauses import PAUSES
from assistant.presenting.times import said_as_of, say_moment
from assistant.reports.attention import signs_of
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters
from assistant.work import Work
from channels.reply import Action, Option, Reply, Section
from storage.models import Deal, Task
from storage.queries import service
from storage.queries.sales import DealFilter, list_deals
from storage.queries.service import OPEN_STATUSES, TicketFilter

MOST_TASKS = 8
MOST_LINES = 5
PROMPTS = (
    ("My pipeline", "pipeline summary"),
    ("My day", "what's due today"),
    ("Deals that need attention", "which of my deals need attention"),
    ("Help", "help"),
)


def home_page(work: Work, *, is_assistant: bool = False) -> Reply:
    """My day: tasks due, deals to act on, tickets near breach, meetings; managers see the pipeline too."""
    if is_assistant:
        actions = tuple(Action("prompt", label, words) for label, words in PROMPTS)
        return Reply(title="What would you like to do?", text=f"Hello {work.actor.name}!", actions=actions)
    end_of_day = work.now + timedelta(days=1)
    tasks = service.list_tasks(work.uow, owner_ids=(work.actor.id,), due_to=end_of_day, limit=MOST_TASKS)
    sections = [_task(work, one) for one in tasks] or [Section(text="Nothing is due today.")]
    sections += [
        *_titled("Deals to act on", _deals(work)),
        *_titled("Tickets near breach", _tickets(work)),
        _listed("Meetings", _meetings(work)),
    ]
    if has_right(work, "reports.team"):
        report = run_report(work, "pipeline", Parameters())
        lines = [f"{row.cells[0]}: {row.cells[1]} deals, {row.cells[2]}" for row in report.rows]
        sections.append(_listed("The team's pipeline", [report.summary, *lines]))
    shown = tuple(one for one in sections if one.text or one.actions)
    return Reply(
        title="My day", text=f"Good to see you, {work.actor.name}.", sections=shown, footnote=said_as_of(work)
    )


def _task(work: Work, task: Task) -> Section:
    return Section(
        text=f"{task.text} ({say_moment(work, task.due_at)})",
        actions=(
            Action("task.done", "Done", task.id, style="primary"),
            Action("task.snooze", "Snooze", task.id, options=PAUSES),
        ),
    )


def _listed(title: str, lines: list[str]) -> Section:
    return Section(title=title, text="\n".join(f"• {one}" for one in lines)) if lines else Section()


def _titled(title: str, sections: list[Section]) -> list[Section]:
    return [replace(sections[0], title=title), *sections[1:]] if sections else []


def _deals(work: Work) -> list[Section]:
    mine = list_deals(work.uow, DealFilter(owner_ids=(work.actor.id,), status="open"), limit=50)
    found = [(one, signs_of(work, one)) for one in mine]
    return [_deal(work, one, signs[0].reason) for one, signs in found if signs][:MOST_LINES]


def _deal(work: Work, deal: Deal, reason: str) -> Section:
    stages = work.crm.pipeline(deal.pipeline).stages
    options = tuple(Option(one.key, one.name) for one in stages if one.outcome == "open")
    url = f"{work.company.base_url}/deals/{deal.id}"
    return Section(
        text=f"{deal.title} ({deal.stage}): {reason}",
        actions=(
            Action("deal.move", "Move to", deal.id, options=options),
            Action("open", "Open", url=url),
        ),
    )


def _tickets(work: Work) -> list[Section]:
    soon = work.now + timedelta(hours=2)
    where = TicketFilter(statuses=OPEN_STATUSES, owner_ids=(work.actor.id,), breaching_before=soon)
    return [
        Section(
            text=f"#{one.number} {one.subject} ({one.priority})",
            actions=(
                Action("ticket.reply", "Send reply", one.id),
                Action("ticket.close", "Close", one.id),
            ),
        )
        for one in service.list_tickets(work.uow, where, limit=MOST_LINES)
    ]


def _meetings(work: Work) -> list[str]:
    meetings = service.appointments_of(
        work.uow, member_id=work.actor.id, start=work.now, end=work.now + timedelta(days=1)
    )
    return [f"{say_moment(work, one.starts_at)} {one.purpose}".rstrip() for one in meetings]
