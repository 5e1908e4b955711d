"""People and companies: made, changed, merged, looked at; their history."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from assistant.actions.access import require, require_write
from assistant.dialogue.outcome import Answer, Json, NotFound, Outcome, Question
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.presenting.briefs import company_brief, contact_brief, deal_brief
from assistant.presenting.listing import history_list
from assistant.skills.contact_lists import list_contacts
from assistant.skills.proposing import change, is_own, ref_of
from nlp.understanding import Act
from nlp.values import Period
from storage.models import Company, Contact, Deal, Ticket
from storage.queries import conversations, people

MOST_ROWS = 10


def create_contact(turn: Turn, act: Act) -> Outcome:
    """A new person, with what was said of them."""
    require(turn.work, "contacts.write", doing="create contacts")
    name = turn.text_of(act, "name")
    if name is None and not turn.text_of(act, "email"):
        raise Question("What is their name?", slot="name")
    args: dict[str, Json] = {"name": name or ""}
    for slot in ("email", "phone", "title"):
        if turn.text_of(act, slot):
            args[slot] = turn.text_of(act, slot)
    if turn.text_of(act, "company"):
        args["company"] = _company_name(turn, act)
    known = people.find_contacts_by_name(turn.work.uow, name or "", limit=1)
    label = f"New contact: {name or args['email']}" + (" (there is one of that name)" if known else "")
    return change("contact.create", label, args, after=_said(args, skip=("name",)), own=not known)


def update_contact(turn: Turn, act: Act) -> Outcome:
    """New facts about a person."""
    require(turn.work, "contacts.write", doing="change contacts")
    contact = turn.contact(act)
    require_write(turn.work, "contacts", contact, doing=f"change {contact.name}")
    args: dict[str, Json] = {}
    for slot in ("email", "phone", "title", "tag"):
        if turn.text_of(act, slot):
            args[slot] = turn.text_of(act, slot)
    if turn.text_of(act, "company"):
        args["company"] = _company_name(turn, act)
    if not args:
        raise Question(f"What should change about {contact.name}?", slot="title")
    return change(
        "contact.update",
        f"{contact.name}: {', '.join(args)}",
        {"contact_id": contact.id, **args},
        before=_former(turn, contact, args),
        after=_said(args),
        record=ref_of(contact),
        own=is_own(turn, contact.owner_id),
    )


def show_contact(turn: Turn, act: Act) -> Outcome:
    """Everything about a person on one page."""
    require(turn.work, "records.read", doing="see contacts")
    contact = turn.contact(act)
    return Answer(contact_brief(turn.work, contact), ref_of(contact), is_sensitive=True)


def merge_contacts(turn: Turn, act: Act) -> Outcome:
    """Two contacts that are one person."""
    require(turn.work, "contacts.write", doing="merge contacts")
    loser, winner = turn.contact(act), turn.contact(act, "into")
    for one in (loser, winner):
        require_write(turn.work, "contacts", one, doing=f"merge {one.name}")
    return change(
        "contact.merge",
        f"Merge {loser.name}",
        {"contact_id": loser.id, "into_id": winner.id},
        before=loser.name,
        after=f"into {winner.name}",
        record=ref_of(winner),
    )


def show_company(turn: Turn, act: Act) -> Outcome:
    """Everything about an organisation on one page."""
    require(turn.work, "records.read", doing="see companies")
    company = turn.company(act)
    return Answer(company_brief(turn.work, company), ref_of(company), is_sensitive=True)


def create_company(turn: Turn, act: Act) -> Outcome:
    """A new organisation."""
    require(turn.work, "companies.write", doing="create companies")
    name = turn.need_text(act, "company", "What is the company's name?")
    args: dict[str, Json] = {"name": name}
    args.update({slot: turn.text_of(act, slot) for slot in ("domain", "phone") if turn.text_of(act, slot)})
    return change("company.create", f"New company: {name}", args, after=_said(args, skip=("name",)))


def update_company(turn: Turn, act: Act) -> Outcome:
    """New facts about an organisation."""
    require(turn.work, "companies.write", doing="change companies")
    company = turn.company(act)
    require_write(turn.work, "companies", company, doing=f"change {company.name}")
    args: dict[str, Json] = {
        slot: turn.text_of(act, slot) for slot in ("domain", "tag") if turn.text_of(act, slot)
    }
    owner = turn.member(act, "owner")
    if owner is not None:
        args["owner_id"] = owner.id
    if not args:
        raise Question(f"What should change about {company.name}?", slot="tag")
    after = ", ".join(part for part in (_said(args, skip=("owner_id",)), owner.name if owner else "") if part)
    return change(
        "company.update",
        f"{company.name}: {', '.join(one.removesuffix('_id') for one in args)}",
        {"company_id": company.id, **args},
        after=after,
        record=ref_of(company),
        own=is_own(turn, company.owner_id),
    )


def show_history(turn: Turn, act: Act) -> Outcome:
    """What was said and done with somebody."""
    require(turn.work, "records.read", doing="see the history")
    about = _about(turn, act)
    kind = turn.text_of(act, "kind")
    period = turn.value_of(act, "period", Period)
    rows = conversations.timeline(
        turn.work.uow,
        contact_id=about.id if isinstance(about, Contact) else None,
        company_id=about.id if isinstance(about, Company) else None,
        deal_id=about.id if isinstance(about, Deal) else None,
        ticket_id=about.id if isinstance(about, Ticket) else None,
        kind=kind if kind in ("call", "meeting", "note") else None,
        channel=kind if kind in ("email", "sms") else None,
        since=_midnight(turn, period) if period else None,
        limit=min(turn.value_of(act, "limit", int) or MOST_ROWS, MOST_ROWS),
    )
    return Answer(history_list(turn.work, rows, name=ref_of(about).name), ref_of(about))


def prepare_brief(turn: Turn, act: Act) -> Outcome:
    """What to know before meeting somebody."""
    require(turn.work, "records.read", doing="see records")
    about = _about(turn, act)
    if isinstance(about, Contact):
        reply = contact_brief(turn.work, about)
    elif isinstance(about, Company):
        reply = company_brief(turn.work, about)
    elif isinstance(about, Deal):
        reply = deal_brief(turn.work, about)
    else:
        raise Question("Whom is the brief about?", slot="about")
    return Answer(reply, ref_of(about), is_sensitive=True)


def _about(turn: Turn, act: Act) -> Contact | Company | Deal | Ticket:
    about = turn.about(act)
    if about is None:
        said = turn.text_of(act, "about")
        if said and said != CONTEXT:
            raise NotFound(f"I know nobody called “{said}”.")
        raise Question("Whom do you mean?", slot="about")
    return about


def _company_name(turn: Turn, act: Act) -> str:
    said = turn.text_of(act, "company") or ""
    if said == CONTEXT:
        return turn.company(act).name
    try:
        return turn.company(act).name
    except NotFound:
        return said


def _said(args: dict[str, Json], *, skip: tuple[str, ...] = ()) -> str:
    return ", ".join(str(value) for name, value in args.items() if name not in skip and value)


def _former(turn: Turn, contact: Contact, args: dict[str, Json]) -> str:
    known = people.identities_of(turn.work.uow, contact.id)
    parts: list[str] = []
    for name in args:
        if name in ("email", "phone"):
            parts += [one.address for one in known if one.kind == name][:1]
        elif name == "title" and contact.title:
            parts.append(contact.title)
        elif name == "company" and contact.company_id:
            parts.append(turn.work.uow.get(Company, contact.company_id).name)
    return ", ".join(parts)


def _midnight(turn: Turn, period: Period) -> datetime:
    return datetime.combine(period.start, time(0), ZoneInfo(turn.work.zone)).astimezone(UTC)


SKILLS = {
    "contact.create": create_contact,
    "contact.update": update_contact,
    "contact.show": show_contact,
    "contact.list": list_contacts,
    "contact.merge": merge_contacts,
    "company.show": show_company,
    "company.create": create_company,
    "company.update": update_company,
    "history.show": show_history,
    "brief.prepare": prepare_brief,
}
