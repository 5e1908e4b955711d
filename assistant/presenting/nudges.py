"""The message nudges come in: a line each with its buttons, or one list where they are many."""

from collections.abc import Sequence

from assistant.work import Work
from channels.reply import Action, Reply, Section
from storage.models import Nudge

TITLES = {
    "deal.overdue": "Past their close date",
    "deal.untouched": "Not touched for long",
    "deal.no_step": "Without a next step",
    "conversation.unanswered": "Waiting for a customer",
    "lead.unanswered": "Leads without an answer",
    "promise": "What you promised",
}
MARKS = {"done": "✓", "snoozed": "⏰"}
MOST_LINES = 10


def nudge_message(work: Work, nudges: Sequence[Nudge], *, is_digest: bool = False) -> Reply:
    """Nudges of one message as they stand now: settled ones are marked, and have no buttons any more."""
    waiting = sum(one.state == "sent" for one in nudges)
    text = f"{waiting} thing{'' if waiting == 1 else 's'} may need you." if waiting else "All settled."
    if not is_digest:
        return Reply(text=text, sections=tuple(_line(work, one) for one in nudges))
    group = nudges[0].group_key
    actions = (
        Action("nudge.snooze_all", "All tomorrow", group),
        Action("nudge.done_all", "Seen all", group),
    )
    return Reply(text=text, sections=tuple(_lists(nudges)), actions=actions if waiting else ())


def _line(work: Work, nudge: Nudge) -> Section:
    if nudge.state != "sent":
        return Section(text=f"{MARKS.get(nudge.state, '•')} {nudge.said}")
    return Section(text=f"• {nudge.said}", actions=_actions(work, nudge))


def _actions(work: Work, nudge: Nudge) -> tuple[Action, ...]:
    if nudge.kind == "promise":
        first = Action("nudge.task", "Remind me", nudge.id, style="primary")
        return (first, Action("nudge.done", "No need", nudge.id))
    page = str(nudge.content.get("page") or "")
    look = (Action("open", "Open", url=f"{work.company.base_url}/{page}"),) if page else ()
    return (*look, Action("nudge.snooze", "Tomorrow", nudge.id), Action("nudge.done", "Done", nudge.id))


def _lists(nudges: Sequence[Nudge]) -> list[Section]:
    sections = []
    for kind in dict.fromkeys(one.kind for one in nudges):
        some = [one for one in nudges if one.kind == kind]
        lines = [f"{MARKS.get(one.state, '•')} {one.said}" for one in some[:MOST_LINES]]
        if len(some) > MOST_LINES:
            lines.append(f"and {len(some) - MOST_LINES} more")
        sections.append(Section(title=TITLES.get(kind, kind), text="\n".join(lines)))
    return sections
