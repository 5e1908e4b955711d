"""What follows from a colleague's words to a customer: a lead has its first answer, a promise was made."""

from assistant.follow_ups.nudging import promises
from assistant.work import Work
from storage.models import Contact, Interaction
from storage.queries import sales

TURNS = ("message", "call", "meeting", "email", "sms", "voicemail")


def note(work: Work, contact: Contact, interaction: Interaction) -> None:
    """A colleague wrote to a contact, called or met them."""
    if interaction.is_automatic or interaction.kind not in TURNS or work.actor.kind != "member":
        return
    _answer_lead(work, contact, interaction)
    if interaction.kind == "message":
        promises.note(work, contact, interaction)


def _answer_lead(work: Work, contact: Contact, interaction: Interaction) -> None:
    lead = sales.open_lead_of_contact(work.uow, contact.id)
    if lead is None or lead.first_response_at is not None or interaction.at < lead.created_at:
        return
    lead.first_response_at = interaction.at
    if lead.status == "new":
        lead.status = "working"
