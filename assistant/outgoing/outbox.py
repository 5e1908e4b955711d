"""Words on their way out: a delivery row in the caller's transaction, sent later by `delivery`.

A delivery's `key` makes it exist once, whatever is replayed. Its content is the outbound message as JSON;
files are kept by their hash and read back when it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from assistant.mailboxes import own_domain, sender_of, signed
from assistant.outgoing.whatsapp import Wrapped, wrapped
from assistant.stores.files import StoredFile
from assistant.work import Work
from channels.contract import Address, File, OutboundKind, OutboundMessage
from channels.email.tokens import message_id_for, reply_address_for
from channels.reply import Reply
from storage.models import Delivery, Interaction
from storage.queries import ledger

_MESSAGES: TypeAdapter[OutboundMessage] = TypeAdapter(OutboundMessage)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sent, before the channel's own ids are put on it."""

    channel: str
    to: Address
    reply: Reply
    account: str = ""
    conversation_key: str = ""
    kind: OutboundKind = OutboundKind.MESSAGE
    replaces: str = ""
    subject: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    cc: tuple[Address, ...] = ()
    is_automatic: bool = False
    unsubscribe_url: str = ""
    picture_url: str = ""
    template: str = ""
    """The name of the WhatsApp template asked for, should its 24 hours be over."""
    files: Sequence[StoredFile] = field(default_factory=tuple)
    calendar: str = ""
    """An iCalendar object to go along, as an invitation."""


@dataclass(frozen=True, slots=True)
class About:
    """Which records a delivery concerns."""

    contact_id: str | None = None
    member_id: str | None = None
    conversation_id: str | None = None
    interaction_id: str | None = None
    purpose: str = "service"


def queue(
    work: Work, draft: Draft, *, key: str, about: About | None = None, due_at: datetime | None = None
) -> Delivery | None:
    """Leave a message to be sent; None where the key was used before (it is, or was, on its way)."""
    if ledger.find_delivery(work.uow, key) is not None:
        return None
    about = about or About()
    template = _template(work, draft, about, at=due_at)
    if draft.channel == "email" and about.contact_id is not None:
        said = signed(work, draft.reply.text, account=draft.account)
        draft = replace(draft, reply=replace(draft.reply, text=said))
    message = _message(work, draft, key=key, conversation_id=about.conversation_id)
    if template is not None:
        message = replace(message, template=template.sid, template_values=template.values)
        _note_template(work, about, template)
    delivery = Delivery(
        key=key,
        channel=draft.channel,
        account=message.account,
        address=draft.to.address,
        kind=draft.kind,
        contact_id=about.contact_id,
        member_id=about.member_id,
        conversation_id=about.conversation_id,
        interaction_id=about.interaction_id,
        purpose=about.purpose,
        is_automatic=draft.is_automatic,
        content=_to_json(message, draft.files, calendar=draft.calendar),
        message_id=message.message_id,
        due_at=due_at or work.now,
        first_due_at=due_at or work.now,
    )
    return work.uow.add(delivery)


def message_of(delivery: Delivery) -> tuple[OutboundMessage, tuple[StoredFile, ...]]:
    """Read a delivery back: the message with its invitation, and where its other files lie."""
    content = dict(delivery.content)
    files = tuple(StoredFile(**one) for one in content.pop("stored_files", ()))
    calendar = str(content.pop("calendar", ""))
    message = _MESSAGES.validate_python(content)
    # What a channel keys its idempotency on must survive every try.
    message = replace(message, key=delivery.id, written_at=delivery.created_at)
    return (replace(message, files=(_invitation(calendar),)) if calendar else message), files


def _invitation(calendar: str) -> File:
    method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
    kind = f"text/calendar; charset=utf-8; method={method}"
    return File("invite.ics", kind, calendar.encode("utf-8"))


def _message(work: Work, draft: Draft, *, key: str, conversation_id: str | None) -> OutboundMessage:
    account = draft.account or work.company.accounts.get(draft.channel, "")
    message_id = reply_to = ""
    if draft.channel == "email":
        message_id = message_id_for(
            key, conversation_id=conversation_id or "", domain=own_domain(work), secret=work.company.secret
        )
        if conversation_id:
            reply_to = reply_address_for(
                conversation_id, mail_from=sender_of(work, account), secret=work.company.secret
            )
    return OutboundMessage(
        key=key,
        channel=draft.channel,
        account=account,
        to=draft.to,
        reply=draft.reply,
        conversation_key=draft.conversation_key,
        kind=draft.kind,
        replaces=draft.replaces,
        subject=draft.subject,
        message_id=message_id,
        in_reply_to=draft.in_reply_to,
        references=draft.references,
        reply_to=reply_to,
        cc=draft.cc,
        is_automatic=draft.is_automatic,
        unsubscribe_url=draft.unsubscribe_url,
        picture_url=draft.picture_url,
    )


def _template(work: Work, draft: Draft, about: About, *, at: datetime | None) -> Wrapped | None:
    """What words by WhatsApp go out in when they leave, which may be after its window closed."""
    if draft.channel != "whatsapp":
        return None
    return wrapped(
        work,
        draft.reply.text,
        contact_id=about.contact_id,
        purpose=about.purpose,
        name=draft.template,
        at=at,
    )


def _note_template(work: Work, about: About, template: Wrapped) -> None:
    """The timeline tells what the words went out in."""
    said = work.uow.find(Interaction, about.interaction_id)
    if said is not None:
        said.details = {**said.details, "template": template.name}


def _to_json(message: OutboundMessage, files: Sequence[StoredFile], *, calendar: str) -> dict[str, Any]:
    content: dict[str, Any] = _MESSAGES.dump_python(message, mode="json")
    if files:
        content["stored_files"] = [one.as_json() for one in files]
    if calendar:
        content["calendar"] = calendar
    return content
