"""Putting tasks off: the one that is named, or all of one's own at once."""

import re
from datetime import UTC, datetime

from assistant.actions.access import require, require_write
from assistant.dialogue.outcome import Answer, Outcome, Proposal, Question
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.presenting.times import say_moment
from assistant.skills.proposing import change, is_own, ref_of
from assistant.skills.tickets import snooze, speaks_of_ticket
from assistant.work import InvalidValue
from channels.reply import Reply
from nlp.times import find_times
from nlp.understanding import Act
from storage.models import Task
from storage.queries import service

MOST = 50
"""So many tasks are put off at once; more would be no card to read."""
_MOVES = re.compile(r"\b(?:move|shift|push|resched\w+)\b", re.I)
_ALL = re.compile(r"\b(?:all|every\w*|my|the(?:se)?)\b[^.!?]*\b(?:tasks|reminders|to-?dos)\b", re.I)
_OVERDUE = re.compile(r"\boverdue\b", re.I)


def snooze_task(turn: Turn, act: Act) -> Outcome:
    """Put a task off, all of one's own, or a ticket where one is named or talked about."""
    if act.slots.get("task") in (None, CONTEXT) and _ALL.search(act.text or turn.text):
        return _snooze_all(turn, act)
    if speaks_of_ticket(turn, act, slot="task"):
        return snooze(turn, act)
    require(turn.work, "tasks.write", doing="snooze tasks")
    task = turn.task(act)
    require_write(turn.work, "tasks", task, doing="snooze this task")
    due = turn.moment_of(act, "due")
    if task.status != "open":
        raise InvalidValue(f"“{task.text}” is {task.status} already.")
    if due is None:
        raise Question(f"Until when should “{task.text}” wait?", slot="due")
    return _put_off(turn, act, task, due)


def _snooze_all(turn: Turn, act: Act) -> Outcome:
    """One's open tasks that are due before then; what is due later, or at no time, stays as it is."""
    require(turn.work, "tasks.write", doing="snooze tasks")
    due = turn.moment_of(act, "due")
    if due is None:
        raise Question("Until when should your tasks wait?", slot="due")
    until = min(due, turn.work.now) if _OVERDUE.search(act.text or turn.text) else due
    waiting = service.list_tasks(
        turn.work.uow, owner_ids=(turn.work.actor.id,), statuses=("open",), due_to=until, limit=MOST
    )
    if not waiting:
        return Answer(Reply(text=f"None of your tasks is due before {say_moment(turn.work, until)}."))
    changes = [_put_off(turn, act, one, due) for one in waiting]
    return Proposal(tuple(operation for one in changes for operation in one.operations))


def _put_off(turn: Turn, act: Act, task: Task, due: datetime) -> Proposal:
    due = _at_its_hour(turn, act, task, due)
    return change(
        "task.snooze",
        f"Task: {task.text}",
        {"task_id": task.id, "due_at": due.isoformat()},
        before=say_moment(turn.work, task.due_at),
        after=say_moment(turn.work, due),
        record=ref_of(task),
        own=is_own(turn, task.owner_id),
    )


def _at_its_hour(turn: Turn, act: Act, task: Task, due: datetime) -> datetime:
    """Moved to a day, a task keeps its hour; put off until a day, it comes back in the morning."""
    text = act.text or turn.text
    said = find_times(text, now=turn.work.local_now, tz=turn.work.zone)
    if (
        task.due_at is None
        or not said
        or not _MOVES.search(text)
        or any(one.has_hour or one.grain != "day" for one in said)
    ):
        return due
    zone = turn.work.local_now.tzinfo
    hour = task.due_at.astimezone(zone).time()
    return datetime.combine(due.astimezone(zone).date(), hour, tzinfo=zone).astimezone(UTC)
