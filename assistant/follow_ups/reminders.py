"""Reminding colleagues of their tasks when these are due: once per due value."""

from collections.abc import Mapping

from assistant.actions.messages import notify_member
from assistant.bootstrap import Runtime
from assistant.events import emit
from assistant.presenting.times import say_moment
from assistant.work import Work, member_actor
from channels.reply import Action, Reply
from storage.models import Member, Task
from storage.queries import service


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Remind every owner of what is due and was not said yet."""
    with runtime.database.begin(actor="system", cause="sweep.reminders") as uow:
        work = runtime.work(uow)
        for task in service.tasks_to_remind(uow):
            remind(work, task)


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
