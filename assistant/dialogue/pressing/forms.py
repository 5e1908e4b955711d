"""Forms colleagues fill in: what opens each, what it asks, what is wrong with it, what it does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from assistant.actions import deals, leads, tasks, tickets
from assistant.actions.access import has_right
from assistant.actions.people import ensure_company
from assistant.dialogue.pressing import answering
from assistant.operations.service import reply_from_elsewhere, say_answered, send_macro
from assistant.outgoing.ways import name_of, ways_to
from assistant.presenting.money import to_minor
from assistant.work import InvalidValue, Work
from channels.contract import InboundMessage, Kind
from channels.reply import Form, FormField, Option, Reply
from nlp.values import Money
from storage.models import Contact, Deal, Ticket
from storage.queries.sales import DealFilter, list_deals

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form: the right it needs, how it looks, and what submitting it does."""

    right: str
    build: Callable[[Work, str], Form]
    apply: Callable[[Work, Values, str, str], Reply]


_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
COMMANDS = {"new deal": "deal", "new ticket": "ticket", "new lead": "lead"}
"""What is said after `/crm` to open a form."""
SHORTCUTS = {"make_ticket": "ticket", "make_lead": "lead", "log_on_deal": "log"}


def form_for(work: Work, message: InboundMessage) -> Form | None:
    """The form a message opens, or None."""
    name = words = ""
    if message.kind is Kind.COMMAND:
        name = COMMANDS.get(" ".join(message.text.lower().split()), "")
    elif message.kind is Kind.SHORTCUT:
        name, words = SHORTCUTS.get(str(message.payload.get("shortcut", "")), ""), message.text
    elif message.kind is Kind.ACTION and message.payload.get("action") == "ticket.reply":
        name, words = "reply", str(message.payload.get("value", ""))
    if not name or not has_right(work, FORMS[name].right):
        return None
    return FORMS[name].build(work, words)


def check_form(work: Work, message: InboundMessage) -> dict[str, str]:
    """What is wrong with a submission, by field."""
    values = _values(message)
    problems: dict[str, str] = {}
    for name in ("amount",):
        if values.get(name) and _amount(values[name]) is None:
            problems[name] = "Write an amount like 48000 or 12,500.50."
    if values.get("close_date") and _day(values["close_date"]) is None:
        problems["close_date"] = "Write a day like 2026-03-31."
    form = str(message.payload.get("form", ""))
    for name in NEEDED.get(form, ()):
        if not values.get(name, "").strip():
            problems[name] = "This is needed."
    if values.get("email") and not _MAIL.fullmatch(values["email"].strip()):
        problems["email"] = "Write an address like jane@acme.com."
    if form == "reply" and not problems:
        problems |= _reply_problems(work, values, str(message.payload.get("private", "")))
    return problems


def _reply_problems(work: Work, values: Values, ticket_id: str) -> dict[str, str]:
    if not values.get("text", "").strip() and not values.get("macro"):
        return {"text": "Write an answer, or choose a macro."}
    if values.get("text", "").strip() and values.get("macro"):
        return {"macro": "Either your own words or a macro, not both."}
    said = answering.collision(work, work.uow.get(Ticket, ticket_id))
    return {"text": said} if said else {}


def submit(work: Work, message: InboundMessage, *, key: str) -> Reply:
    """Do what a submitted form says. Raises InvalidValue for a form nobody knows."""
    definition = FORMS.get(str(message.payload.get("form", "")))
    if definition is None:
        raise InvalidValue("This form is no longer in use.")
    return definition.apply(work, _values(message), str(message.payload.get("private", "")), key)


def _deal_form(work: Work, _words: str) -> Form:
    stages = tuple(
        Option(one.key, one.name) for one in work.crm.pipeline("sales").stages if one.outcome == "open"
    )
    return Form(
        "deal",
        "New deal",
        (
            FormField("company", "Company"),
            FormField("title", "Title", is_required=False),
            FormField("amount", "Amount", is_required=False, hint=f"In {work.crm.company.currency}"),
            FormField("close_date", "Close date", "date", is_required=False),
            FormField("stage", "Stage", "select", value=stages[0].value, options=stages),
        ),
        "Create",
    )


def _create_deal(work: Work, values: Values, _private: str, _key: str) -> Reply:
    company = ensure_company(work, values["company"].strip())
    work.uow.flush()
    amount = _amount(values.get("amount", ""))
    currency = work.crm.company.currency
    fields = deals.DealFields(
        title=values.get("title") or None,
        stage=values.get("stage") or None,
        amount_minor=to_minor(Money(amount), default_currency=currency)[0] if amount is not None else None,
        close_date=_day(values.get("close_date", "")),
    )
    deal = deals.create_deal(work, fields, company=company)
    return Reply(text=f"Created the deal {deal.title}.")


