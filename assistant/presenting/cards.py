"""The cards that stand for records in team channels: a ticket, a lead, a deal; kept current in place."""

from collections.abc import Sequence

from assistant.actions.access import has_right, may_write
from assistant.actions.calls import callable_of, phone_of
from assistant.outgoing.ways import name_of, say_switch
from assistant.presenting.money import say_money
from assistant.presenting.pauses import PAUSES
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.reply import Action, Fact, Option, Reply
from storage.models import Company, Contact, Deal, Interaction, Lead, Member, Role, Ticket
from storage.queries import conversations, people, team

PREVIEW_CHARS = 600
MOST_ASSIGNEES = 100
"""Of a larger desk the rest is assigned by words; no provider shows more in one list."""


def ticket_card(work: Work, ticket: Ticket, *, words: str = "") -> Reply:
    """A ticket with everything a colleague needs to take it on; `words` are the customer's."""
    contact = work.uow.find(Contact, ticket.contact_id)
    owner = work.uow.find(Member, ticket.owner_id)
    lately = [] if words else conversations.timeline(work.uow, ticket_id=ticket.id, limit=10)
    facts = (
        Fact("From", _who(work, contact)),
        Fact("Status", _status(work, ticket)),
        Fact("Priority", ticket.priority),
        Fact("Category", ticket.category or "none"),
        Fact("Owner", owner.name if owner else "nobody yet"),
        Fact("Channel", _way(ticket, lately)),
        *_followed(work, ticket),
    )
    return Reply(
        title=f"#{ticket.number} {ticket.subject}",
        text=_preview(words or _last_words(lately)) or f"Ticket #{ticket.number}: {ticket.subject}",
        facts=facts,
        actions=(*_ticket_actions(work, ticket), _open_link(work, "tickets", ticket.id)),
        footnote="Replies in this thread are internal notes; “reply: …” goes to the customer, "
        "“reply by text: …” by another way.",
    )


def _followed(work: Work, ticket: Ticket) -> tuple[Fact, ...]:
    before = work.uow.find(Ticket, ticket.follow_up_of_id)
    return (Fact("Follows up", f"#{before.number} {before.subject}"),) if before is not None else ()


def _status(work: Work, ticket: Ticket) -> str:
    if ticket.snoozed_until is not None:
        return f"snoozed until {say_moment(work, ticket.snoozed_until)}"
    return ticket.status.replace("_", " ")


def _way(ticket: Ticket, lately: Sequence[Interaction]) -> str:
    """How the customer came, and how the talk goes on where it left that way."""
    came = name_of(ticket.channel) if ticket.channel else "none"
    last = next((one for one in lately if one.kind == "message"), None)
    if last is None or not say_switch(last):
        return came
    return f"{came}, now {name_of(last.channel)}"


def _last_words(lately: Sequence[Interaction]) -> str:
    """What the customer wrote last, so that a card made anew still tells what it is about."""
    return next((one.new_text for one in lately if one.direction == "in"), "")


def _ticket_actions(work: Work, ticket: Ticket) -> tuple[Action, ...]:
    desk = team.names_of_roles(work.uow, _desk_roles(work), limit=MOST_ASSIGNEES)
    members = tuple(Option(member_id, name) for member_id, name in desk.items())
    macros = tuple(Option(one, one.replace("_", " ").capitalize()) for one in work.crm.macros)
    priorities = tuple(Option(one, one.title()) for one in ("low", "normal", "high", "urgent"))
    names = ("open", "pending", "on_hold", "solved")
    statuses = tuple(Option(one, one.replace("_", " ").title()) for one in names)
    return (
        Action("ticket.take", "Assign to me", ticket.id, style="primary"),
        Action("ticket.reply", "Send reply", ticket.id),
        Action("ticket.assign", "Assign to", ticket.id, options=members),
        Action("ticket.priority", "Priority", ticket.id, options=priorities),
        Action("ticket.status", "Status", ticket.id, options=statuses),
        Action("ticket.snooze", "Snooze", ticket.id, options=PAUSES),
        *_macro_action(ticket, macros),
        Action("ticket.close", "Close", ticket.id),
    )


def _macro_action(ticket: Ticket, macros: tuple[Option, ...]) -> tuple[Action, ...]:
    if not macros or ticket.contact_id is None:
        return ()
    said = "The macro's words go to the customer."
    return (Action("ticket.macro", "Answer with", ticket.id, options=macros, confirm=said),)


