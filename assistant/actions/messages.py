"""Words to contacts, all of them through the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.actions import tickets
from assistant.actions.access import require
from assistant.actions.answering import (
    Answered,
    answer_subject,
    last_of_conversation,
    opening_of,
    switched,
)
from assistant.addresses import KIND_OF_CHANNEL
from assistant.follow_ups.nudging import spoken_word
from assistant.follow_ups.sending import gate, pace
from assistant.outgoing.outbox import About, Draft, queue
from assistant.stores.files import StoredFile
from assistant.work import InvalidValue, Work
from channels.contract import Address
from channels.reply import Reply
from storage.models import (
    Contact,
    Conversation,
    Delivery,
    Identity,
    Interaction,
    MessageId,
    Ticket,
)
from storage.queries import people

PREFERRED = ("email", "phone", "webchat", "slack")


@dataclass(frozen=True, slots=True)
class Message:
    """Words for a contact: `key` makes them go out once, `cause` and `details` go with the verdict."""

    text: str
    key: str
    cause: str
    subject: str = ""
    purpose: gate.Purpose = "service"
    is_automatic: bool = False
    unsubscribe_url: str = ""
    picture_url: str = ""
    files: Sequence[StoredFile] = ()
    enrolment_id: str | None = None
    template: str = ""
    """The name of a WhatsApp template, for when its 24 hours are over."""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Words for a contact with the address they go to, and the conversation and ticket they belong to."""

    contact: Contact
    message: Message
    identity: Identity
    channel: str
    conversation: Conversation | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of words for a contact: on their way (`delivery`), or held back by the gate's `verdict`."""

    delivery: Delivery | None
    verdict: gate.Verdict
    interaction: Interaction | None = None


def send_to_contact(
    work: Work,
    contact: Contact,
    message: Message,
    *,
    channel: str | None = None,
    conversation: Conversation | None = None,
    ticket: Ticket | None = None,
    answers: Answered | None = None,
) -> Posted:
    """Send to a contact on the channel asked for, the conversation's, or the best one they have.

    `answers` is what these words answer, by default the conversation's newest message of the customer.
    The gate decides and its verdict is kept; what goes out stands on the timeline in the same transaction.
    Raises InvalidValue where the contact has no address for the channel.
    """
    if work.actor.kind == "member":
        require(work, "messages.send", doing="write to customers")
    answers = answers or last_of_conversation(work, conversation)
    identity = answers.identity
    if identity is None or channel != answers.channel:
        if channel in (None, "any"):
            channel = conversation.channel if conversation is not None else None
        identity, channel = choose_address(work, contact, channel=channel, used=answers.address)
    verdict = gate.judge(
        work,
        contact=contact,
        identity=identity,
        purpose=message.purpose,
        is_automatic=message.is_automatic,
        channel=channel,
    )
    outgoing = Outgoing(contact, message, identity, channel, conversation, ticket)
    return put_out(work, outgoing, verdict, answers=answers)


def put_out(
    work: Work, outgoing: Outgoing, verdict: gate.Verdict, *, answers: Answered | None = None
) -> Posted:
    """Do what the gate said about words for a contact: leave them to be sent, or only keep why not."""
    if verdict.decision == "never":
        _record(work, outgoing, verdict, None)
        return Posted(None, verdict)
    answers = answers or last_of_conversation(work, outgoing.conversation)
    interaction = _on_timeline(work, outgoing)
    delivery = _queue(work, outgoing, _draft(outgoing, answers), interaction, due_at=verdict.not_before)
    _record(work, outgoing, verdict, delivery)
    spoken_word.note(work, outgoing.contact, interaction)
    if outgoing.ticket is not None and not outgoing.message.is_automatic:
        tickets.note_answered(work, outgoing.ticket)
    return Posted(delivery, verdict, interaction)


