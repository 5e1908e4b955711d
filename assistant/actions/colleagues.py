"""Words to colleagues: to one of them, or as a record's card in a team's channel."""

from datetime import datetime

from assistant.outgoing.outbox import About, Draft, queue
from assistant.work import Work
from channels.contract import Address, OutboundKind
from channels.reply import Reply
from storage.models import Delivery, Member, Post
from storage.queries import team


def notify_member(
    work: Work, member: Member, reply: Reply, *, key: str, due_at: datetime | None = None
) -> Delivery | None:
    """Tell a colleague something: in Slack where we know them there, else by mail."""
    about = About(member_id=member.id, purpose="internal")
    slack = team.identity_of_member(work.uow, member_id=member.id, channel="slack")
    if slack is not None:
        said = Draft("slack", Address(slack.address, member.name), reply)
        return queue(work, said, key=key, about=about, due_at=due_at)
    to, subject = Address(member.email, member.name), reply.title or reply.text[:80]
    draft = Draft("email", to, reply, subject=subject, is_automatic=True)
    return queue(work, draft, key=key, about=about, due_at=due_at)


def post_card(
    work: Work, *, channel: str, entity: str, record_id: str, reply: Reply, key: str
) -> Post | None:
    """Post a record's card into a team channel; its thread then stands for the record.

    None where no channel is configured.
    """
    if not channel:
        return None
    delivery = queue(work, Draft("slack", Address(channel), reply), key=key, about=About(purpose="internal"))
    if delivery is None:
        return None
    return work.uow.add(
        Post(
            entity=entity,
            record_id=record_id,
            channel="slack",
            account=delivery.account,
            delivery_id=delivery.id,
        )
    )


def post_in_thread(work: Work, post: Post, reply: Reply, *, key: str) -> Delivery | None:
    """Add to the thread of a record's card."""
    draft = Draft("slack", Address(""), reply, account=post.account, conversation_key=f"post:{post.id}")
    return queue(work, draft, key=key, about=About(purpose="internal"))


def refresh_card(work: Work, post: Post, reply: Reply, *, key: str) -> Delivery | None:
    """Bring a record's card up to date in place."""
    draft = Draft(
        "slack",
        Address(""),
        reply,
        account=post.account,
        kind=OutboundKind.UPDATE,
        conversation_key=f"post:{post.id}",
        replaces=f"post:{post.id}",
    )
    return queue(work, draft, key=key, about=About(purpose="internal"))