def _desk_roles(work: Work) -> list[str]:
    """The roles whose members work on tickets."""
    return [role for role in Role if {"everything", "tickets.write"} & set(work.crm.rights(role))]


def lead_card(work: Work, lead: Lead, *, title: str = "") -> Reply:
    """A lead with what was asked and how to reach them; a new one, where no title says otherwise."""
    contact = work.uow.find(Contact, lead.contact_id)
    owner = work.uow.find(Member, lead.owner_id)
    facts = (
        Fact("Who", _who(work, contact) or lead.name),
        Fact("Source", lead.source or "unknown"),
        Fact("Status", lead.status),
        Fact("Owner", owner.name if owner else "nobody yet"),
    )
    return Reply(
        title=title or f"New lead: {lead.name}",
        text=_preview(lead.interest) or f"{lead.name} is interested.",
        facts=facts,
        actions=(
            Action("lead.take", "Take it", lead.id, style="primary"),
            Action("lead.qualify", "Qualify", lead.id),
            Action("lead.convert", "Make a deal", lead.id),
            Action("lead.disqualify", "Not for us", lead.id, style="danger"),
            _open_link(work, "leads", lead.id),
        ),
    )


def deal_card(work: Work, deal: Deal, *, shows_amounts: bool = True) -> Reply:
    """A deal at a glance."""
    owner = work.uow.find(Member, deal.owner_id)
    company = work.uow.find(Company, deal.company_id)
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    probability = deal.probability if deal.probability is not None else (stage.probability if stage else 0)
    facts = [Fact("Stage", stage.name if stage else deal.stage)]
    if shows_amounts:
        facts.append(Fact("Amount", say_money(deal.amount_minor, deal.currency)))
    facts += [
        Fact("Close date", deal.close_date.isoformat() if deal.close_date else "not set"),
        Fact("Probability", f"{probability}%"),
        Fact("Owner", owner.name if owner else "nobody"),
        Fact("Company", company.name if company else "none"),
    ]
    if deal.next_step:
        facts.append(Fact("Next step", deal.next_step))
    if deal.lost_reason:
        facts.append(Fact("Lost because", deal.lost_reason))
    text = f"{deal.title} is in {stage.name if stage else deal.stage}."
    if shows_amounts and deal.amount_minor is not None:
        text = f"{text[:-1]}, {say_money(deal.amount_minor, deal.currency)}."
    return Reply(
        title=deal.title,
        text=text,
        facts=tuple(facts),
        actions=(*_deal_actions(work, deal), _open_link(work, "deals", deal.id)),
        footnote="" if shows_amounts else "Amounts are not shown to you; a rep or a manager can tell.",
    )


def _deal_actions(work: Work, deal: Deal) -> tuple[Action, ...]:
    """What the asker may do to a deal at once."""
    if deal.status != "open" or work.actor.kind != "member" or not may_write(work, "deals", deal):
        return ()
    open_stages = [one for one in work.crm.pipeline(deal.pipeline).stages if one.outcome == "open"]
    stages = tuple(Option(one.key, one.name) for one in open_stages if one.key != deal.stage)
    return (
        Action("deal.move", "Move to", deal.id, options=stages),
        Action("deal.win", "Won", deal.id, style="primary", confirm=f"{deal.title} is won?"),
        Action("deal.lose", "Lost", deal.id, style="danger", confirm=f"{deal.title} is lost?"),
        *call_action(work, callable_of(work, deal), name="deal.call", value=deal.id),
    )


def call_action(work: Work, contact: Contact | None, *, name: str, value: str) -> tuple[Action, ...]:
    """A button that calls a contact, where they have a number and the asker may log what they do."""
    if contact is None or not has_right(work, "activities.write") or not phone_of(work, contact):
        return ()
    return (Action(name, f"Call {contact.name or 'them'}", value),)


def _who(work: Work, contact: Contact | None) -> str:
    if contact is None:
        return "an unverified sender"
    addresses = ", ".join(one.address for one in people.identities_of(work.uow, contact.id)[:2])
    company = work.uow.find(Company, contact.company_id)
    name = f"{contact.name} ({company.name})" if company else contact.name
    return f"{name}, {addresses}" if addresses else name


def _open_link(work: Work, page: str, record_id: str) -> Action:
    return Action("open", "Open", url=f"{work.company.base_url}/{page}/{record_id}")


def _preview(words: str) -> str:
    text = words.strip()
    return text if len(text) <= PREVIEW_CHARS else text[: PREVIEW_CHARS - 1].rstrip() + "…"
