"""Calling a contact from their record: the colleague's own phone rings out, and the call is written down."""

from dataclasses import dataclass

from assistant.actions.tasks import log_activity
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Interaction
from storage.queries import people


@dataclass(frozen=True, slots=True)
class StartedCall:
    """The address a phone program dials, and the entry on the timeline."""

    tel: str
    interaction: Interaction


def start_call(work: Work, contact: Contact, *, deal: Deal | None = None) -> StartedCall:
    """Write down that a colleague calls a contact now. Raises InvalidValue where there is no number."""
    known = people.identities_of(work.uow, contact.id)
    phone = next((one.address for one in known if one.kind == "phone"), "")
    if not phone:
        raise InvalidValue(f"There is no phone number of {contact.name or 'this contact'}.")
    logged = log_activity(work, kind="call", text=f"Called {phone}.", contact=contact, deal=deal)
    return StartedCall(f"tel:{phone}", logged)
