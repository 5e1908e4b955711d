"""WhatsApp's window: free words within 24 hours of the customer's last; later in an approved template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.outgoing.templates import render, variables_for
from assistant.work import InvalidValue, Work
from config.whatsapp import WhatsAppTemplate
from storage.models import Contact
from storage.queries import conversations

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The template words go out in: its name here, Twilio's id of it, and what fills it in."""

    name: str
    sid: str
    values: tuple[str, ...]


def wrapped(
    work: Work,
    words: str,
    *,
    contact_id: str | None,
    purpose: str,
    name: str = "",
    at: datetime | None = None,
) -> Wrapped | None:
    """The template words to a contact go out in `at` a moment (now); None within the window.

    `name` asks for one by its name in `crm.yaml`; else it is the first for the purpose in their language.
    None also where there is none: WhatsApp then refuses the message. Raises InvalidValue for a name nobody
    knows.
    """
    templates = work.crm.whatsapp_templates
    if name and name not in templates:
        known = ", ".join(templates) or "none"
        raise InvalidValue(f"There is no WhatsApp template {name!r}. Known are: {known}.")
    if not templates or contact_id is None or _is_open(work, contact_id, at or work.now):
        return None
    contact = work.uow.get(Contact, contact_id)
    chosen = name or _fitting(templates, purpose=purpose, language=contact.language or "")
    if not chosen:
        return None
    known_words = {**variables_for(work, contact=contact), "words": " ".join(words.split())}
    template = templates[chosen]
    return Wrapped(chosen, template.sid, tuple(render(one, known_words) for one in template.variables))


def _is_open(work: Work, contact_id: str, at: datetime) -> bool:
    lately = conversations.timeline(
        work.uow, contact_id=contact_id, channel="whatsapp", since=at - WINDOW, limit=20
    )
    return any(one.direction == "in" for one in lately)


def _fitting(templates: Mapping[str, WhatsAppTemplate], *, purpose: str, language: str) -> str:
    """The name of the template made for the purpose and the language, else of one that serves any."""
    fit = [
        (bool(one.purposes), bool(one.language) and one.language == language, name)
        for name, one in templates.items()
        if (not one.purposes or purpose in one.purposes) and (not language or one.language in ("", language))
    ]
    # Of equals the first written down: sorting keeps the order.
    return sorted(fit, key=lambda one: one[:2], reverse=True)[0][2] if fit else ""
