"""A helpdesk's tickets as rows: its words for states, priorities, people and times in ours."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from assistant.actions import people
from assistant.actions.past_tickets import PastTicket, in_silence, take_over
from assistant.actions.tickets import PRIORITIES, STATUSES
from assistant.addresses import canonical, name_in
from assistant.transfer.columns import ID, Row
from assistant.work import InvalidValue, Work
from storage.models import Contact, Member, Ticket
from storage.queries import people as people_queries
from storage.queries import team
from storage.search import ticket_from_elsewhere

_STATES: Mapping[str, str] = {
    "new": "open",
    "reopened": "open",
    "in progress": "open",
    "waiting on us": "open",
    "pending reminder": "pending",
    "pending close": "pending",
    "waiting on customer": "pending",
    "awaiting reply": "pending",
    "hold": "on_hold",
    "on hold": "on_hold",
    "waiting on third party": "on_hold",
    "resolved": "solved",
    "done": "solved",
    "merged": "closed",
    "archived": "closed",
    "deleted": "closed",
    "removed": "closed",
}
_PRIORITIES: Mapping[str, str] = {
    "medium": "normal",
    "standard": "normal",
    "critical": "urgent",
    "highest": "urgent",
    "very high": "urgent",
    "lowest": "low",
}
_RANK = re.compile(r"^\W*\d*\W+|\W+$")
"""What stands about a word: `2 normal`, `(high)`, `-`."""
_UTC = re.compile(r"\s*(?:UTC|GMT)$")
_BETWEEN_TAGS = re.compile(r"[,;\s]+")


def known_ticket(work: Work, row: Row) -> Ticket | None:
    """The ticket a row is about. Raises InvalidValue for a row without an id: it could be taken in twice."""
    said = row.get(ID, "")
    if not said:
        raise InvalidValue("A ticket needs the id it has where it comes from, in a column id.")
    return work.uow.find(Ticket, said) or ticket_from_elsewhere(work.uow, said)


def taken_over(work: Work, row: Row) -> tuple[Ticket, str]:
    """The ticket a row makes, and a sentence where whom it was given to is nobody here."""
    zone = ZoneInfo(work.company.time_zone)
    created_at = _moment(row.get("created_at", ""), zone)
    past = PastTicket(
        external_id=row[ID],
        subject=row.get("subject", ""),
        created_at=work.now if created_at is None else created_at,
        text=row.get("description", ""),
        status=_word("status", row.get("status", ""), _STATES, STATUSES) or "open",
        priority=_word("priority", row.get("priority", ""), _PRIORITIES, PRIORITIES) or "normal",
        category=row.get("category", "").lower(),
        team=row.get("team", ""),
        solved_at=_moment(row.get("solved_at", ""), zone),
        tags=tuple(one for one in _BETWEEN_TAGS.split(row.get("tags", "")) if one),
    )
    quiet, assignee = in_silence(work), row.get("assignee", "")
    owner = _colleague(work, assignee)
    ticket = take_over(quiet, past, contact=_requester(quiet, row), owner=owner)
    note = f"Nobody here is called {assignee}: #{ticket.number} has no owner."
    return ticket, note if assignee and owner is None else ""


def _requester(work: Work, row: Row) -> Contact | None:
    """Who asked, by address, else by name; made where nobody is known. None where the row names nobody."""
    name, email = row.get("requester", ""), row.get("requester_email", "")
    if not email and "@" in name:
        name, email = parseaddr(name)
    if email:
        form = canonical("email", email, country=work.company.country)
        identity = people_queries.find_identity_like(work.uow, kind="email", lookup=form.lookup)
        if identity is not None:
            contact = work.uow.get(Contact, identity.contact_id)
            return people_queries.surviving_contact(work.uow, contact)
    elif name:
        named = people_queries.find_contacts_by_name(work.uow, name, limit=2)
        if len(named) > 1:
            raise InvalidValue(f"Several contacts are called {name}: name the address, in requester_email.")
        if named:
            return named[0]
    else:
        return None
    return people.create_contact(work, name=name or name_in(email), email=email or None, source="import")


def _colleague(work: Work, said: str) -> Member | None:
    name, email = parseaddr(said) if "@" in said else (said, "")
    if email:
        return team.find_member_by_email(work.uow, email)
    named = [one for one in team.active_members(work.uow) if name and one.name.lower() == name.lower()]
    return named[0] if len(named) == 1 else None


def _word(column: str, said: str, theirs: Mapping[str, str], ours: tuple[str, ...]) -> str:
    """Our word for theirs; empty where nothing is said. Raises InvalidValue for one nobody knows."""
    word = _RANK.sub("", f" {said.lower()} ").replace("-", " ").replace("_", " ")
    found = theirs.get(word, word.replace(" ", "_"))
    if found not in ours and re.search(r"\w", said):
        raise InvalidValue(f"{said!r} is no {column}; it is one of {', '.join(ours)}.")
    return found


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment, where it names no zone in the company's; None where the cell is empty."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(_UTC.sub("+00:00", text).replace(" +", "+").replace(" -", "-"))
    except ValueError:
        raise InvalidValue(f"{text!r} is no moment; write it like 2026-03-31 14:05.") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)
