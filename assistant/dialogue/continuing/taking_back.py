"""“Undo” in words: what the asker did in this thread; what they did elsewhere is named and asked for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from assistant.dialogue.pressing import cards
from assistant.dialogue.reading.grounding import COMMON
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.state import DialogueState
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.reply import Action, Reply
from storage.models import Card, Thread
from storage.queries import conversations
from storage.search import names_said

NOTHING = "There is nothing to take back."
_NAMED = ("deal", "company", "contact", "lead", "ticket")
_ALL = re.compile(r"\b(?:all|everything|every change)\b", re.I)
_COUNT = re.compile(r"\b(?:the )?(?:last |both )?(?P<count>two|three|2|3|both)\b(?: changes?)?", re.I)
_NUMBERS = {"two": 2, "2": 2, "both": 2, "three": 3, "3": 3}
_SETTLED = ("applied", "undone")


def undo_said(work: Work, thread: Thread, state: DialogueState, text: str) -> tuple[Spoken, DialogueState]:
    """“Undo”, “undo the last two”, “undo the Acme change”: as many as are said, or the one that is named."""
    if _ALL.search(text):
        return Spoken(Reply(text="One at a time: “undo” takes back your latest change here.")), state
    names = [one for one in names_said(work.uow, text, entities=_NAMED) if one.lower() not in COMMON]
    if names:
        return _undo_named(work, thread, state, names)
    count = _COUNT.search(text)
    if count is None:
        return undo_latest(work, thread, state)
    replies = []
    for _ in range(_NUMBERS[count["count"].lower()]):
        card = _latest_here(work, thread)
        if card is not None:
            replies.append(cards.undo(work, card).text)
            work.uow.new_batch()
    return Spoken(Reply(text="\n".join(replies) or NOTHING)), state


def _undo_named(
    work: Work, thread: Thread, state: DialogueState, names: Sequence[str]
) -> tuple[Spoken, DialogueState]:
    """The asker's latest change if it is of the record that is named; any other is not taken back for it."""
    card = _latest_here(work, thread) or conversations.latest_card_of_member(
        work.uow, member_id=work.actor.id, states=("applied",)
    )
    labels = " ".join(one.label for one in cards.lines_of(card)).lower() if card is not None else ""
    if card is not None and any(one.lower() in labels for one in names):
        return Spoken(cards.undo(work, card), (), card, work.uow.batch_id), state
    latest = f" Your latest is: {'; '.join(one.label for one in cards.lines_of(card))}." if card else ""
    said = f"Your latest change is not of {names[0]}, so nothing was taken back.{latest}"
    return Spoken(Reply(text=said)), state


def _latest_here(work: Work, thread: Thread) -> Card | None:
    return conversations.latest_card(
        work.uow, thread_id=thread.id, states=("applied",), member_id=work.actor.id
    )


def undo_latest(work: Work, thread: Thread, state: DialogueState) -> tuple[Spoken, DialogueState]:
    """A card that waits is dropped, else the asker's latest change in the thread taken back.

    Where nothing of theirs was done in the thread, their latest change elsewhere is, and is named; where all
    of it is taken back already, that one is offered only.
    """
    waiting = conversations.latest_card(work.uow, thread_id=thread.id, states=("pending",))
    if waiting is not None and waiting.id == state.card_id:
        return cards.cancel_latest(work, thread, state)
    me, card = work.actor.id, _latest_here(work, thread)
    if card is not None and card.batch_id is None:
        card.state = "undone"
        return Spoken(
            Reply(text="What you said last changed nothing, so there is nothing to take back.")
        ), state
    if card is not None:
        return Spoken(cards.undo(work, card), (), card, work.uow.batch_id), state
    settled = conversations.latest_card(work.uow, thread_id=thread.id, states=_SETTLED, member_id=me)
    elsewhere = conversations.latest_card_of_member(work.uow, member_id=me, states=("applied",))
    if elsewhere is None or _is_too_old(work, elsewhere):
        return Spoken(Reply(text=NOTHING if settled is None else f"{NOTHING[:-1]} here any more.")), state
    if settled is not None:
        return _offered(work, elsewhere), replace(state, undo_id=elsewhere.id)
    reply = cards.undo(work, elsewhere)
    text = (
        f"In this thread you changed nothing; this is from {_when(work, elsewhere)}, elsewhere.\n{reply.text}"
    )
    return Spoken(replace(reply, text=text), (), elsewhere, work.uow.batch_id), state


def undo_offered(work: Work, card_id: str, state: DialogueState) -> tuple[Spoken, DialogueState]:
    """“Yes” to the change elsewhere that was named."""
    card = work.uow.get_locked(Card, card_id)
    return Spoken(cards.undo(work, card), (), card, work.uow.batch_id), state


def _offered(work: Work, card: Card) -> Spoken:
    named = "\n".join(f"• {one.label}: {one.before} → {one.after}" for one in cards.lines_of(card))
    text = (
        "Nothing of yours is left to take back in this thread. Your latest change elsewhere, of "
        f"{_when(work, card)}:\n{named}\nShall I take that back?"
    )
    return Spoken(
        Reply(text=text, actions=(Action("card.undo", "Undo", card.id),)), (), card, is_sensitive=True
    )


def _when(work: Work, card: Card) -> str:
    return say_moment(work, card.settled_at or card.created_at)


def _is_too_old(work: Work, card: Card) -> bool:
    hours = timedelta(hours=work.crm.sending.undo_hours)
    return work.now - (card.settled_at or card.created_at) > hours
