"""What forms on record pages do: each is one action, by the same rights as everywhere."""

from datetime import date
from decimal import Decimal, InvalidOperation

from starlette.responses import Response

from assistant.actions import deals, leads, tasks, tickets
from assistant.actions.calls import start_call
from assistant.actions.deals import DealFields
from assistant.actions.messages import Message, send_to_contact
from assistant.dialogue.pressing.presses import Press, press
from assistant.operations.service import reply_from_elsewhere
from assistant.outgoing.ways import say_switch
from assistant.presenting.money import to_minor
from assistant.web.console.serving import Visitor
from assistant.work import InvalidValue, Work
from nlp.values import Money
from storage.models import Contact, Deal, Lead, Member, Task, Ticket

LEAD_ACTIONS = ("take", "qualify", "convert", "disqualify")


def reply_ticket(visitor: Visitor, work: Work) -> Response:
    """Answer a ticket's customer, or note something for colleagues only."""
    ticket = _ticket(visitor, work)
    words = _words(visitor)
    if visitor.form.get("kind") == "note":
        tickets.add_note(work, ticket, words)
        return visitor.back_to(f"/tickets/{ticket.id}", said="Noted. Customers never see notes.")
    channel = visitor.form.get("channel") or None
    posted = reply_from_elsewhere(work, ticket, words, key=f"console:{work.uow.batch_id}", channel=channel)
    if visitor.form.get("then") == "solved":
        tickets.update_ticket(work, ticket, status="solved")
    switch = say_switch(posted.interaction) if posted.interaction else ""
    when = "is on its way" if posted.verdict.decision == "send" else "goes out later"
    return visitor.back_to(f"/tickets/{ticket.id}", said=f"Your answer {when} {switch}".rstrip() + ".")


def change_ticket(visitor: Visitor, work: Work) -> Response:
    """Change a ticket's status, priority or owner."""
    ticket = _ticket(visitor, work)
    status, priority = visitor.form.get("status", ""), visitor.form.get("priority", "")
    owner_id = visitor.form.get("owner_id", "")
    if owner_id and owner_id != ticket.owner_id:
        tickets.assign_ticket(work, ticket, work.uow.get(Member, owner_id))
    if priority and priority != ticket.priority:
        tickets.update_ticket(work, ticket, priority=priority)
    if status and status != ticket.status:
        _set_status(work, ticket, status)
    return visitor.back_to(f"/tickets/{ticket.id}", said="Saved.")


def _set_status(work: Work, ticket: Ticket, status: str) -> None:
    if status == "closed":
        tickets.close_ticket(work, ticket)
    elif status == "open" and ticket.status in ("solved", "closed"):
        tickets.reopen_ticket(work, ticket)
    else:
        tickets.update_ticket(work, ticket, status=status)


def change_deal(visitor: Visitor, work: Work) -> Response:
    """Change a deal's stage, amount, close date or next step."""
    deal = work.uow.get_locked(Deal, str(visitor.request.path_params["id"]))
    form = visitor.form
    stage, amount = form.get("stage", ""), form.get("amount", "").replace(",", "").strip()
    fields = DealFields(
        stage=stage if stage and stage != deal.stage else None,
        amount_minor=_minor(amount, deal.currency) if amount else None,
        close_date=_day(form.get("close_date", "")),
        next_step=form.get("next_step", "").strip() if "next_step" in form else None,
    )
    deals.update_deal(work, deal, fields)
    return visitor.back_to(f"/deals/{deal.id}", said="Saved.")


def _minor(amount: str, currency: str) -> int:
    try:
        value = Decimal(amount)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise InvalidValue(f"{amount!r} is no amount.", fields={"amount": "A number like 48000 or 48000.50."})
    return to_minor(Money(amount=value, currency=currency), default_currency=currency)[0]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidValue(f"{text!r} is no date.", fields={"close_date": "Like 2026-03-31."}) from error


def press_lead(visitor: Visitor, work: Work) -> Response:
    """Take, qualify, convert or turn down a lead."""
    name = visitor.form.get("action", "")
    lead = work.uow.get(Lead, str(visitor.request.path_params["id"]))
    if name not in LEAD_ACTIONS:
        raise InvalidValue("This button is no longer in use.")
    if name == "disqualify":
        leads.disqualify_lead(work, lead, reason=visitor.form.get("reason", "").strip())
    else:
        press(work, Press(f"lead.{name}", lead.id))
    target = f"/deals/{lead.deal_id}" if name == "convert" and lead.deal_id else f"/leads/{lead.id}"
    return visitor.back_to(target, said="Done.")


def press_task(visitor: Visitor, work: Work) -> Response:
    """Tick a task off."""
    task = work.uow.get(Task, str(visitor.request.path_params["id"]))
    press(work, Press("task.done", task.id))
    came_from = visitor.form.get("back", "")
    is_ours = came_from in ("/", "/tasks") or came_from == f"/contacts/{task.contact_id}"
    return visitor.back_to(came_from if is_ours else "/tasks", said=f"Done: {task.text}")


def write_to_contact(visitor: Visitor, work: Work) -> Response:
    """Send a contact a message, or note something about them."""
    contact = work.uow.get(Contact, str(visitor.request.path_params["id"]))
    words = _words(visitor)
    if visitor.form.get("kind") == "note":
        tasks.log_activity(work, kind="note", text=words, contact=contact)
        return visitor.back_to(f"/contacts/{contact.id}", said="Noted.")
    message = Message(
        text=words,
        subject=visitor.form.get("subject", "").strip()[:200],
        key=f"console:{work.uow.batch_id}",
        cause=work.actor.key,
    )
    posted = send_to_contact(work, contact, message, channel=visitor.form.get("channel") or None)
    if posted.delivery is None:
        raise InvalidValue(f"This cannot be sent: {posted.verdict.reason}")
    return visitor.back_to(f"/contacts/{contact.id}", said="Your message is on its way.")


def call_contact(visitor: Visitor, work: Work) -> Response:
    """Call a contact, from their page or a deal's."""
    contact = work.uow.get(Contact, str(visitor.request.path_params["id"]))
    deal = work.uow.find(Deal, visitor.form.get("deal") or None)
    started = start_call(work, contact, deal=deal)
    page = f"/deals/{deal.id}" if deal is not None else f"/contacts/{contact.id}"
    return visitor.back_to(page, said=started.told(contact))


def _ticket(visitor: Visitor, work: Work) -> Ticket:
    found = work.uow.get_locked(Ticket, str(visitor.request.path_params["id"]))
    return tickets.surviving_ticket(work, found)


def _words(visitor: Visitor) -> str:
    words = visitor.form.get("text", "").strip()
    if not words:
        raise InvalidValue("There are no words to send.", fields={"text": "Write something."})
    return words
