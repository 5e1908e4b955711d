"""How a customer is answered: with a macro's words, or where they wrote."""

import re

from assistant.actions.access import has_right, may_write
from assistant.dialogue.outcome import Outcome, Question
from assistant.dialogue.turn import Turn
from assistant.macros import macro_named, name_of_macro
from assistant.outgoing.templates import render, variables_for
from assistant.presenting.options import option_of
from assistant.skills.proposing import change, ref_of
from nlp.understanding import Act
from storage.models import Contact, Conversation, Ticket
from storage.queries import conversations, service

_REPLIES = re.compile(r"^\W*(?:please |pls |can you )?(?:reply|answer|respond|write back|get back)\b", re.I)
_ENDS = re.compile(r"\b(?:clos|solv|resolv|end|finish|done|shut)\w*", re.I)
_MACRO = re.compile(
    r"\b(?:with|us(?:e|ing)|send|apply|by)\s+(?:the\s+)?"
    r"(?:macro\s+(?P<last>\w+)|(?P<first>[\w ]+?)\s+macro\b)",
    re.I,
)
ANSWERS = "answers"
"""The slot of the ticket that words to a contact answer."""


def macro_said(turn: Turn, act: Act) -> str:
    """The name before or behind the word “macro”; empty where an answer speaks of none, or is dictated."""
    sentence = act.text or turn.text
    found = None if ":" in sentence else _MACRO.search(sentence)
    return (found["first"] or found["last"]) if found else ""


def with_macro(turn: Turn, act: Act, ticket: Ticket, said: str) -> Outcome | None:
    """A macro's words and status; None where the ticket is to be closed as well (“close 12 with …”)."""
    sentence = act.text or turn.text
    name = macro_named(turn.work.crm.macros, said, beside=sentence)
    if _ENDS.search(
        re.sub(r"\b" + name_of_macro(name).replace(" ", "[ _]") + r"\b", "", sentence, flags=re.I)
    ):
        return None
    contact = turn.work.uow.find(Contact, ticket.contact_id)
    words = turn.work.crm.macros[name].body
    shown = render(words, variables_for(turn.work, contact=contact, ticket=ticket)) if contact else words
    return change(
        "ticket.macro",
        f"#{ticket.number}: answer with “{name_of_macro(name)}”",
        {"ticket_id": ticket.id, "macro": name},
        after=shown.strip(),
        record=ref_of(ticket),
        own=False,
    )


def answered_ticket(turn: Turn, act: Act, contact: Contact) -> Ticket | None:
    """The ticket “reply to Jane: …” answers; None where Jane has none the asker may answer on.

    Raises Question where she has several.
    """
    pinned = turn.chosen.get(f"{turn.index}:{ANSWERS}")
    if pinned:
        return turn.work.uow.get(Ticket, pinned)
    if not is_reply(turn, act) or not has_right(turn.work, "tickets.write"):
        return None
    known = service.tickets_of_contact(turn.work.uow, contact.id)
    mine = [one for one in known if may_write(turn.work, "tickets", one)]
    if len(mine) > 1:
        options = tuple(option_of(turn.work, one) for one in mine)
        raise Question(f"Which request of {contact.name} do you answer?", slot=ANSWERS, options=options)
    return mine[0] if mine else None


def answered_conversation(turn: Turn, act: Act, contact: Contact) -> Conversation | None:
    """The conversation the contact wrote in last, where the words are a reply."""
    if not is_reply(turn, act):
        return None
    return next(iter(conversations.conversations_of_contact(turn.work.uow, contact.id, limit=1)), None)


def is_reply(turn: Turn, act: Act) -> bool:
    """Whether it was said to be an answer, by no other way than theirs."""
    return turn.text_of(act, "channel") in (None, "any") and bool(_REPLIES.match(act.text or turn.text))
