"""Stepping sequences: each due enrolment sends its next step through the gate, or waits, or ends."""

from collections.abc import Collection, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from assistant.actions.messages import Message, Outgoing, choose_address, put_out
from assistant.bootstrap import Runtime
from assistant.follow_ups.sending import gate, lateness
from assistant.follow_ups.sequences.enrolments import cause_of, due_of, stop
from assistant.follow_ups.sequences.steps import Step, Words, index_after, read_steps, steps_of
from assistant.follow_ups.sequences.telling import tell_owner
from assistant.follow_ups.sequences.threads import thread_of
from assistant.outgoing.templates import TemplateUnresolved, render, variables_for
from assistant.outgoing.unsubscribing import unsubscribe_url
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Enrolment, Member, Sequence, StepRun
from storage.queries import ledger, people, sequencing, stepping
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 200
TOGETHER = 25
"""So many steps share a transaction: what they ask is asked once, and they wait for the disk once."""
ARRIVING = timedelta(seconds=2)
"""What came in less long ago is just being worked, as always."""
LONGEST_WAIT = timedelta(minutes=10)
"""What could not be read by then holds nothing up any more."""
REST_AFTER_FAILURE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Due:
    """A step that is due: of whom, of what, in which words."""

    enrolment: Enrolment
    sequence: Sequence
    contact: Contact
    steps: tuple[Step, ...]

    @property
    def step(self) -> Step:
        return self.steps[self.enrolment.step]

    @property
    def words(self) -> Words:
        return self.step.words_for(
            sequence_id=self.sequence.id, contact_id=self.contact.id, index=self.enrolment.step
        )

    @property
    def details(self) -> dict[str, object]:
        return {"step": self.enrolment.position + 1, "variant": self.words.label}


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Step every enrolment that is due, some in one transaction; one that fails stops only itself.

    While mail and texts wait to be read (after an outage), answers may be among them: the steps wait too.
    """
    seen: set[str] = set()
    is_more = True
    while is_more:
        ids = _due(runtime, except_for=seen)
        seen.update(ids)
        for start in range(0, len(ids), TOGETHER):
            _step_all(runtime, ids[start : start + TOGETHER])
        is_more = len(ids) >= BATCH


def _due(runtime: Runtime, *, except_for: Collection[str]) -> list[str]:
    """Whose pause is over, then whose step is due, longest first; nobody while something is unread."""
    with runtime.database.read() as uow:
        unread = sequencing.has_unread(uow, since=uow.now - LONGEST_WAIT, before=uow.now - ARRIVING)
        if unread:
            log.info("sequences.waiting_for_inbox")
            return []
        rested = sequencing.rested_enrolment_ids(uow, limit=BATCH)
        due = sequencing.due_enrolment_ids(uow, limit=BATCH)
    return [one for one in dict.fromkeys((*rested, *due)) if one not in except_for]


def _step_all(runtime: Runtime, ids: Many[str]) -> None:
    """Step some enrolments in one transaction; where one of them fails, each in its own."""
    try:
        with runtime.database.begin(actor="system", cause="sweep.sequences") as uow:
            _step_locked(runtime.work(uow), ids)
    except Exception:  # noqa: BLE001 - whatever it was, each is tried alone, and told of where it fails again
        if len(ids) == 1:
            _set_aside(runtime, ids[0])
            return
        for one in ids:
            _step_all(runtime, [one])


def _step_locked(work: Work, ids: Many[str]) -> None:
    locked = stepping.lock_enrolments(work.uow, ids)
    _read_ahead(work, locked.values())
    for one in ids:
        if one in locked:
            step(work, locked[one])


def _read_ahead(work: Work, enrolments: Collection[Enrolment]) -> None:
    """What a step asks of its contact, asked once for all of them."""
    contact_ids = list(dict.fromkeys(one.contact_id for one in enrolments))
    gate.read_ahead(work, contact_ids)
    stepping.read_conversations(work.uow, contact_ids)
    stepping.read_owners(work.uow, [work.uow.get(Contact, one).owner_id for one in contact_ids])
    ledger.read_keys(work.uow, [_key(one) for one in enrolments])


def _set_aside(runtime: Runtime, enrolment_id: str) -> None:
    """Whatever is wrong with one contact's step, the others' go out, and it is tried again later."""
    log.exception("sequences.step_failed", enrolment_id=enrolment_id)
    with runtime.database.begin(actor="system", cause="sweep.sequences") as uow:
        _rest(uow, uow.get_locked(Enrolment, enrolment_id))


def _rest(uow: UnitOfWork, enrolment: Enrolment) -> None:
    if enrolment.state == "active":
        enrolment.due_at = uow.now + REST_AFTER_FAILURE


def step(work: Work, enrolment: Enrolment) -> None:
    """Send the next step of one enrolment if it is due and nothing stands against it.

    The enrolment must be locked: who comes second finds it stepped.
    """
    _resume(work, enrolment)
    if enrolment.state != "active" or enrolment.due_at is None or enrolment.due_at > work.now:
        return
    sequence = work.uow.get(Sequence, enrolment.sequence_id)
    contact = people.surviving_contact(work.uow, work.uow.get(Contact, enrolment.contact_id))
    due = _Due(enrolment, sequence, contact, steps_of(work, enrolment, sequence))
    if enrolment.step >= len(due.steps):
        _finish(enrolment)
    elif lateness.is_stale(work, enrolment.due_at):
        _drop(work, due, enrolment.due_at)
    else:
        _try(work, due)


def _resume(work: Work, enrolment: Enrolment) -> None:
    until = enrolment.paused_until
    if enrolment.state == "paused" and until is not None and until <= work.now:
        enrolment.state, enrolment.reason, enrolment.paused_until = "active", "", None
        enrolment.due_at = max(enrolment.due_at or until, until)


def _try(work: Work, due: _Due) -> None:
    try:
        _send(work, due)
    except (InvalidValue, TemplateUnresolved) as error:
        stop(work, due.enrolment, reason=str(error).rstrip("."), ending="refused")
        said = (
            f"Step {due.enrolment.position + 1} of “{due.sequence.name}” was not sent to {due.contact.name}"
        )
        key = f"blocked:{due.enrolment.id}:{due.enrolment.position}"
        tell_owner(work, due.contact, f"{said}: {error}", key=key, enrolment=due.enrolment)


def _send(work: Work, due: _Due) -> None:
    identity, channel = choose_address(work, due.contact, channel=due.step.channel)
    verdict = gate.judge(
        work,
        contact=due.contact,
        identity=identity,
        purpose="marketing",
        is_automatic=True,
        channel=channel,
    )
    if verdict.decision == "later":
        gate.record(
            work,
            verdict,
            contact=due.contact,
            identity=identity,
            channel=channel,
            purpose="marketing",
            cause=cause_of(due.sequence),
            enrolment_id=due.enrolment.id,
            details=due.details,
        )
        due.enrolment.due_at = verdict.not_before
        return
    message = _message(work, due, url=unsubscribe_url(work, identity) if channel == "email" else "")
    conversation = thread_of(work, due.enrolment, due.contact, channel=channel, subject=message.subject)
    posted = put_out(work, Outgoing(due.contact, message, identity, channel, conversation), verdict)
    if posted.verdict.decision == "never":
        stop(work, due.enrolment, reason=posted.verdict.reason.rstrip("."), ending="refused")
        return
    _note_sent(work, due, posted.delivery.id if posted.delivery else None)
    _advance(work, due)


def _message(work: Work, due: _Due, *, url: str) -> Message:
    sender = work.uow.find(Member, due.enrolment.started_by_id) or work.uow.find(Member, due.contact.owner_id)
    deal = work.uow.find(Deal, due.enrolment.deal_id)
    variables = variables_for(work, contact=due.contact, deal=deal, member=sender)
    late = lateness.minutes_late(work, due.enrolment.due_at)
    return Message(
        text=render(due.words.body, variables),
        subject=render(due.words.subject, variables) if due.words.subject else "",
        key=_key(due.enrolment),
        cause=cause_of(due.sequence),
        purpose="marketing",
        is_automatic=True,
        unsubscribe_url=url,
        enrolment_id=due.enrolment.id,
        template=due.step.template,
        details={**due.details, **({"late_minutes": late} if late else {})},
    )


def _key(enrolment: Enrolment) -> str:
    """What makes a step go out once."""
    return f"step:{enrolment.id}:{enrolment.position}"


def _note_sent(work: Work, due: _Due, delivery_id: str | None) -> None:
    work.uow.add(
        StepRun(
            sequence_id=due.sequence.id,
            enrolment_id=due.enrolment.id,
            position=due.enrolment.position,
            variant=due.words.label,
            delivery_id=delivery_id,
            at=work.now,
        )
    )


def _drop(work: Work, due: _Due, was_due: datetime) -> None:
    """Too late to be of use: kept as a verdict, and the next step is counted from now."""
    gate.record_withheld(
        work,
        gate.Verdict("never", lateness.say_stale(work, was_due)),
        contact_id=due.contact.id,
        enrolment_id=due.enrolment.id,
        cause=cause_of(due.sequence),
        details=due.details,
    )
    _advance(work, due)


def _advance(work: Work, due: _Due) -> None:
    """On to the next step, by the newest version of the sequence."""
    enrolment, newest = due.enrolment, read_steps(due.sequence.steps)
    enrolment.step = index_after(due.steps, enrolment.step, newest)
    enrolment.version = due.sequence.version
    enrolment.position += 1
    if enrolment.step >= len(newest):
        _finish(enrolment)
        return
    enrolment.due_at = due_of(work, newest[enrolment.step], sequence=due.sequence, contact=due.contact)


def _finish(enrolment: Enrolment) -> None:
    enrolment.state, enrolment.due_at = "finished", None
