"""`enrolments` and `consents`: start, stop, record."""

from fastapi import APIRouter

from assistant.actions.access import require
from assistant.addresses import canonical
from assistant.follow_ups import enrolments
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import ConsentIn, EnrolmentIn, EnrolmentPatch
from assistant.web.api.shapes import record_json
from assistant.work import InvalidValue, Work
from storage.models import Consent, Contact, Enrolment, Sequence
from storage.queries import outreach

router = APIRouter(tags=["sequences"])


@router.post("/enrolments", status_code=201)
def enrol(body: EnrolmentIn, caller: CallerDependency) -> JsonObject:
    """Start a sequence (by id or name) for a contact."""

    def deed(work: Work) -> JsonObject:
        sequence = work.uow.find(Sequence, body.sequence) or outreach.find_sequence(work.uow, body.sequence)
        if sequence is None:
            raise InvalidValue(
                f"There is no sequence {body.sequence!r}.", fields={"sequence": "No such sequence."}
            )
        enrolment = enrolments.enrol(work, work.uow.get(Contact, body.contact_id), sequence)
        work.uow.flush()
        return record_json(work, enrolment)

    return caller.does(deed)


@router.patch("/enrolments/{enrolment_id}")
def stop(enrolment_id: str, body: EnrolmentPatch, caller: CallerDependency) -> JsonObject:
    """Stop an enrolment."""

    def deed(work: Work) -> JsonObject:
        require(work, "sequences.write", doing="stop sequences")
        enrolment = work.uow.get_locked(Enrolment, enrolment_id)
        enrolments.stop(work, enrolment, reason=f"stopped by {work.actor.name}")
        work.uow.flush()
        return record_json(work, enrolment)

    return caller.does(deed)


@router.post("/consents", status_code=201)
def consent(body: ConsentIn, caller: CallerDependency) -> JsonObject:
    """Record what an address agreed to, with the proof."""

    def deed(work: Work) -> JsonObject:
        require(work, "contacts.write", doing="record consents")
        form = canonical(body.kind, body.address, country=work.company.country)
        row = Consent(
            kind=form.kind,
            address=form.address,
            purpose=body.purpose,
            is_granted=body.is_granted,
            proof=f"{body.proof} (entered by {work.actor.name})",
            at=work.now,
        )
        work.uow.add(row)
        work.uow.flush()
        return record_json(work, row)

    return caller.does(deed)
