"""Step 6, in the transaction: do what was decided about a customer's message, through the actions."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from assistant import mailboxes
from assistant.actions import colleagues, leads, messages, tickets
from assistant.actions.answering import message_at_hand
from assistant.actions.consents import record_consent, says_anew
from assistant.events import emit
from assistant.follow_ups.sequences import endings, enrolments
from assistant.follow_ups.tickets import service_levels
from assistant.outgoing import suppressing
from assistant.outgoing.notices import filled_in, find_notice
from assistant.outgoing.templates import variables_for
from assistant.outgoing.ways import say_switch
from assistant.pipeline import failures
from assistant.pipeline.absence import absence_of
from assistant.pipeline.addressees import tell_addressee
from assistant.pipeline.case import Case, Outcome, Plan
from assistant.pipeline.filing import file_message
from assistant.presenting.cards import lead_card, ticket_card
from assistant.stores.files import FileStore
from assistant.work import Work
from channels.reply import Reply
from storage.models import Interaction, Lead, Ticket
from storage.queries import conversations

ANSWERED_WITHIN = timedelta(days=3)
"""Older mail, found in a mailbox read for the first time or imported, is filed without a word."""
_ANSWERING = re.compile(r"^\s*(?:(?:re|aw|sv|antw|fwd?|fw|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
"""What mail programs put before the subject of an answer: a ticket of its own is no answer."""


def act(case: Case, work: Work, files: FileStore) -> Case:
    """File the message and carry its plan out; ends the case."""
    plan = case.plan or Plan()
    if plan.disposition == "bounce":
        failures.settle_bounce(work, case.message.bounce)
    failures.settle_complaint(work, case.message)
    ticket = _ticket(case, work, plan)
    interaction = file_message(case, work, files, ticket=ticket)
    lead = _lead(case, work, plan, interaction)
    if plan.consent is not None and not _keep_consent(case, work, plan, interaction):
        plan = replace(plan, notice="")  # they said so before, and were told then
    if plan.disposition == "filed" and case.contact is not None and not case.screening.disposition:
        endings.customer_answered(work, case.contact, intents=case.intents)
        emit(work, "message.received", interaction)
    if plan.disposition == "auto_reply" and case.contact is not None:
        endings.customer_away(work, case.contact, absence_of(case))
    tell_addressee(case, work, plan, interaction, ticket=ticket)
    if ticket is not None:
        _tell_team(case, work, ticket, interaction, is_new=plan.opens == "ticket")
    if plan.notice:
        _answer(case, work, plan, ticket=ticket, lead=lead)
    return case.ending(Outcome(plan.disposition, plan.reason, interaction.id))


def _ticket(case: Case, work: Work, plan: Plan) -> Ticket | None:
    if plan.opens == "ticket":
        mailbox = mailboxes.mailbox_of(work, case.message)
        return tickets.create_ticket(
            work,
            subject=_subject(case),
            contact=case.contact,
            conversation=case.conversation,
            priority=plan.priority,
            category=mailboxes.category_in(mailbox, plan.category),
            channel=case.message.channel,
            team=mailbox.team if mailbox else "",
            follow_up_of=plan.follow_up_of,
        )
    if plan.joins is None:
        return case.ticket
    if plan.reopens:
        tickets.reopen_ticket(work, plan.joins)
    elif plan.joins.status == "pending" or plan.joins.snoozed_until is not None:
        tickets.update_ticket(work, plan.joins, status="open")
    service_levels.customer_wrote(work, plan.joins)
    return plan.joins


def _subject(case: Case) -> str:
    message = case.message
    words = _ANSWERING.sub("", message.subject or "").strip() or next(
        iter((message.new_text or message.text).strip().splitlines()), ""
    )
    return words[:120] or f"A message by {message.channel}"


def _lead(case: Case, work: Work, plan: Plan, interaction: Interaction) -> Lead | None:
    if plan.opens != "lead" or case.contact is None:
        return case.lead
    lead = leads.create_lead(work, _lead_fields(case, interaction), contact=case.contact)
    if case.conversation is not None:
        case.conversation.lead_id = lead.id
    colleagues.post_card(
        work,
        channel=work.company.sales_channel,
        entity="lead",
        record_id=lead.id,
        reply=lead_card(work, lead),
        key=f"card:lead:{lead.id}",
    )
    return lead


def _lead_fields(case: Case, interaction: Interaction) -> leads.LeadFields:
    identity, contact = case.identity, case.contact
    values = case.message.payload.get("values")
    filled = {str(k): str(v) for k, v in values.items()} if isinstance(values, Mapping) else {}
    by_phone = identity.address if identity and identity.kind == "phone" else None
    return leads.LeadFields(
        name=filled.get("name") or (contact.name if contact else ""),
        company=filled.get("company", ""),
        email=identity.address if identity and identity.kind == "email" else None,
        phone=by_phone or filled.get("phone") or None,
        source=filled.get("utm_source") or case.message.channel,
        interest=interaction.new_text,
        utm={name: value for name, value in filled.items() if name.startswith("utm_")},
    )


def _keep_consent(case: Case, work: Work, plan: Plan, interaction: Interaction) -> bool:
    """Keep what they want, with its proof; whether that is new."""
    identity, is_granted, is_new = case.identity, plan.consent == "granted", False
    if identity is None:
        return True
    for purpose in ("all",) if identity.kind == "phone" else ("marketing", "survey"):
        said = {"kind": identity.kind, "address": identity.address, "purpose": purpose}
        is_new = says_anew(work, **said, is_granted=is_granted) or is_new
        record_consent(
            work,
            **said,
            is_granted=is_granted,
            proof=f"wrote “{interaction.new_text.strip()[:80]}” by {case.message.channel}",
            said_in=interaction,
        )
    if is_granted:
        suppressing.lift(work.uow, kind=identity.kind, address=identity.address)
    if not is_granted and case.contact is not None:
        enrolments.stop_all(work, case.contact, reason="they opted out", ending="opted_out")
    return is_new


def _tell_team(case: Case, work: Work, ticket: Ticket, interaction: Interaction, *, is_new: bool) -> None:
    posts = [] if is_new else conversations.posts_of(work.uow, entity="ticket", record_id=ticket.id)
    if not posts:
        colleagues.post_card(
            work,
            channel=mailboxes.queue_of(work, mailboxes.mailbox_of(work, case.message)),
            entity="ticket",
            record_id=ticket.id,
            reply=ticket_card(work, ticket, words=interaction.new_text),
            key=f"card:ticket:{ticket.id}",
        )
        return
    name = case.contact.name if case.contact else "The customer"
    how = f"{name} wrote {say_switch(interaction)}".rstrip()
    said = Reply(text=f"{how}:\n{interaction.new_text.strip()[:2500]}")
    for post in posts:
        colleagues.post_in_thread(work, post, said, key=f"thread:{post.id}:{interaction.id}")


def _answer(case: Case, work: Work, plan: Plan, *, ticket: Ticket | None, lead: Lead | None) -> None:
    """Acknowledge, on the channel they used: never a machine, never a forged sender, never in a loop."""
    contact, conversation = case.contact, case.conversation
    if contact is None or conversation is None or not case.message.may_auto_respond:
        return
    if work.now - case.message.sent_at > ANSWERED_WITHIN:
        return
    if conversation.auto_replies >= work.crm.sending.loop_limit:
        return
    is_compliance = plan.notice in ("opted_out", "opted_in", "help")
    if is_compliance and conversation.channel == "form":
        return
    notice = find_notice(work.crm, plan.notice, case.message.channel)
    if notice is None:
        return
    message = filled_in(
        notice,
        variables_for(work, contact=contact, ticket=ticket),
        key=f"ack:{case.entry_id}",
        name=plan.notice,
        purpose="compliance" if is_compliance else "service",
    )
    messages.send_to_contact(
        work,
        contact,
        message,
        channel=case.message.channel if case.message.channel != "form" else None,
        conversation=conversation,
        ticket=ticket,
        answers=message_at_hand(case.message, case.identity) if case.identity else None,
    )
