"""Stepping sequences: each due enrolment sends its next step through the gate, or waits, or ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.actions.messages import Message, choose_address, send_to_contact
from assistant.bootstrap import Runtime
from assistant.follow_ups import gate
from assistant.follow_ups.enrolments import due_of_step, stop
from assistant.templates import TemplateUnresolved, render, variables_for
from assistant.unsubscribing import unsubscribe_url
from assistant.work import InvalidValue, Work
from storage.models import Contact, Enrolment, Member, Sequence
from storage.queries import outreach, people


@dataclass(frozen=True, slots=True)
class _Step:
    channel: str
    subject: str
    body: str


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Step every enrolment that is due, each in a transaction of its own."""
    with runtime.database.read() as uow:
        due = [one.id for one in outreach.due_enrolments(uow)]
        due += [one.id for one in outreach.paused_enrolments_due(uow)]
    for enrolment_id in due:
        with runtime.database.begin(actor="system", cause=f"enrolment:{enrolment_id}") as uow:
            step(runtime.work(uow), uow.get_locked(Enrolment, enrolment_id))


def step(work: Work, enrolment: Enrolment) -> None:
    """Send the next step of one enrolment if it is due and nothing stands against it."""
    if enrolment.state == "paused" and enrolment.paused_until and enrolment.paused_until <= work.now:
        enrolment.state, enrolment.due_at, enrolment.paused_until = "active", work.now, None
    if enrolment.state != "active" or enrolment.due_at is None or enrolment.due_at > work.now:
        return
    sequence = work.uow.get(Sequence, enrolment.sequence_id)
    contact = people.surviving_contact(work.uow, work.uow.get(Contact, enrolment.contact_id))
    if enrolment.step >= len(sequence.steps):
        enrolment.state, enrolment.due_at = "finished", None
        return
    try:
        _send(work, enrolment, sequence, contact)
    except (InvalidValue, TemplateUnresolved) as error:
        stop(work, enrolment, reason=str(error))


def _send(work: Work, enrolment: Enrolment, sequence: Sequence, contact: Contact) -> None:
    planned = _step_of(sequence.steps[enrolment.step])
    identity, channel = choose_address(work, contact, channel=planned.channel)
    verdict = gate.judge(work, contact=contact, identity=identity, purpose="marketing", is_automatic=True)
    if verdict.decision == "later":
        gate.record(
            work,
            verdict,
            contact=contact,
            identity=identity,
            channel=channel,
            purpose="marketing",
            cause=f"sequence:{sequence.name}",
            enrolment_id=enrolment.id,
        )
        enrolment.due_at = verdict.not_before
        return
    sender = work.uow.find(Member, enrolment.started_by_id)
    variables = variables_for(work, contact=contact, member=sender)
    message = Message(
        text=render(planned.body, variables),
        subject=render(planned.subject, variables) if planned.subject else "",
        key=f"step:{enrolment.id}:{enrolment.step}",
        cause=f"sequence:{sequence.name}",
        purpose="marketing",
        is_automatic=True,
        unsubscribe_url=unsubscribe_url(work, identity) if channel == "email" else "",
    )
    posted = send_to_contact(work, contact, message, channel=channel)
    if posted.verdict.decision == "never":
        stop(work, enrolment, reason=posted.verdict.reason)
        return
    enrolment.step += 1
    enrolment.due_at = due_of_step(work, sequence, enrolment.step)
    if enrolment.due_at is None:
        enrolment.state = "finished"


def _step_of(step: Mapping[str, Any]) -> _Step:
    return _Step(str(step.get("channel", "any")), str(step.get("subject", "")), str(step["body"]))