def _ticket_form(_work: Work, words: str) -> Form:
    first = next(iter(words.strip().splitlines()), "")[:120]
    priorities = tuple(Option(one, one.title()) for one in tickets.PRIORITIES)
    return Form(
        "ticket",
        "New ticket",
        (
            FormField("subject", "Subject", value=first),
            FormField("priority", "Priority", "select", value="normal", options=priorities),
            FormField("text", "What happened", "long_text", value=words[:3000], is_required=False),
        ),
        "Open",
    )


def _create_ticket(work: Work, values: Values, _private: str, _key: str) -> Reply:
    ticket = tickets.create_ticket(
        work, subject=values["subject"], priority=values.get("priority") or "normal"
    )
    if values.get("text", "").strip():
        tickets.add_note(work, ticket, values["text"])
    return Reply(text=f"Opened ticket #{ticket.number}: {ticket.subject}.")


def _lead_form(_work: Work, words: str) -> Form:
    return Form(
        "lead",
        "New lead",
        (
            FormField("name", "Name"),
            FormField("company_name", "Company", is_required=False),
            FormField("email", "E-mail", "email", is_required=False),
            FormField("interest", "What they want", "long_text", value=words[:500], is_required=False),
        ),
        "Create",
    )


def _create_lead(work: Work, values: Values, _private: str, _key: str) -> Reply:
    fields = leads.LeadFields(
        name=values["name"],
        company=values.get("company_name", ""),
        email=values.get("email") or None,
        interest=values.get("interest", ""),
        source="slack",
    )
    return Reply(text=f"Created the lead {leads.create_lead(work, fields).name}.")


def _log_form(work: Work, words: str) -> Form:
    mine = list_deals(work.uow, DealFilter(owner_ids=(work.actor.id,), status="open"), limit=50)
    options = tuple(Option(one.id, one.title) for one in mine)
    return Form(
        "log",
        "Log on a deal",
        (
            FormField("deal", "Deal", "select", options=options),
            FormField("text", "Note", "long_text", value=words[:3000]),
        ),
        "Log",
    )


def _log(work: Work, values: Values, _private: str, _key: str) -> Reply:
    deal = work.uow.get(Deal, values.get("deal", ""))
    tasks.log_activity(work, kind="note", text=values["text"], deal=deal)
    return Reply(text=f"Noted on {deal.title}.")


def _reply_form(work: Work, ticket_id: str) -> Form:
    ticket = tickets.surviving_ticket(work, work.uow.get(Ticket, ticket_id))
    warning = answering.begin(work, ticket)
    macros = tuple(Option(name, name.replace("_", " ").title()) for name in work.crm.macros)
    return Form(
        "reply",
        f"Reply to #{ticket.number}",
        (
            FormField("text", "To the customer", "long_text", is_required=False, hint=warning),
            FormField("macro", "Or a macro", "select", options=macros, is_required=False),
            *_way_field(work, ticket),
        ),
        "Send",
        private=ticket.id,
    )


def _way_field(work: Work, ticket: Ticket) -> tuple[FormField, ...]:
    """By which way to answer, where there is more than one."""
    contact = work.uow.find(Contact, ticket.contact_id)
    ways = ways_to(work, contact) if contact is not None else []
    if len(ways) < 2:
        return ()
    options = tuple(Option(one, name_of(one).capitalize()) for one in ways)
    return (FormField("channel", "By another way", "select", options=options, is_required=False),)


def _send_reply(work: Work, values: Values, ticket_id: str, key: str) -> Reply:
    ticket = work.uow.get_locked(Ticket, ticket_id)
    said = f"Sent to the customer of #{ticket.number}."
    if values.get("macro"):
        send_macro(work, ticket, values["macro"], key=key)
    else:
        channel = values.get("channel") or None
        said = say_answered(
            ticket, reply_from_elsewhere(work, ticket, values["text"], key=key, channel=channel)
        )
    answering.end(work, ticket)
    return Reply(text=said)


NEEDED = {
    "deal": ("company",),
    "ticket": ("subject",),
    "lead": ("name",),
    "log": ("deal", "text"),
}
FORMS: Mapping[str, FormDefinition] = {
    "deal": FormDefinition("deals.write", _deal_form, _create_deal),
    "ticket": FormDefinition("tickets.write", _ticket_form, _create_ticket),
    "lead": FormDefinition("leads.write", _lead_form, _create_lead),
    "log": FormDefinition("activities.write", _log_form, _log),
    "reply": FormDefinition("messages.send", _reply_form, _send_reply),
}


def _values(message: InboundMessage) -> dict[str, str]:
    values = message.payload.get("values")
    return (
        {str(name): str(value or "") for name, value in values.items()} if isinstance(values, Mapping) else {}
    )


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "").replace(" ", "").lstrip("$€£"))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
