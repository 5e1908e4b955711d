"""`enrolments` and `consents`: start, stop, record."""

from dataclasses import asdict

from fastapi import APIRouter

from assistant.actions.access import require
from assistant.actions.consents import record_consent
from assistant.addresses import canonical
from assistant.follow_ups.sequences import enrolments
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import ConsentIn, EnrolmentIn, EnrolmentPatch
from assistant.web.api.shapes import record_json
from assistant.work import InvalidValue, Work
from storage.models import Contact, Enrolment, Sequence
from storage.queries import outreach, sequencing

router = APIRouter(tags=["sequences"])


@router.post("/enrolments", status_code=201)
def enrol(body: EnrolmentIn, caller: CallerDependency) -> JsonObject:
    """Start a sequence (by id or name) for a contact."""

    def write(work: Work) -> JsonObject:
        sequence = _sequence(work, body.sequence)
        enrolment = enrolments.enrol(work, work.uow.get(Contact, body.contact_id), sequence)
        work.uow.flush()
        return record_json(work, enrolment)

    return caller.writes(write)


@router.get("/sequences/{sequence}/results")
def results(sequence: str, caller: CallerDependency) -> JsonObject:
    """For each step and wording of a sequence (by id or name): how many got it, and what came of it."""

    def read(work: Work) -> JsonObject:
        require(work, "records.read", doing="see sequences")
        found = _sequence(work, sequence)
        rows = [asdict(one) for one in sequencing.results_of(work.uow, found.id)]
        steps = [{"step": row.pop("position") + 1, **row} for row in rows]
        return {"sequence": found.name, "steps": steps}

    return caller.reads(read)


def _sequence(work: Work, id_or_name: str) -> Sequence:
    found = work.uow.find(Sequence, id_or_name) or outreach.find_sequence(work.uow, id_or_name)
    if found is None:
        raise InvalidValue(f"There is no sequence {id_or_name!r}.", fields={"sequence": "No such sequence."})
    return found


@router.patch("/enrolments/{enrolment_id}")
def stop(enrolment_id: str, body: EnrolmentPatch, caller: CallerDependency) -> JsonObject:
    """Stop an enrolment."""

    def write(work: Work) -> JsonObject:
        require(work, "sequences.write", doing="stop sequences")
        enrolment = work.uow.get_locked(Enrolment, enrolment_id)
        enrolments.stop(work, enrolment, reason=f"stopped by {work.actor.name}")
        work.uow.flush()
        return record_json(work, enrolment)

    return caller.writes(write)


@router.post("/consents", status_code=201)
def consent(body: ConsentIn, caller: CallerDependency) -> JsonObject:
    """Record what an address agreed to, with the proof."""

    def write(work: Work) -> JsonObject:
        require(work, "contacts.write", doing="record consents")
        form = canonical(body.kind, body.address, country=work.company.country)
        row = record_consent(
            work,
            kind=form.kind,
            address=form.address,
            purpose=body.purpose,
            is_granted=body.is_granted,
            proof=f"{body.proof} (entered by {work.actor.name})",
        )
        work.uow.flush()
        return record_json(work, row)

    return caller.writes(write)
