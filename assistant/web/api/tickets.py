"""`tickets`: open, change, answer, note."""

from fastapi import APIRouter

from assistant.actions import tickets
from assistant.operations.service import reply_from_elsewhere
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import Answer, TicketIn, TicketPatch, Words
from assistant.web.api.people_lookup import owner_id_of
from assistant.web.api.shapes import interaction_json, ticket_json
from assistant.work import Work
from storage.models import Company, Contact, Member, Ticket

router = APIRouter(prefix="/tickets", tags=["tickets"])


@router.post("", status_code=201)
def create(body: TicketIn, caller: CallerDependency) -> JsonObject:
    """Open a ticket."""

    def write(work: Work) -> JsonObject:
        ticket = tickets.create_ticket(
            work,
            subject=body.subject,
            contact=work.uow.get(Contact, body.contact_id) if body.contact_id else None,
            company_id=work.uow.get(Company, body.company_id).id if body.company_id else None,
            priority=body.priority,
            category=body.category,
            owner_id=owner_id_of(work, body.owner) if body.owner else None,
            channel="api",
        )
        if body.text:
            tickets.add_note(work, ticket, body.text)
        work.uow.flush()
        return ticket_json(work, ticket)

    return caller.writes(write)


@router.patch("/{ticket_id}")
def change(ticket_id: str, body: TicketPatch, caller: CallerDependency) -> JsonObject:
    """Change what is given; status `closed` ends it, `open` opens it again; `snoozed_until` lays it aside."""

    def write(work: Work) -> JsonObject:
        ticket = tickets.surviving_ticket(work, work.uow.get_locked(Ticket, ticket_id))
        fields = body.model_dump(exclude_unset=True)
        owner, status = fields.pop("owner", None), fields.pop("status", None)
        until = fields.pop("snoozed_until", None)
        if owner:
            tickets.assign_ticket(work, ticket, work.uow.get(Member, owner_id_of(work, owner)))
        if fields:
            tickets.update_ticket(work, ticket, **fields)
        if status == "closed":
            tickets.close_ticket(work, ticket)
        elif status == "open" and ticket.status in ("solved", "closed"):
            tickets.reopen_ticket(work, ticket)
        elif status is not None:
            tickets.update_ticket(work, ticket, status=status)
        if until is not None:
            tickets.snooze_ticket(work, ticket, until=until)
        work.uow.flush()
        return ticket_json(work, ticket)

    return caller.writes(write)


@router.post("/{ticket_id}/reply", status_code=201)
def reply(ticket_id: str, body: Answer, caller: CallerDependency) -> JsonObject:
    """Answer the customer, on their channel unless another is named."""

    def write(work: Work) -> JsonObject:
        ticket = tickets.surviving_ticket(work, work.uow.get_locked(Ticket, ticket_id))
        posted = reply_from_elsewhere(
            work,
            ticket,
            body.text,
            key=f"api:{work.uow.batch_id}",
            channel=body.channel,
            template=body.template,
        )
        work.uow.flush()
        delivery = posted.delivery
        return {
            "delivery_id": delivery.id if delivery else None,
            "channel": delivery.channel if delivery else None,
            "state": delivery.state if delivery else "withheld",
        }

    return caller.writes(write)


@router.post("/{ticket_id}/notes", status_code=201)
def note(ticket_id: str, body: Words, caller: CallerDependency) -> JsonObject:
    """Write an internal note."""

    def write(work: Work) -> JsonObject:
        ticket = tickets.surviving_ticket(work, work.uow.get_locked(Ticket, ticket_id))
        interaction = tickets.add_note(work, ticket, body.text)
        work.uow.flush()
        return interaction_json(work, interaction)

    return caller.writes(write)
