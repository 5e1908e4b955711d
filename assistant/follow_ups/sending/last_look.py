"""A last look at a message nobody asked for, as it leaves: it may have waited since the gate let it through.

In an outage, or while a provider was down, its recipient may have answered, opted out or gone to bed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from assistant.addresses import KIND_OF_CHANNEL
from assistant.follow_ups.sending import gate, lateness
from assistant.work import SYSTEM, Company, JobQueue, Work
from storage.models import Contact, Delivery, Enrolment, Identity
from storage.queries import campaigns, people, sequencing, stepping
from storage.unit_of_work import UnitOfWork

CALL_WAITS = timedelta(minutes=3)
"""A colleague who pressed to call waits no longer: their phone must not ring out of the blue."""


@dataclass(frozen=True, slots=True)
class LastLook:
    """Judges deliveries once more. It can hold back what nobody asked for, and a call nobody awaits."""

    company: Company
    jobs: JobQueue

    def read_ahead(self, uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        """Read together what looking at these will ask."""
        unasked = [one for one in deliveries if one.purpose in gate.UNASKED]
        people.read_ahead(uow, [one.contact_id for one in unasked if one.contact_id is not None])
        stepping.read_runs(uow, [one.id for one in unasked])

    def __call__(self, uow: UnitOfWork, delivery: Delivery) -> gate.Verdict | None:
        """What stands against sending it now, kept as a verdict; None where nothing does."""
        if delivery.channel == "voice" and uow.now - delivery.created_at > CALL_WAITS:
            return gate.Verdict("never", "Nobody waits by the phone any more.")
        if delivery.purpose not in gate.UNASKED or delivery.contact_id is None:
            return None
        work = Work(uow=uow, actor=SYSTEM, company=self.company, jobs=self.jobs)
        contact = people.surviving_contact(uow, uow.get(Contact, delivery.contact_id))
        identity = people.find_identity(uow, kind=KIND_OF_CHANNEL[delivery.channel], address=delivery.address)
        if identity is None:
            return None
        run = stepping.run_of_delivery(uow, delivery.id)
        enrolment = uow.find(Enrolment, run.enrolment_id) if run is not None else None
        verdict = self._verdict(work, delivery, enrolment, contact=contact, identity=identity)
        if verdict.decision == "send":
            return None
        if verdict.decision == "never" and run is not None:
            run.outcome = run.outcome or "withheld"
        self._keep(work, verdict, delivery, enrolment, contact=contact, identity=identity)
        return verdict

    def _verdict(
        self,
        work: Work,
        delivery: Delivery,
        enrolment: Enrolment | None,
        *,
        contact: Contact,
        identity: Identity,
    ) -> gate.Verdict:
        stopped = _why_campaign_stopped(work.uow, delivery) if enrolment is None else ""
        if stopped:
            return gate.Verdict("never", stopped)
        if lateness.is_stale(work, delivery.first_due_at):
            return gate.Verdict("never", lateness.say_stale(work, delivery.first_due_at))
        if enrolment is not None and enrolment.state == "stopped":
            return gate.Verdict("never", f"It ended: {enrolment.reason}.")
        if enrolment is not None and enrolment.state == "paused" and enrolment.paused_until is not None:
            return gate.Verdict("later", f"It rests: {enrolment.reason}.", enrolment.paused_until)
        purpose: gate.Purpose = "survey" if delivery.purpose == "survey" else "marketing"
        return gate.judge_again(work, contact=contact, identity=identity, purpose=purpose)

    def _keep(
        self,
        work: Work,
        verdict: gate.Verdict,
        delivery: Delivery,
        enrolment: Enrolment | None,
        *,
        contact: Contact,
        identity: Identity,
    ) -> None:
        before = sequencing.verdict_of_delivery(work.uow, delivery.id)
        gate.record(
            work,
            verdict,
            contact=contact,
            identity=identity,
            channel=delivery.channel,
            purpose="survey" if delivery.purpose == "survey" else "marketing",
            cause=before.cause if before is not None else delivery.key,
            delivery_id=delivery.id,
            enrolment_id=enrolment.id if enrolment is not None else None,
            details=before.details if before is not None else {},
        )


def _why_campaign_stopped(uow: UnitOfWork, delivery: Delivery) -> str:
    """Why its campaign holds it back; "" where none does.

    Whoever paused or cancelled it took out what waited: only what was on its way then may come back.
    """
    state = campaigns.state_behind(uow, delivery.id) if delivery.attempts else None
    return campaigns.STOPPED.get(state or "", "")
