"""Who waits for whom."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from storage.models import Contact, Conversation, Interaction
from storage.unit_of_work import UnitOfWork

FORGOTTEN = timedelta(days=60)
"""A silence older than this is no news to anybody."""


def waiting_for_customer(
    uow: UnitOfWork, *, since: datetime, limit: int = 200
) -> list[tuple[Conversation, str, str]]:
    """Open conversations a colleague had the last word in, before a moment; with both names."""
    rows = uow.session.exec(
        select(Conversation, Interaction.member_id, Contact.name)
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Interaction, col(Interaction.conversation_id) == col(Conversation.id))
        .where(
            Conversation.is_open,
            Conversation.last_at < since,
            Conversation.last_at > since - FORGOTTEN,
            Interaction.at == Conversation.last_at,
            Interaction.direction == "out",
            col(Interaction.is_automatic).is_(False),
            col(Interaction.member_id).is_not(None),
        )
        .order_by(col(Conversation.last_at))
        .limit(limit)
    )
    return [(conversation, member_id, name) for conversation, member_id, name in rows if member_id]
