"""What was done and what is to be done: the log, tasks, meetings."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from assistant.actions.access import require, require_write
from assistant.actions.invitations import mail_of
from assistant.dialogue.outcome import Answer, Json, NotFound, Outcome, Question, RecordRef
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.follow_ups.repeats import next_time, rule_from_words
from assistant.presenting.filters import owners_of, said_filter
from assistant.presenting.listing import task_list
from assistant.presenting.times import say_moment
from assistant.skills.list_words import task_words
from assistant.skills.narrowed import refuse_ranking
from assistant.skills.proposing import change, is_own, ref_of, refs_of
from assistant.skills.snoozing import snooze_task
from nlp.understanding import Act
from nlp.values import Period
from storage.models import Appointment, Company, Contact, Deal, Ticket
from storage.queries import service

MOST_ROWS = 10


def log(turn: Turn, act: Act) -> Outcome:
    """Write down a call, a mail, a meeting, a note."""
    require(turn.work, "activities.write", doing="log activities")
    kind = turn.text_of(act, "kind") or "note"
    args: dict[str, Json] = {"kind": kind}
    names: list[str] = []
    focus: RecordRef | None = None
    for slot in ("contact", "company", "deal"):
        if not turn.text_of(act, slot):
            continue
        record = _party(turn, act, slot)
        args[f"{type(record).__name__.lower()}_id"] = record.id
        focus = ref_of(record)
        names.append(focus.name)
    minutes = turn.value_of(act, "minutes", int)
    if minutes:
        args["minutes"] = minutes
    at = turn.moment_of(act, "at")
    if at is not None:
        args["at"] = at.isoformat()
    words = turn.text_of(act, "text")
    if words:
        args["text"] = words
    if len(args) == 1:
        raise Question(f"With whom was the {kind}?", slot="contact")
    with_whom = f" with {', '.join(names)}" if names else ""
    after = ", ".join(part for part in (words or "", f"{minutes} minutes" if minutes else "") if part)
    return change("activity.log", f"Log a {kind}{with_whom}", args, after=after, record=focus)


def _party(turn: Turn, act: Act, slot: str) -> Contact | Company | Deal:
    """Who or what it was with; a name said as a person may be a company's, and the other way round."""
    try:
        if slot == "contact":
            return turn.contact(act)
        return turn.company(act) if slot == "company" else turn.deal(act)
    except NotFound:
        other = turn.about(act, slot)
        if other is None or isinstance(other, Ticket):
            raise
        return other


def create_task(turn: Turn, act: Act) -> Outcome:
    """A reminder or task, for the asker or a colleague."""
    require(turn.work, "tasks.write", doing="create tasks")
    act = _beside_others(turn, act)
    text = turn.need_text(act, "text", "What should I remind you of?")
    args: dict[str, Json] = {"text": text}
    after: list[str] = []
    repeat = turn.text_of(act, "repeat")
    due = turn.moment_of(act, "due")
    if repeat:
        rule = rule_from_words(repeat, now=turn.work.now, zone=turn.work.zone)
        args["repeat"], args["repeat_text"] = rule, repeat
        due = due or next_time(rule, after=turn.work.now, zone=turn.work.zone)
        after.append(repeat)
    if due is not None:
        args["due_at"] = due.isoformat()
        after.append(say_moment(turn.work, due))
    owner = turn.member(act, "owner")
    if owner is not None:
        args["owner_id"] = owner.id
        after.append(f"for {owner.name}")
    args.update(_about_args(turn, act))
    own = owner is None or owner.id == turn.work.actor.id
    return change("task.create", f"Task: {text}", args, after=", ".join(after), own=own)


def _beside_others(turn: Turn, act: Act) -> Act:
    """“Remind me Thursday” beside what is said of a record is about that record."""
    if turn.index == 0 or turn.text_of(act, "text") is not None:
        return act
    act = replace(act, slots={**act.slots, "about": turn.text_of(act, "about") or CONTEXT})
    record = None if turn.made else turn.about(act)
    if record is None and not turn.made:
        return act
    text = f"Follow up on {ref_of(record).name}" if record is not None else "Follow up"
    return replace(act, slots={**act.slots, "text": text})


def _about_args(turn: Turn, act: Act) -> dict[str, Json]:
    said = turn.text_of(act, "about")
    if said is None:
        return {}
    if said == CONTEXT and turn.made:
        entity, operation = list(turn.made.items())[-1]
        return {f"{entity}_id": f"@op:{operation}"}
    record = turn.about(act)
    return {f"{type(record).__name__.lower()}_id": record.id} if record is not None else {}


