"""Calling a contact from their record: written down at once, connected by our number where that can be.

Where we have a phone line and know the colleague's own number, their phone rings first; picked up, the
customer's is rung. Else their phone program dials the address they are given.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.actions.tasks import log_activity
from assistant.outgoing.outbox import About, Draft, queue
from assistant.work import InvalidValue, Work
from channels.contract import Address
from channels.reply import Reply
from storage.models import Contact, Deal, Delivery, Interaction
from storage.queries import people, sales, team

_OUTCOMES: Mapping[str, str] = {
    "busy": "the line was busy",
    "no-answer": "nobody answered",
    "failed": "the number could not be reached",
    "canceled": "hung up before anybody answered",
}


@dataclass(frozen=True, slots=True)
class StartedCall:
    """The address a phone program dials, the entry on the timeline, and whose phone rings to be connected."""

    tel: str
    interaction: Interaction
    rings: str = ""

    def told(self, contact: Contact) -> str:
        """What the colleague is told."""
        name = contact.name or "them"
        if self.rings:
            return f"Your phone {self.rings} rings; pick up to be connected with {name}."
        return f"Call {name} at {self.tel.removeprefix('tel:')}. The call is on the timeline."


def start_call(work: Work, contact: Contact, *, deal: Deal | None = None) -> StartedCall:
    """Write down that a colleague calls a contact now, and have it connected where that can be.

    Raises InvalidValue where there is no number.
    """
    phone = phone_of(work, contact)
    if not phone:
        raise InvalidValue(f"There is no phone number of {contact.name or 'this contact'}.")
    logged = log_activity(work, kind="call", text=f"Called {phone}.", contact=contact, deal=deal)
    logged.details = {"address": phone}
    return StartedCall(f"tel:{phone}", logged, _connect(work, contact, logged, phone))


def phone_of(work: Work, contact: Contact) -> str:
    """The number a contact is called at; empty where there is none."""
    known = people.identities_of(work.uow, contact.id)
    return next((one.address for one in known if one.kind == "phone"), "")


def callable_of(work: Work, deal: Deal) -> Contact | None:
    """Whom a call about a deal goes to: the first of its people with a number."""
    parts = sales.contacts_of_deal(work.uow, deal.id)
    known = people.contacts_by_id(work.uow, [one.contact_id for one in parts])
    ordered = [known[one.contact_id] for one in parts if one.contact_id in known]
    return next((one for one in ordered if phone_of(work, one)), None)


def note_progress(work: Work, delivery: Delivery, payload: Mapping[str, object]) -> None:
    """Write on the timeline what became of a call; the customer's part counts more than the colleague's."""
    call = work.uow.find(Interaction, delivery.interaction_id)
    if call is None:
        return
    outcome, phone = str(payload.get("outcome", "")), str(call.details.get("address", ""))
    if payload.get("leg") == "customer":
        seconds = int(str(payload.get("seconds") or 0))
        said = f"spoke for {_length(seconds)}" if outcome == "completed" else _OUTCOMES.get(outcome, outcome)
        call.minutes = max(1, round(seconds / 60)) if outcome == "completed" else None
        call.text = call.new_text = f"Called {phone}: {said}."
        call.details = {**call.details, "outcome": outcome, "seconds": seconds}
    elif outcome != "completed" and "outcome" not in call.details:
        call.text = call.new_text = f"{phone} was not called: the colleague did not pick up."
        call.details = {**call.details, "outcome": "not_placed"}


def _connect(work: Work, contact: Contact, logged: Interaction, phone: str) -> str:
    """Have it connected; the colleague's number that rings, empty where it cannot be."""
    line = work.company.accounts.get("sms", "")
    own = (
        team.identity_of_member(work.uow, member_id=work.actor.id, channel="phone") if work.actor.id else None
    )
    if not line or own is None:
        return ""
    work.uow.flush()
    said = Reply(text=f"Connecting you with {contact.name or 'your customer'}.")
    draft = Draft("voice", Address(own.address), said, account=line, conversation_key=phone)
    about = About(
        contact_id=contact.id, member_id=work.actor.id, interaction_id=logged.id, purpose="internal"
    )
    queue(work, draft, key=f"call:{logged.id}", about=about)
    return own.address


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
