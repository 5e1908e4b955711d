"""Operations that reach out or hand over: messages, sequences, reassignment, schedules."""

from assistant.actions import messages, reassignment, scheduling
from assistant.actions.messages import Message
from assistant.follow_ups.sequences import enrolments, segments
from assistant.operations.applied import Applied, Apply, Args, day, moment, needed, text
from assistant.outgoing.ways import name_of
from assistant.presenting.schedules import called
from assistant.presenting.times import say_date, say_moment
from assistant.work import InvalidValue, Work
from storage.models import Contact, Conversation, Enrolment, Member, Schedule, Segment, Sequence


def _send(work: Work, args: Args) -> Applied:
    contact = work.uow.get(Contact, needed(args, "contact_id"))
    message = Message(
        text=needed(args, "text"),
        subject=text(args, "subject") or "",
        key=f"send:{work.uow.batch_id}:{contact.id}",
        cause=work.actor.key,
    )
    conversation = work.uow.find(Conversation, text(args, "conversation_id"))
    posted = messages.send_to_contact(
        work, contact, message, channel=text(args, "channel"), conversation=conversation
    )
    if posted.delivery is None:
        raise InvalidValue(f"This cannot be sent: {posted.verdict.reason}")
    return Applied(
        f"Sent to {contact.name} by {name_of(posted.delivery.channel)}.", "contact", contact.id, contact.name
    )


def _start(work: Work, args: Args) -> Applied:
    contact = work.uow.get(Contact, needed(args, "contact_id"))
    sequence = work.uow.get(Sequence, needed(args, "sequence_id"))
    enrolments.enrol(work, contact, sequence)
    return Applied(f"Started “{sequence.name}” for {contact.name}.", "contact", contact.id, contact.name)


def _start_all(work: Work, args: Args) -> Applied:
    segment = work.uow.get(Segment, needed(args, "segment_id"))
    sequence = work.uow.get(Sequence, needed(args, "sequence_id"))
    count = segments.enrol_segment(work, segment, sequence)
    who = "1 contact" if count == 1 else f"{count} contacts"
    return Applied(f"Started “{sequence.name}” for {who} of “{segment.name}”.")


def _stop(work: Work, args: Args) -> Applied:
    enrolment = work.uow.get_locked(Enrolment, needed(args, "enrolment_id"))
    contact = work.uow.get(Contact, enrolment.contact_id)
    enrolments.stop(work, enrolment, reason=f"stopped by {work.actor.name}")
    return Applied(f"Stopped the sequence for {contact.name}.", "contact", contact.id, contact.name)


def _pause(work: Work, args: Args) -> Applied:
    enrolment = work.uow.get_locked(Enrolment, needed(args, "enrolment_id"))
    contact = work.uow.get(Contact, enrolment.contact_id)
    until = moment(args, "until")
    if until is None:
        raise InvalidValue("A sequence rests until a moment.", fields={"until": "This is needed."})
    enrolments.pause(work, enrolment, until=until, reason=f"{work.actor.name} paused it")
    said = f"The sequence for {contact.name} rests until {say_moment(work, until)}."
    return Applied(said, "contact", contact.id, contact.name)


def _reassign(work: Work, args: Args) -> Applied:
    giver = work.uow.get(Member, needed(args, "from_id"))
    taker = work.uow.get(Member, needed(args, "to_id"))
    until = day(args, "until")
    count = reassignment.hand_over(work, giver=giver, taker=taker, what=needed(args, "what"), until=until)
    back = f", back on {say_date(until)}" if until else ""
    return Applied(f"Gave {count} records of {giver.name} to {taker.name}{back}.")


def _schedule(work: Work, args: Args) -> Applied:
    schedule = scheduling.create_schedule(
        work,
        what=needed(args, "what"),
        repeat=needed(args, "repeat"),
        channel=text(args, "channel") or "",
    )
    where = text(args, "where") or (f"in {schedule.channel}" if schedule.channel else "to you alone")
    return Applied(f"I will post “{schedule.what}” {where} {needed(args, 'repeat')}.")


def _stop_posting(work: Work, args: Args) -> Applied:
    schedule = scheduling.stop_schedule(work, work.uow.get_locked(Schedule, needed(args, "schedule_id")))
    return Applied(f"I will not post {called(schedule)} any more.")


def _resume_posting(work: Work, args: Args) -> Applied:
    schedule = scheduling.resume_schedule(work, work.uow.get_locked(Schedule, needed(args, "schedule_id")))
    return Applied(f"I post {called(schedule)} again.")


def _mute(work: Work, args: Args) -> Applied:
    until = moment(args, "until")
    scheduling.mute(work, work.uow.find(Schedule, text(args, "schedule_id")), until=until)
    return Applied(f"Quiet until {say_moment(work, until)}." if until else "You will hear from me again.")


OPERATIONS: dict[str, Apply] = {
    "message.send": _send,
    "sequence.start": _start,
    "sequence.start_all": _start_all,
    "sequence.stop": _stop,
    "sequence.pause": _pause,
    "record.reassign": _reassign,
    "schedule.create": _schedule,
    "schedule.stop": _stop_posting,
    "schedule.resume": _resume_posting,
    "schedule.mute": _mute,
}
