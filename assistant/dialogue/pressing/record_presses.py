"""What the buttons and selects on records' cards and on the home page do."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.actions import deals, leads, tickets
from assistant.actions.calls import callable_of, start_call
from assistant.dialogue.spoken import Spoken
from assistant.operations.service import send_macro
from assistant.presenting.briefs import contact_brief, deal_brief
from assistant.presenting.cards import deal_card, lead_card, ticket_card
from assistant.presenting.pauses import moment_of
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Lead, Member, Ticket

Handler = Callable[[Work, str, str], Spoken]
"""From the work, the record's id and the chosen option to what is shown then."""


def _ticket(change: Callable[[Work, Ticket, str], object]) -> Handler:
    def handle(work: Work, value: str, choice: str) -> Spoken:
        ticket = tickets.surviving_ticket(work, work.uow.get_locked(Ticket, value))
        change(work, ticket, choice)
        work.uow.flush()
        return Spoken(ticket_card(work, ticket), batch_id=work.uow.batch_id)

    return handle


def _lead(change: Callable[[Work, Lead], object]) -> Handler:
    def handle(work: Work, value: str, _choice: str) -> Spoken:
        lead = work.uow.get_locked(Lead, value)
        change(work, lead)
        return Spoken(lead_card(work, lead), batch_id=work.uow.batch_id)

    return handle


def _deal(change: Callable[[Work, Deal, str], object]) -> Handler:
    def handle(work: Work, value: str, choice: str) -> Spoken:
        deal = work.uow.get_locked(Deal, value)
        change(work, deal, choice)
        return Spoken(deal_card(work, deal), batch_id=work.uow.batch_id)

    return handle


def _take(work: Work, ticket: Ticket, _choice: str) -> None:
    tickets.assign_ticket(work, ticket, work.uow.get(Member, work.actor.id))


def _give(work: Work, ticket: Ticket, choice: str) -> None:
    tickets.assign_ticket(work, ticket, work.uow.get(Member, choice))


def _pause(work: Work, ticket: Ticket, choice: str) -> None:
    """Lay a ticket aside; it comes back by itself."""
    tickets.snooze_ticket(work, ticket, until=moment_of(work, choice))


def _macro(work: Work, ticket: Ticket, choice: str) -> None:
    send_macro(work, ticket, choice, key=f"macro:{work.uow.batch_id}:{ticket.id}")


def _call_contact(work: Work, value: str, _choice: str) -> Spoken:
    contact = work.uow.get(Contact, value)
    started = start_call(work, contact)
    return Spoken(replace(contact_brief(work, contact), footnote=started.told(contact)))


def _call_about_deal(work: Work, value: str, _choice: str) -> Spoken:
    deal = work.uow.get(Deal, value)
    contact = callable_of(work, deal)
    if contact is None:
        raise InvalidValue(f"Nobody of {deal.title} has a phone number.")
    started = start_call(work, contact, deal=deal)
    return Spoken(replace(deal_brief(work, deal), footnote=started.told(contact)))


def _move(work: Work, deal: Deal, choice: str) -> None:
    deals.move_deal(work, deal, choice)


def _lose(work: Work, deal: Deal, _choice: str) -> None:
    deals.end_deal(work, deal, "lost")


def _win(work: Work, deal: Deal, _choice: str) -> None:
    deals.end_deal(work, deal, "won")


RECORD_PRESSES: Mapping[str, Handler] = {
    "ticket.take": _ticket(_take),
    "ticket.assign": _ticket(_give),
    "ticket.priority": _ticket(lambda work, one, choice: tickets.update_ticket(work, one, priority=choice)),
    "ticket.status": _ticket(lambda work, one, choice: tickets.update_ticket(work, one, status=choice)),
    "ticket.snooze": _ticket(_pause),
    "ticket.macro": _ticket(_macro),
    "ticket.close": _ticket(lambda work, one, _: tickets.close_ticket(work, one)),
    "lead.take": _lead(lambda work, one: leads.assign_lead(work, one, work.actor.id)),
    "lead.qualify": _lead(leads.qualify_lead),
    "lead.convert": _lead(leads.convert_lead),
    "lead.disqualify": _lead(leads.disqualify_lead),
    "deal.move": _deal(_move),
    "deal.win": _deal(_win),
    "deal.lose": _deal(_lose),
    "deal.call": _call_about_deal,
    "contact.call": _call_contact,
}
