"""`leads`: take in, judge, convert."""

from fastapi import APIRouter

from assistant.actions import leads
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import LeadIn, LeadPatch
from assistant.web.api.people_lookup import owner_id_of
from assistant.web.api.shapes import lead_json
from assistant.work import Work
from storage.models import Lead

router = APIRouter(prefix="/leads", tags=["leads"])


@router.post("", status_code=201)
def create(body: LeadIn, caller: CallerDependency) -> JsonObject:
    """Take in a lead."""

    def write(work: Work) -> JsonObject:
        fields = body.model_dump(exclude={"owner"})
        owner_id = owner_id_of(work, body.owner) if body.owner else None
        lead = leads.create_lead(work, leads.LeadFields(**fields, owner_id=owner_id))
        work.uow.flush()
        return lead_json(work, lead)

    return caller.writes(write)


@router.patch("/{lead_id}")
def change(lead_id: str, body: LeadPatch, caller: CallerDependency) -> JsonObject:
    """Judge, assign or convert a lead."""

    def write(work: Work) -> JsonObject:
        lead = work.uow.get_locked(Lead, lead_id)
        if body.owner is not None:
            leads.assign_lead(work, lead, owner_id_of(work, body.owner))
        if body.status == "qualified":
            leads.qualify_lead(work, lead)
        elif body.status == "unqualified":
            leads.disqualify_lead(work, lead, reason=body.reason or "")
        elif body.status == "converted":
            leads.convert_lead(work, lead)
        elif body.status == "working":
            leads.assign_lead(work, lead, lead.owner_id or work.actor.id)
        work.uow.flush()
        return lead_json(work, lead)

    return caller.writes(write)
