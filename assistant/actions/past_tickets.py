"""Tickets that began elsewhere, taken over as they stand: nobody is told or asked about what is past."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.actions import people
from assistant.actions.access import require
from assistant.follow_ups.tickets import service_levels
from assistant.work import InvalidValue, JobQueue, NewJob, Work
from storage.models import Contact, Interaction, Member, Ticket
from storage.queries import service
from storage.search import EXTERNAL
from storage.unit_of_work import UnitOfWork

ENDED = ("solved", "closed")
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class PastTicket:
    """What is known of it. `external_id` is the id it has where it comes from."""

    external_id: str
    subject: str
    created_at: datetime
    text: str = ""
    status: str = "open"
    priority: str = "normal"
    category: str = ""
    team: str = ""
    solved_at: datetime | None = None
    tags: tuple[str, ...] = ()


class _NoJobs(JobQueue):
    """A queue that forgets: what is past sets nothing going."""

    def enqueue_many(self, uow: UnitOfWork, jobs: Sequence[NewJob]) -> list[bool]:
        return [False for _ in jobs]


def in_silence(work: Work) -> Work:
    """The same work, of which no rule and no follow-up hears."""
    return replace(work, jobs=_NoJobs())


def take_over(work: Work, past: PastTicket, *, contact: Contact | None, owner: Member | None) -> Ticket:
    """Keep a ticket of the past under a number of our own.

    The clocks of one that is still open count from now on; what ended, or rests, is left in peace until
    somebody goes on with it. Raises InvalidValue for times that cannot be.
    """
    require(work, "tickets.write", doing="take over tickets")
    _check(work, past)
    ticket = Ticket(
        number=service.next_ticket_number(work.uow),
        subject=" ".join(past.subject.split())[:LONGEST_SUBJECT],
        status=past.status,
        priority=past.priority,
        category=past.category,
        team=past.team,
        contact_id=contact.id if contact else None,
        company_id=contact.company_id if contact else None,
        owner_id=owner.id if owner else None,
        created_at=past.created_at,
        custom={EXTERNAL: past.external_id},
        clocks_from=work.now,
    )
    if past.status in ENDED:
        ticket.solved_at = past.solved_at or past.created_at
        ticket.closed_at = ticket.solved_at if past.status == "closed" else None
    if past.status == "open":
        service_levels.start(work, ticket)
    else:
        ticket.paused_at = work.now
    work.uow.add(ticket)
    if past.text:
        work.uow.add(_first_words(ticket, past.text))
    for tag in past.tags:
        people.add_tag(work, entity="ticket", record_id=ticket.id, name=tag)
    return ticket


def _check(work: Work, past: PastTicket) -> None:
    if not past.subject.strip():
        raise InvalidValue("A ticket needs a subject.", fields={"subject": "This is needed."})
    if past.created_at > work.now or (past.solved_at is not None and past.solved_at > work.now):
        raise InvalidValue("A ticket of the past cannot have been opened or solved in the future.")
    if past.solved_at is not None and past.solved_at < past.created_at:
        raise InvalidValue("It cannot have been solved before it was opened.")


def _first_words(ticket: Ticket, text: str) -> Interaction:
    """What it was about, as a note: a message would count as one nobody answered."""
    return Interaction(
        contact_id=ticket.contact_id,
        company_id=ticket.company_id,
        ticket_id=ticket.id,
        kind="note",
        direction="internal",
        subject=ticket.subject,
        text=text,
        new_text=text,
        at=ticket.created_at,
    )
