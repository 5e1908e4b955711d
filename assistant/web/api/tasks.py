"""`tasks`: leave, finish, put off."""

from datetime import datetime

from fastapi import APIRouter

from assistant.actions import tasks
from assistant.follow_ups.repeats import next_due
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import TaskIn, TaskPatch
from assistant.web.api.people_lookup import owner_id_of
from assistant.web.api.shapes import task_json
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Member, Task, Ticket

router = APIRouter(prefix="/tasks", tags=["tasks"])


@router.post("", status_code=201)
def create(body: TaskIn, caller: CallerDependency) -> JsonObject:
    """Leave somebody a task."""

    def write(work: Work) -> JsonObject:
        about: Contact | Deal | Ticket | None = None
        if body.contact_id:
            about = work.uow.get(Contact, body.contact_id)
        elif body.deal_id:
            about = work.uow.get(Deal, body.deal_id)
        elif body.ticket_id:
            about = work.uow.get(Ticket, body.ticket_id)
        owner = work.uow.get(Member, owner_id_of(work, body.owner)) if body.owner else None
        task = tasks.create_task(work, text=body.text, due_at=_aware(body.due_at), owner=owner, about=about)
        work.uow.flush()
        return task_json(work, task)

    return caller.writes(write)


@router.patch("/{task_id}")
def change(task_id: str, body: TaskPatch, caller: CallerDependency) -> JsonObject:
    """Finish, drop or put off a task."""

    def write(work: Work) -> JsonObject:
        task = work.uow.get_locked(Task, task_id)
        if body.due_at is not None:
            tasks.snooze_task(work, task, due_at=_aware(body.due_at) or work.now)
        if body.status == "done":
            tasks.complete_task(work, task, next_due=next_due(task, after=work.now, zone=work.zone))
        elif body.status == "cancelled":
            tasks.cancel_task(work, task)
        elif body.status == "open":
            tasks.reopen_task(work, task)
        work.uow.flush()
        return task_json(work, task)

    return caller.writes(write)


def _aware(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise InvalidValue("A time needs an offset.", fields={"due_at": "Like 2026-03-31T09:00:00+02:00."})
    return moment