def choose_address(
    work: Work, contact: Contact, *, channel: str | None, used: str = ""
) -> tuple[Identity, str]:
    """Where to write to a contact: the address they `used` last, else their primary one.

    Without a channel (None or `any`) it is the best one they have.
    """
    known = people.identities_of(work.uow, contact.id)
    channel = None if channel == "any" else channel
    if channel is None or (channel == "form" and "email" not in {one.kind for one in known}):
        kinds = [kind for kind in PREFERRED if any(one.kind == kind for one in known)]
        if not kinds:
            raise InvalidValue(f"There is no address of {contact.name or 'this contact'} to write to.")
        channel = pace.CHANNEL_OF_KIND[kinds[0]]
    channel = "email" if channel == "form" else channel
    of_kind = [one for one in known if one.kind == KIND_OF_CHANNEL[channel]]
    if not of_kind:
        raise InvalidValue(f"There is no {channel} address of {contact.name or 'this contact'}.")
    return next((one for one in of_kind if one.address == used), of_kind[0]), channel


def _on_timeline(work: Work, outgoing: Outgoing) -> Interaction:
    contact, conversation, message = outgoing.contact, outgoing.conversation, outgoing.message
    contact.last_outbound_at = work.now
    if conversation is not None:
        conversation.last_at = work.now
        conversation.auto_replies = conversation.auto_replies + 1 if message.is_automatic else 0
    return work.uow.add(
        Interaction(
            kind="message",
            direction="out",
            channel=outgoing.channel,
            contact_id=contact.id,
            company_id=contact.company_id,
            conversation_id=conversation.id if conversation else None,
            ticket_id=outgoing.ticket.id if outgoing.ticket else None,
            member_id=work.actor.id if work.actor.kind == "member" else None,
            subject=message.subject,
            text=message.text,
            new_text=message.text,
            is_automatic=message.is_automatic,
            details=switched(conversation, outgoing.channel),
            at=work.now,
        )
    )


def _draft(outgoing: Outgoing, answers: Answered) -> Draft:
    message, channel, conversation = outgoing.message, outgoing.channel, outgoing.conversation
    here = conversation if conversation is not None and conversation.channel == channel else None
    is_reply_by_mail = channel == answers.channel == "email"
    return Draft(
        channel=channel,
        to=Address(outgoing.identity.address, outgoing.contact.name),
        reply=Reply(text=message.text),
        account=here.account if here else "",
        conversation_key=here.provider_key if here else "",
        subject=message.subject or answer_subject(conversation) or _opening(message, channel),
        in_reply_to=answers.in_reply_to if is_reply_by_mail else "",
        references=answers.references if is_reply_by_mail else (),
        is_automatic=message.is_automatic,
        unsubscribe_url=message.unsubscribe_url,
        picture_url=message.picture_url,
        template=message.template,
        files=message.files,
    )


def _opening(message: Message, channel: str) -> str:
    return opening_of(message.text) if channel == "email" else ""


def _queue(
    work: Work, outgoing: Outgoing, draft: Draft, interaction: Interaction, *, due_at: datetime | None
) -> Delivery | None:
    about = About(
        contact_id=interaction.contact_id,
        conversation_id=interaction.conversation_id,
        interaction_id=interaction.id,
        purpose=outgoing.message.purpose,
    )
    delivery = queue(work, draft, key=outgoing.message.key, about=about, due_at=due_at)
    if delivery is not None and delivery.message_id:
        interaction.external_id = delivery.message_id
        if interaction.conversation_id is not None:
            work.uow.add(
                MessageId(message_id=delivery.message_id, conversation_id=interaction.conversation_id)
            )
    return delivery


def _record(work: Work, outgoing: Outgoing, verdict: gate.Verdict, delivery: Delivery | None) -> None:
    message = outgoing.message
    kept = gate.record(
        work,
        verdict,
        contact=outgoing.contact,
        identity=outgoing.identity,
        channel=outgoing.channel,
        purpose=message.purpose,
        cause=message.cause,
        delivery_id=delivery.id if delivery else None,
        enrolment_id=message.enrolment_id,
        details=message.details,
    )
    if delivery is not None:
        delivery.verdict_id = kept.id
