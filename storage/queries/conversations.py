"""Conversations, timelines, and the threads of the dialogue."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select

from storage.among import among
from storage.models import Attachment, Card, Conversation, Interaction, MessageId, Post, Thread
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork

_BY_PROVIDER_KEY = Prepared(
    select(Conversation)
    .where(
        Conversation.channel == bindparam("channel"),
        Conversation.account == bindparam("account"),
        Conversation.provider_key == bindparam("provider_key"),
    )
    .order_by(col(Conversation.id).desc())
    .limit(1)
)
_MESSAGE_IDS = Prepared(select(MessageId).where(among(MessageId.message_id, "ids")))
_THREAD = Prepared(select(Thread).where(Thread.key == bindparam("key")))
_POST_OF_DELIVERY = Prepared(select(Post).where(Post.delivery_id == bindparam("delivery_id")).limit(1))
_POSTS = Prepared(
    select(Post)
    .where(Post.entity == bindparam("entity"), Post.record_id == bindparam("record_id"))
    .order_by(Post.id)
)
_POST_OF_THREAD = Prepared(
    select(Post)
    .where(Post.channel == bindparam("channel"), Post.conversation_key == bindparam("conversation_key"))
    .order_by(Post.id)
    .limit(1)
)
_LATEST = Prepared(
    select(Interaction)
    .where(Interaction.conversation_id == bindparam("conversation_id"))
    .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
    .limit(bindparam("limit"))
)


def find_conversation_by_key(
    uow: UnitOfWork, *, channel: str, account: str, provider_key: str
) -> Conversation | None:
    """The newest conversation of a provider's thread (`ix_conversation_provider`)."""
    return _BY_PROVIDER_KEY.first(uow, channel=channel, account=account, provider_key=provider_key)


def conversation_ids_of(uow: UnitOfWork, message_ids: Sequence[str]) -> dict[str, str]:
    """Conversation by mail id, for the ids that are known."""
    if not message_ids:
        return {}
    rows = _MESSAGE_IDS.all(uow, ids=list(message_ids))
    return {row.message_id: row.conversation_id for row in rows}


def conversations_of_contact(uow: UnitOfWork, contact_id: str, *, limit: int = 20) -> list[Conversation]:
    """A contact's conversations, newest word first."""
    return list(
        uow.session.exec(
            select(Conversation)
            .where(Conversation.contact_id == contact_id)
            .order_by(col(Conversation.last_at).desc())
            .limit(limit)
        )
    )


def latest_of_conversation(uow: UnitOfWork, conversation_id: str, *, limit: int = 20) -> list[Interaction]:
    """A conversation's newest interactions, newest first."""
    return _LATEST.all(uow, conversation_id=conversation_id, limit=limit)


def timeline(
    uow: UnitOfWork,
    *,
    contact_id: str | None = None,
    company_id: str | None = None,
    deal_id: str | None = None,
    conversation_id: str | None = None,
    ticket_id: str | None = None,
    kind: str | None = None,
    channel: str | None = None,
    since: datetime | None = None,
    limit: int = 20,
) -> list[Interaction]:
    """Interactions of one record, newest first."""
    query = select(Interaction)
    for column, value in (
        (Interaction.contact_id, contact_id),
        (Interaction.company_id, company_id),
        (Interaction.deal_id, deal_id),
        (Interaction.conversation_id, conversation_id),
        (Interaction.ticket_id, ticket_id),
        (Interaction.kind, kind),
        (Interaction.channel, channel),
    ):
        if value is not None:
            query = query.where(column == value)
    if since is not None:
        query = query.where(col(Interaction.at) >= since)
    newest_first = query.order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
    return list(uow.session.exec(newest_first.limit(limit)))


def last_writer(uow: UnitOfWork, contact_id: str, *, since: datetime) -> str | None:
    """The id of the colleague who wrote to a contact last since a moment, on any channel."""
    return uow.session.exec(
        select(Interaction.member_id)
        .where(
            Interaction.contact_id == contact_id,
            Interaction.at >= since,
            Interaction.direction == "out",
            Interaction.kind == "message",
            col(Interaction.member_id).is_not(None),
        )
        .order_by(col(Interaction.at).desc())
        .limit(1)
    ).first()


def attachments_of(uow: UnitOfWork, interaction_ids: Sequence[str]) -> list[Attachment]:
    """The files of a page of interactions."""
    if not interaction_ids:
        return []
    return list(
        uow.session.exec(
            select(Attachment)
            .where(col(Attachment.interaction_id).in_(interaction_ids))
            .order_by(Attachment.id)
        )
    )


def find_interaction(
    uow: UnitOfWork, *, channel: str, external_id: str, conversation_id: str | None = None
) -> Interaction | None:
    """The interaction of a provider's message inside a conversation."""
    query = select(Interaction).where(Interaction.channel == channel, Interaction.external_id == external_id)
    if conversation_id is not None:
        query = query.where(Interaction.conversation_id == conversation_id)
    return uow.session.exec(query.limit(1)).first()


def find_thread(uow: UnitOfWork, key: str) -> Thread | None:
    """The talk of that key (unique index)."""
    return _THREAD.first(uow, key=key)


def posts_of(uow: UnitOfWork, *, entity: str, record_id: str) -> list[Post]:
    """Our messages that stand for a record in team channels."""
    return _POSTS.all(uow, entity=entity, record_id=record_id)


def find_post(uow: UnitOfWork, *, channel: str, conversation_key: str) -> Post | None:
    """The record a team thread stands for (`ix_post_message`)."""
    return _POST_OF_THREAD.first(uow, channel=channel, conversation_key=conversation_key)


def find_post_by_delivery(uow: UnitOfWork, delivery_id: str) -> Post | None:
    """The post a delivery carries."""
    return _POST_OF_DELIVERY.first(uow, delivery_id=delivery_id)


def latest_card(
    uow: UnitOfWork, *, thread_id: str, states: Sequence[str], member_id: str | None = None
) -> Card | None:
    """The newest card of a thread in one of these states, of one member if one is named."""
    query = select(Card).where(Card.thread_id == thread_id, col(Card.state).in_(states))
    if member_id is not None:
        query = query.where(Card.member_id == member_id, col(Card.kind) == "changes")
    return uow.session.exec(query.order_by(col(Card.id).desc()).limit(1)).first()


def latest_card_of_member(uow: UnitOfWork, *, member_id: str, states: Sequence[str]) -> Card | None:
    """The newest card of a member in one of these states, whatever its thread."""
    return uow.session.exec(
        select(Card)
        .where(Card.member_id == member_id, col(Card.state).in_(states), col(Card.kind) == "changes")
        .order_by(col(Card.id).desc())
        .limit(1)
    ).first()
