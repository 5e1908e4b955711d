"""WhatsApp's window: free words within 24 hours of the customer's last; later in a template."""

from datetime import timedelta

from assistant.work import Work
from storage.queries import conversations

WINDOW = timedelta(hours=24)


def template_for(work: Work, *, contact_id: str | None) -> str:
    """The template words must go out in now; empty within the window, and where the company has none."""
    template = work.crm.sending.whatsapp_template
    if not template or contact_id is None:
        return ""
    lately = conversations.timeline(
        work.uow, contact_id=contact_id, channel="whatsapp", since=work.now - WINDOW, limit=20
    )
    return "" if any(one.direction == "in" for one in lately) else template
