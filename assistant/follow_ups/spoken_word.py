"""When a colleague first turned to a lead: the speed to lead."""

from assistant.work import Work
from storage.models import Contact, Interaction
from storage.queries import sales

TURNS = ("message", "call", "meeting", "email", "sms", "voicemail")


def note(work: Work, contact: Contact, interaction: Interaction) -> None:
    """A colleague wrote to a contact, called or met them: their open lead has its first answer."""
    if interaction.is_automatic or interaction.kind not in TURNS or work.actor.kind != "member":
        return
    lead = sales.open_lead_of_contact(work.uow, contact.id)
    if lead is None or lead.first_response_at is not None or interaction.at < lead.created_at:
        return
    lead.first_response_at = interaction.at
    if lead.status == "new":
        lead.status = "working"
