"""A contact's way through a sequence: begun, stepped on, paused, ended."""

from datetime import datetime
from typing import Literal

from assistant.actions.access import require
from assistant.follow_ups.calendar import calendar_of
from assistant.follow_ups.sending import gate
from assistant.follow_ups.sending.whereabouts import whereabouts
from assistant.follow_ups.sequences.steps import Step, read_steps
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Enrolment, Sequence
from storage.queries import outreach, people, sequencing

Ending = Literal["replied", "meeting", "won", "lost", "opted_out", "bounced", "refused", "stopped"]
"""How an enrolment came to its end before its last step was over."""


def enrol(work: Work, contact: Contact, sequence: Sequence, *, deal: Deal | None = None) -> Enrolment:
    """Start a sequence for a contact; one running already goes on unchanged."""
    require(work, "sequences.write", doing="start sequences")
    if not sequence.is_active:
        raise InvalidValue(f"The sequence {sequence.name} is switched off.")
    contact = people.surviving_contact(work.uow, contact)
    last = outreach.last_enrolment(work.uow, contact_id=contact.id, sequence_id=sequence.id)
    if last is not None and last.state in sequencing.RUNNING:
        return last
    return begin(work, contact, sequence, deal=deal, round=last.round + 1 if last else 1)


def begin(
    work: Work, contact: Contact, sequence: Sequence, *, round: int, deal: Deal | None = None
) -> Enrolment:
    """Put a contact who is not in a sequence at its beginning; nothing is checked."""
    steps = read_steps(sequence.steps)
    return work.uow.add(
        Enrolment(
            sequence_id=sequence.id,
            contact_id=contact.id,
            deal_id=deal.id if deal else None,
            round=round,
            version=sequence.version,
            due_at=due_of(work, steps[0], sequence=sequence, contact=contact) if steps else work.now,
            started_by_id=work.actor.id if work.actor.kind == "member" else None,
        )
    )


def due_of(work: Work, step: Step, *, sequence: Sequence, contact: Contact) -> datetime:
    """When a step is due, counted in business days from now: the company's, or where the recipient is."""
    if step.wait_days == 0:
        return work.now
    zone, rules = work.company.time_zone, work.crm.calendar
    if sequence.calendar == "recipient":
        there = whereabouts(work, contact)
        zone = there.zones[0]
        if rules.holidays_country and there.country not in ("", rules.holidays_country):
            rules = rules.model_copy(update={"holidays_country": there.country, "holidays_region": ""})
    return calendar_of(rules, zone=zone).add_days(work.now, step.wait_days)


def stop(work: Work, enrolment: Enrolment, *, reason: str, ending: Ending = "stopped") -> Enrolment:
    """End an enrolment for good: what waits to be sent is taken back, and why stands with its next step."""
    enrolment.state, enrolment.reason, enrolment.paused_until = "stopped", reason, None
    # `due_at` stays: whoever undoes this gets an enrolment that is due again.
    if enrolment.position:
        _end_steps(work, enrolment, reason=reason, ending=ending)
    _keep(work, enrolment, gate.Verdict("never", f"It ended: {reason}."), ending=ending)
    return enrolment


def _end_steps(work: Work, enrolment: Enrolment, *, reason: str, ending: Ending) -> None:
    sequencing.withdraw_waiting(work.uow, enrolment_id=enrolment.id, why=reason)
    run = sequencing.last_run(work.uow, enrolment.id)
    if run is not None and not run.outcome:
        run.outcome = ending


def stop_all(work: Work, contact: Contact, *, reason: str, ending: Ending = "stopped") -> int:
    """End everything that runs for a contact; how many."""
    running = sequencing.lock_enrolments(work.uow, contact_ids=[contact.id])
    for enrolment in running:
        stop(work, enrolment, reason=reason, ending=ending)
    return len(running)


def pause(work: Work, enrolment: Enrolment, *, until: datetime, reason: str) -> Enrolment:
    """Let an enrolment rest; its next step is due when the pause is over, or later if it was."""
    sequencing.put_off_waiting(work.uow, enrolment_id=enrolment.id, until=until)
    enrolment.state, enrolment.reason, enrolment.paused_until = "paused", reason, until
    _keep(work, enrolment, gate.Verdict("later", f"It rests: {reason}.", until), ending="")
    return enrolment


def _keep(work: Work, enrolment: Enrolment, verdict: gate.Verdict, *, ending: str) -> None:
    gate.record_withheld(
        work,
        verdict,
        contact_id=enrolment.contact_id,
        enrolment_id=enrolment.id,
        cause=cause_of(work.uow.get(Sequence, enrolment.sequence_id)),
        details={"step": enrolment.position + 1, **({"ending": ending} if ending else {})},
    )


def cause_of(sequence: Sequence) -> str:
    """How deliveries and verdicts name a sequence as what wanted them."""
    return f"sequence:{sequence.name}"
