"""Tasks, appointments and what was done: calls, meetings, notes."""

from datetime import datetime

from assistant.actions.access import require, require_write
from assistant.follow_ups.nudging import spoken_word
from assistant.follow_ups.sequences import endings
from assistant.work import InvalidValue, Work
from storage.models import Appointment, Company, Contact, Deal, Interaction, Member, Task, Ticket

KINDS = ("call", "email", "sms", "meeting", "note", "voicemail")


def create_task(
    work: Work,
    *,
    text: str,
    due_at: datetime | None = None,
    owner: Member | None = None,
    about: Contact | Company | Deal | Ticket | None = None,
    repeat: str = "",
    repeat_text: str = "",
) -> Task:
    """Leave somebody (the actor, unless told otherwise) something to do."""
    require(work, "tasks.write", doing="create tasks")
    if not text.strip():
        raise InvalidValue("A task needs words for what is to be done.", fields={"text": "This is needed."})
    return work.uow.add(
        Task(
            text=text.strip(),
            due_at=due_at,
            owner_id=owner.id if owner else (work.actor.id if work.actor.kind == "member" else None),
            created_by_id=work.actor.id if work.actor.kind == "member" else None,
            contact_id=about.id if isinstance(about, Contact) else None,
            company_id=about.id if isinstance(about, Company) else None,
            deal_id=about.id if isinstance(about, Deal) else None,
            ticket_id=about.id if isinstance(about, Ticket) else None,
            repeat=repeat,
            repeat_text=repeat_text,
        )
    )


def complete_task(work: Work, task: Task, *, next_due: datetime | None = None) -> Task:
    """Tick a task off; a repeating one comes back at `next_due`."""
    require_write(work, "tasks", task, doing="complete this task")
    task.status, task.done_at = "done", work.now
    if task.repeat and next_due is not None:
        work.uow.add(
            Task(
                text=task.text,
                due_at=next_due,
                owner_id=task.owner_id,
                created_by_id=task.created_by_id,
                contact_id=task.contact_id,
                company_id=task.company_id,
                deal_id=task.deal_id,
                ticket_id=task.ticket_id,
                repeat=task.repeat,
                repeat_text=task.repeat_text,
            )
        )
    return task


def snooze_task(work: Work, task: Task, *, due_at: datetime) -> Task:
    """Put a task off; it is reminded of again at the new time."""
    require_write(work, "tasks", task, doing="snooze this task")
    task.due_at = due_at
    return task


def cancel_task(work: Work, task: Task) -> Task:
    """Drop a task."""
    require_write(work, "tasks", task, doing="cancel this task")
    task.status = "cancelled"
    return task


def reopen_task(work: Work, task: Task) -> Task:
    """Take a finished or dropped task up again."""
    require_write(work, "tasks", task, doing="reopen this task")
    task.status, task.done_at = "open", None
    return task


def log_activity(
    work: Work,
    *,
    kind: str,
    text: str = "",
    contact: Contact | None = None,
    company: Company | None = None,
    deal: Deal | None = None,
    minutes: int | None = None,
    at: datetime | None = None,
) -> Interaction:
    """Write down what a colleague did; it counts as touching the contact and the deal."""
    require(work, "activities.write", doing="log activities")
    if kind not in KINDS:
        raise InvalidValue(f"{kind!r} is no kind of activity; it is one of {', '.join(KINDS)}.")
    when = at or work.now
    if contact is not None and kind != "note":
        contact.last_outbound_at = max(contact.last_outbound_at or when, when)
    if deal is not None:
        deal.last_activity_at = max(deal.last_activity_at or when, when)
    logged = work.uow.add(
        Interaction(
            kind=kind,
            direction="internal" if kind == "note" else "out",
            channel={"email": "email", "sms": "sms"}.get(kind, ""),
            text=text,
            new_text=text,
            minutes=minutes,
            contact_id=contact.id if contact else None,
            company_id=company.id if company else (contact.company_id if contact else None),
            deal_id=deal.id if deal else None,
            member_id=work.actor.id or None,
            at=when,
        )
    )
    if contact is not None:
        spoken_word.note(work, contact, logged)
    return logged


def book_meeting(
    work: Work, *, contact: Contact, starts_at: datetime, minutes: int = 30, purpose: str = ""
) -> Appointment:
    """Book a meeting of the actor with a contact."""
    require(work, "activities.write", doing="book meetings")
    if starts_at < work.now:
        raise InvalidValue("That time has passed already.", fields={"at": "A time to come."})
    endings.meeting_booked(work, contact)
    return work.uow.add(
        Appointment(
            contact_id=contact.id,
            member_id=work.actor.id or None,
            purpose=purpose,
            starts_at=starts_at,
            minutes=minutes,
        )
    )


def move_meeting(work: Work, appointment: Appointment, *, starts_at: datetime) -> Appointment:
    """Move a meeting; its invitation gets a new revision."""
    require(work, "activities.write", doing="move meetings")
    if starts_at < work.now:
        raise InvalidValue("That time has passed already.", fields={"at": "A time to come."})
    appointment.starts_at = starts_at
    appointment.status = "moved"
    appointment.sequence += 1
    return appointment


def cancel_meeting(work: Work, appointment: Appointment) -> Appointment:
    """Call a meeting off."""
    require(work, "activities.write", doing="cancel meetings")
    appointment.status = "cancelled"
    appointment.sequence += 1
    return appointment
