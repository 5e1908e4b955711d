"""`contacts`: make, change, merge, un-merge."""

from fastapi import APIRouter

from assistant.actions import people
from assistant.actions.calls import start_call
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import ContactIn, ContactPatch, MergeIn
from assistant.web.api.people_lookup import owner_id_of
from assistant.web.api.shapes import contact_json, interaction_json
from assistant.work import Work
from storage.models import Contact

router = APIRouter(prefix="/contacts", tags=["contacts"])


@router.post("", status_code=201)
def create(body: ContactIn, caller: CallerDependency) -> JsonObject:
    """Make a contact."""

    def write(work: Work) -> JsonObject:
        fields = body.model_dump(exclude={"tags"})
        contact = people.create_contact(work, **fields)
        for tag in body.tags:
            people.add_tag(work, entity="contact", record_id=contact.id, name=tag)
        work.uow.flush()
        return contact_json(work, contact)

    return caller.writes(write)


@router.patch("/{contact_id}")
def change(contact_id: str, body: ContactPatch, caller: CallerDependency) -> JsonObject:
    """Change what is given."""

    def write(work: Work) -> JsonObject:
        fields = body.model_dump(exclude_unset=True)
        owner = fields.pop("owner", None)
        contact = work.uow.get_locked(Contact, contact_id)
        people.update_contact(work, contact, **fields, owner_id=owner_id_of(work, owner) if owner else None)
        work.uow.flush()
        return contact_json(work, contact)

    return caller.writes(write)


@router.post("/{contact_id}/merge")
def merge(contact_id: str, body: MergeIn, caller: CallerDependency) -> JsonObject:
    """Merge this contact into another; gives the one that stays."""

    def write(work: Work) -> JsonObject:
        loser = work.uow.get_locked(Contact, contact_id)
        winner = people.merge(work, loser=loser, winner=work.uow.get_locked(Contact, body.into))
        work.uow.flush()
        return contact_json(work, winner)

    return caller.writes(write)


@router.post("/{contact_id}/unmerge")
def unmerge(contact_id: str, caller: CallerDependency) -> JsonObject:
    """Take a merge back."""

    def write(work: Work) -> JsonObject:
        contact = people.unmerge(work, work.uow.get_locked(Contact, contact_id))
        work.uow.flush()
        return contact_json(work, contact)

    return caller.writes(write)


@router.post("/{contact_id}/call", status_code=201)
def call(contact_id: str, caller: CallerDependency) -> JsonObject:
    """Call this contact: the caller's own phone rings to be connected, or their phone program dials `tel`."""

    def write(work: Work) -> JsonObject:
        started = start_call(work, work.uow.get(Contact, contact_id))
        work.uow.flush()
        return {
            "tel": started.tel,
            "rings": started.rings,
            "interaction": interaction_json(work, started.interaction),
        }

    return caller.writes(write)