def list_tasks(turn: Turn, act: Act) -> Outcome:
    """Tasks by owner, span and state."""
    require(turn.work, "records.read", doing="see tasks")
    text = act.text or turn.text
    refuse_ranking(text, of="tasks")
    words = task_words(turn, act, text)
    act = replace(act, slots=words.slots_left(act, text=text))
    status = turn.text_of(act, "status") or "open"
    period = turn.value_of(act, "period", Period)
    zone = ZoneInfo(turn.work.zone)
    everybody = turn.text_of(act, "owner") == "@all"
    owners = turn.owner_ids(act) or (() if everybody else (turn.work.actor.id,))
    start = datetime.combine(period.start, time(0), zone).astimezone(UTC) if period else None
    end = datetime.combine(period.end, time(0), zone).astimezone(UTC) if period else None
    if status == "overdue":
        end = turn.work.now
    statuses = {"open": ("open",), "overdue": ("open",), "done": ("done",), "all": ()}[status]
    # What is overdue belongs to today's list too: nobody asking "what's due today" wants to miss it.
    if period is not None and status == "open" and period.start <= turn.work.today:
        start = None
    rows = service.list_tasks(
        turn.work.uow,
        owner_ids=owners,
        statuses=statuses,
        due_from=start,
        due_to=end,
        traits=words.traits,
    )
    said = said_filter(status, *words.told, owners=owners_of(turn.work, owners), period=period, when="due")
    reply = task_list(turn.work, rows[:MOST_ROWS], total=len(rows), said=said)
    focus = ref_of(rows[0]) if len(rows) == 1 else None
    return Answer(reply, focus, listed=refs_of(rows[:MOST_ROWS]))


def complete_task(turn: Turn, act: Act) -> Outcome:
    """Tick a task off."""
    require(turn.work, "tasks.write", doing="complete tasks")
    task = turn.task(act)
    require_write(turn.work, "tasks", task, doing="complete this task")
    return change(
        "task.complete",
        f"Task: {task.text}",
        {"task_id": task.id},
        before="open",
        after="done",
        record=ref_of(task),
        own=is_own(turn, task.owner_id),
    )


def cancel_task(turn: Turn, act: Act) -> Outcome:
    """Drop a task."""
    require(turn.work, "tasks.write", doing="cancel tasks")
    task = turn.task(act)
    require_write(turn.work, "tasks", task, doing="cancel this task")
    return change(
        "task.cancel",
        f"Task: {task.text}",
        {"task_id": task.id},
        before="open",
        after="cancelled",
        record=ref_of(task),
        own=is_own(turn, task.owner_id),
    )


def book_meeting(turn: Turn, act: Act) -> Outcome:
    """A meeting with somebody."""
    require(turn.work, "activities.write", doing="book meetings")
    contact = turn.contact(act)
    at = turn.moment_of(act, "at")
    if at is None:
        raise Question(f"When should the meeting with {contact.name} be?", slot="at")
    minutes = turn.value_of(act, "minutes", int) or 30
    args: dict[str, Json] = {"contact_id": contact.id, "at": at.isoformat(), "minutes": minutes}
    purpose = turn.text_of(act, "text")
    if purpose:
        args["text"] = purpose
    after = f"{say_moment(turn.work, at)}, {minutes} minutes{f', {purpose}' if purpose else ''}"
    after += _told(turn, contact)
    return change("meeting.book", f"Meeting with {contact.name}", args, after=after, record=ref_of(contact))


def move_meeting(turn: Turn, act: Act) -> Outcome:
    """Move the next meeting with somebody."""
    contact, appointment = _next_meeting(turn, act)
    at = turn.moment_of(act, "at")
    if at is None:
        raise Question(f"To when should the meeting with {contact.name} move?", slot="at")
    return change(
        "meeting.move",
        f"Meeting with {contact.name}",
        {"appointment_id": appointment.id, "at": at.isoformat()},
        before=say_moment(turn.work, appointment.starts_at),
        after=say_moment(turn.work, at) + _told(turn, contact),
        record=ref_of(contact),
    )


def cancel_meeting(turn: Turn, act: Act) -> Outcome:
    """Call the next meeting with somebody off."""
    contact, appointment = _next_meeting(turn, act)
    return change(
        "meeting.cancel",
        f"Meeting with {contact.name}",
        {"appointment_id": appointment.id},
        before=say_moment(turn.work, appointment.starts_at),
        after="cancelled" + _told(turn, contact),
        record=ref_of(contact),
    )


def _told(turn: Turn, contact: Contact) -> str:
    identity = mail_of(turn.work, contact)
    return f" ({identity.address} is told by mail)" if identity is not None else ""


def _next_meeting(turn: Turn, act: Act) -> tuple[Contact, Appointment]:
    require(turn.work, "activities.write", doing="change meetings")
    contact = turn.contact(act)
    meetings = service.appointments_of(turn.work.uow, contact_id=contact.id, start=turn.work.now)
    if not meetings:
        raise NotFound(f"There is no meeting with {contact.name} to come.")
    return contact, meetings[0]


SKILLS = {
    "activity.log": log,
    "task.create": create_task,
    "task.list": list_tasks,
    "task.complete": complete_task,
    "task.snooze": snooze_task,
    "task.cancel": cancel_task,
    "meeting.book": book_meeting,
    "meeting.move": move_meeting,
    "meeting.cancel": cancel_meeting,
}
