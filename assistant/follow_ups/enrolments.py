"""A contact's way through a sequence: begun, stepped, paused, stopped."""

from datetime import datetime

from assistant.actions.access import require
from assistant.follow_ups.calendar import calendar_of
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Enrolment, Sequence
from storage.queries import outreach


def enrol(work: Work, contact: Contact, sequence: Sequence, *, deal: Deal | None = None) -> Enrolment:
    """Start a sequence for a contact; one running already goes on unchanged."""
    require(work, "sequences.write", doing="start sequences")
    if not sequence.is_active:
        raise InvalidValue(f"The sequence {sequence.name} is switched off.")
    last = outreach.last_enrolment(work.uow, contact_id=contact.id, sequence_id=sequence.id)
    if last is not None and last.state in ("active", "paused"):
        return last
    return work.uow.add(
        Enrolment(
            sequence_id=sequence.id,
            contact_id=contact.id,
            deal_id=deal.id if deal else None,
            round=last.round + 1 if last else 1,
            due_at=due_of_step(work, sequence, 0),
            started_by_id=work.actor.id if work.actor.kind == "member" else None,
        )
    )


def due_of_step(work: Work, sequence: Sequence, step: int) -> datetime | None:
    """When a step is due, counted in business days from now; None past the last one."""
    if step >= len(sequence.steps):
        return None
    days = int(sequence.steps[step].get("wait_days", 0))
    if days == 0:
        return work.now
    return calendar_of(work.crm.calendar, zone=work.company.time_zone).add_days(work.now, days)


def stop(work: Work, enrolment: Enrolment, *, reason: str) -> Enrolment:
    """End an enrolment for good."""
    enrolment.state, enrolment.reason, enrolment.due_at = "stopped", reason, None
    return enrolment


def stop_all(work: Work, contact: Contact, *, reason: str) -> int:
    """End everything that runs for a contact; how many."""
    running = outreach.enrolments_of(work.uow, contact_id=contact.id)
    for enrolment in running:
        stop(work, enrolment, reason=reason)
    return len(running)


def customer_replied(work: Work, contact: Contact) -> int:
    """A person answered, on any channel: every sequence of theirs ends."""
    return stop_all(work, contact, reason="they replied")
