"""Words Rapport sends to customers by itself, from `crm.yaml`; shorter ones where messages are short."""

from collections.abc import Mapping

import structlog

from assistant.actions.messages import Message, Posted, send_to_contact
from assistant.follow_ups.sending.gate import Purpose
from assistant.outgoing.templates import TemplateUnresolved, render, variables_for
from assistant.work import InvalidValue, Work
from config.crm import CrmConfig, NoticeRules
from storage.models import Contact, Conversation, Ticket

log = structlog.get_logger()

SHORT_CHANNELS = ("sms", "whatsapp", "webchat")


def find_notice(crm: CrmConfig, name: str, channel: str) -> NoticeRules | None:
    """The notice of a name as it is said on a channel; None where the company has no such words."""
    short = crm.notices.get(f"{name}_short")
    return short if short is not None and channel in SHORT_CHANNELS else crm.notices.get(name)


def filled_in(
    notice: NoticeRules, variables: Mapping[str, object], *, key: str, name: str, purpose: Purpose
) -> Message:
    """A notice as an automatic message, sent once per key. Raises TemplateUnresolved."""
    return Message(
        text=render(notice.body, variables),
        subject=render(notice.subject, variables) if notice.subject else "",
        key=key,
        cause=f"notice:{name}",
        purpose=purpose,
        is_automatic=True,
    )


def write_notice(
    work: Work, ticket: Ticket, name: str, *, key: str, purpose: Purpose, **more: object
) -> Posted | None:
    """Send a ticket's customer a notice where they talk with us, through the gate; once per key.

    None where there are no such words, nobody to write to, or no way to.
    """
    contact = work.uow.find(Contact, ticket.contact_id)
    conversation = work.uow.find(Conversation, ticket.conversation_id)
    channel = conversation.channel if conversation is not None else ticket.channel
    notice = find_notice(work.crm, name, channel)
    if contact is None or notice is None:
        return None
    variables = {**variables_for(work, contact=contact, ticket=ticket), **more}
    try:
        message = filled_in(notice, variables, key=key, name=name, purpose=purpose)
        return send_to_contact(work, contact, message, conversation=conversation, ticket=ticket)
    except (InvalidValue, TemplateUnresolved) as error:
        log.warning("notice.not_written", notice=name, ticket_id=ticket.id, reason=error.code)
        return None
