"""Reminding colleagues of their tasks when these are due: once per due value."""

from collections.abc import Mapping

from assistant.actions.colleagues import notify_member
from assistant.bootstrap import Runtime
from assistant.events import emit
from assistant.follow_ups.assigning.presence import muted_until, zone_of
from assistant.follow_ups.repeats import last_time
from assistant.presenting.times import say_moment
from assistant.work import Work, member_actor
from channels.reply import Action, Reply
from storage.models import Member, Task
from storage.queries import service, team


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Remind every owner of what is due and was not said yet; those who asked for quiet hear of it after."""
    with runtime.database.begin(actor="system", cause="sweep.reminders") as uow:
        remind_all(runtime.work(uow))


def remind_all(work: Work) -> None:
    """Move repeating tasks on to their latest time, then remind of everything that is due."""
    for task in service.repeating_tasks_due(work.uow):
        move_on(work, task)
    work.uow.flush()
    quiet = [one.id for one in team.active_members(work.uow) if muted_until(work, one) is not None]
    for task in service.tasks_to_remind(work.uow, except_owners=quiet):
        remind(work, task)


def move_on(work: Work, task: Task) -> None:
    """A repeating task nobody ticked off comes back at its next time all the same, instead of piling up."""
    if task.due_at is None:
        return
    owner = work.uow.find(Member, task.owner_id)
    zone = zone_of(work, owner) if owner is not None else work.company.time_zone
    latest = last_time(task.repeat, until=work.now, zone=zone, start=task.due_at)
    if latest is not None and latest > task.due_at:
        task.due_at = latest


def remind(work: Work, task: Task) -> None:
    """Tell a task's owner that it is due; its due value is remembered as told."""
    task.reminded_for = task.due_at
    emit(work, "task.due", task)
    owner = work.uow.find(Member, task.owner_id)
    if owner is None or not owner.is_active or task.due_at is None:
        return
    theirs = work.acting_as(member_actor(owner))
    reply = Reply(
        text=f"Reminder: {task.text}",
        footnote=f"Due {say_moment(theirs, task.due_at)}.",
        actions=(
            Action("task.done", "Done", task.id, style="primary"),
            Action("task.snooze", "Tomorrow", task.id),
        ),
    )
    notify_member(work, owner, reply, key=f"reminder:{task.id}:{task.due_at.isoformat()}")
