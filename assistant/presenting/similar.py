"""Tickets like one: found by its words, so that an answer given once is not worked out again."""

from assistant.work import Work
from storage.models import Ticket
from storage.search import search

LEAST = 0.5
MOST = 3


def similar_tickets(work: Work, ticket: Ticket) -> list[Ticket]:
    """Other tickets about the same, the nearest first."""
    found = search(work.uow, ticket.subject, entities=("ticket",), limit=MOST + 3)
    ids = [one.record_id for one in found if one.score >= LEAST and one.record_id != ticket.id]
    near = [work.uow.find(Ticket, one) for one in ids]
    return [one for one in near if one is not None and one.merged_into_id is None][:MOST]


def said_similar(work: Work, ticket: Ticket) -> str:
    """`#4 The fan smells (solved, Sam Okoye)`, one to a line; empty where there is none."""
    return "\n".join(
        f"• #{one.number} {one.subject} ({one.status.replace('_', ' ')})"
        for one in similar_tickets(work, ticket)
    )
