"""What a colleague is answered, as a message to the place they spoke or pressed in."""

from dataclasses import replace

from assistant.dialogue.spoken import Spoken
from assistant.outgoing.outbox import About, Draft, queue
from assistant.pipeline.case import Case
from assistant.work import Work
from channels.contract import Address, Kind, OutboundKind

ONLY_YOU = "Only you see this: not everybody here may."


def answer(case: Case, work: Work, spoken: Spoken) -> None:
    """Say it where they spoke; to them alone where not everybody who reads along may know it."""
    message = case.message
    is_withheld = message.is_shared_audience and spoken.is_sensitive
    is_private = message.kind is Kind.COMMAND or is_withheld
    reply = spoken.reply
    if is_withheld and spoken.acts and not spoken.refused:
        reply = replace(reply, footnote=f"{reply.footnote} {ONLY_YOU}".strip())
    draft = Draft(
        "slack",
        message.sender,
        reply,
        account=message.account,
        conversation_key=message.conversation_key,
        kind=OutboundKind.PRIVATE if is_private else OutboundKind.MESSAGE,
        replaces=str(message.payload.get("replaces", "")) if message.kind is Kind.COMMAND else "",
    )
    about = About(member_id=case.member_id, purpose="internal")
    delivery = queue(work, draft, key=f"answer:{case.entry_id}", about=about)
    if spoken.card is not None and delivery is not None:
        spoken.card.external_id = delivery.id


def replace_pressed(case: Case, work: Work, spoken: Spoken) -> None:
    """Put it in place of the message that was pressed; where that is not known, say it."""
    target = str(case.message.payload.get("replaces", ""))
    if not target:
        answer(case, work, spoken)
        return
    draft = Draft(
        "slack",
        Address(case.message.sender.address),
        spoken.reply,
        account=case.message.account,
        conversation_key=case.message.conversation_key,
        kind=OutboundKind.UPDATE,
        replaces=target,
    )
    queue(
        work, draft, key=f"press:{case.entry_id}", about=About(member_id=case.member_id, purpose="internal")
    )
