"""The turn loop: what a colleague said becomes a reply, and the thread remembers.

In order: an answer to a question we asked; a yes, no or undo about a card; a correction of what was said;
else the acts as understood, each through its skill. Reads are answered; changes go straight through where
policy allows, and are shown as one card otherwise.
"""

from dataclasses import dataclass, replace

import structlog

from assistant.dialogue import rooms
from assistant.dialogue.acts import SOFT_ERRORS, run_acts
from assistant.dialogue.asking import listings, lookups, questions
from assistant.dialogue.continuing import answers, corrections, refining, taking_back
from assistant.dialogue.continuing.drafts import editing_of_draft
from assistant.dialogue.continuing.spoken_of import spoken_of
from assistant.dialogue.ordering import absences, conversions, standing_orders
from assistant.dialogue.pressing import cards
from assistant.dialogue.reading import rulings, tables, written_down
from assistant.dialogue.reading.dictation import dictated
from assistant.dialogue.reading.grounding import grounded
from assistant.dialogue.reading.refusals import refusal_of
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.state import DialogueState, state_from_json, state_to_json
from assistant.outgoing.templates import TemplateUnresolved
from assistant.presenting.suggestions import abstention
from assistant.work import Work
from channels.reply import Reply
from nlp.understanding import Act, Understanding
from storage.models import Thread
from storage.queries import conversations

log = structlog.get_logger()

REFUSALS = (*SOFT_ERRORS, cards.CardGone, TemplateUnresolved)
"""What applying a card may refuse with."""
QUESTION_DROPPED = "Never mind, then: nothing was changed. “Undo” once more takes back the last change."
SETTLED_BY_WORD = {
    "confirm": cards.confirm_latest,
    "cancel": cards.cancel_latest,
    "undo": taking_back.undo_latest,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a colleague wrote, where, and what it was understood to mean."""

    thread_key: str
    text: str
    understanding: Understanding
    is_shared: bool = False
    room_key: str = ""
    """The key of the whole channel it was said in; empty outside channels."""

    @property
    def room(self) -> str:
        """The provider's id of that channel."""
        return self.room_key.rstrip(":").rpartition(":")[2]


def talk(work: Work, said: Said) -> Spoken:
    """Take one turn. Writes records, the card and the thread's memory; sends nothing itself."""
    thread = _thread(work, said.thread_key)
    state = state_from_json(thread.state)
    state = _bound(work, said, state)
    try:
        with work.uow.savepoint():
            spoken, state = _turn(work, said, thread, state)
    except REFUSALS as refused:
        # What the turn began is undone, and what was asked before is still open.
        return Spoken(Reply(text=str(refused)), said.understanding.acts)
    thread.state = state_to_json(state)
    return spoken


def _turn(work: Work, said: Said, thread: Thread, state: DialogueState) -> tuple[Spoken, DialogueState]:
    refused = _refused(work, said)
    if refused is not None:
        return refused, state
    offered, state = state.undo_id, replace(state, undo_id="")
    letter = dictated(said.text, said.understanding.acts) if _may_dictate(state) else None
    if letter is not None:
        state = replace(state, pending=None)
        return run_acts(work, thread, state, letter, is_shared=said.is_shared, room=said.room, text=said.text)
    is_asking = state.pending is not None and not cards.options_waiting(work, state)
    if state.pending is not None and lookups.read(work, said.text, needs_verb=True) is None:
        options = cards.options_waiting(work, state)
        answered = answers.read(
            work,
            state.pending,
            said.text,
            said.understanding,
            options=options,
            known=state.focus.values(),
        )
        if answered is not None:
            return run_acts(
                work,
                thread,
                state,
                answered.acts,
                chosen=answered.chosen,
                is_shared=said.is_shared,
                room=said.room,
            )
        state = replace(state, pending=None)
    asked = refining.asked_again(work, state, said.text) or said.text
    plain = _plainly_answered(work, replace(said, text=asked), state)
    if plain is not None:
        return plain, replace(state, acts=(Act(refining.QUESTION, 1.0, {}, asked),))
    read = lookups.shown_instead(work, said.understanding.acts, said.text)
    read = listings.listed_instead(spoken_of(work, state, read, said.text), said.text)
    read = conversions.converted(work, read, said.text, focus=state.focus)
    acts = editing_of_draft(work, state, said.text) or grounded(work, read, said.text)
    tabled = tables.read(work, said.text)
    ordered = (
        tabled
        or written_down.read(work, acts, said.text)
        or rulings.read(work, said.text)
        or standing_orders.read(said.text)
    )
    refined = refining.read(work, state, said.text)
    settle = SETTLED_BY_WORD.get(acts[0].intent) if len({act.intent for act in acts}) == 1 else None
    if settle is not None and ordered is None and refined is None:
        if is_asking and acts[0].intent in ("undo", "cancel"):
            return Spoken(Reply(text=QUESTION_DROPPED)), state
        if offered and acts[0].intent == "confirm":
            return taking_back.undo_offered(work, offered, state)
        if acts[0].intent == "undo":
            return taking_back.undo_said(work, thread, state, said.text)
        return settle(work, thread, state)
    again = ordered or corrections.repeated(state, said.text)
    corrected = corrections.read(work, state, said.text, said.understanding) if again is None else None
    if corrected is not None:
        state = cards.withdraw_latest(work, thread, state)
    acts = again or corrected or refined or acts
    if all(act.intent == "out_of_scope" for act in acts):
        looked_up = lookups.read(work, said.text)
        if looked_up is None:
            return _unknown(said), state
        acts = looked_up
    return run_acts(work, thread, state, acts, is_shared=said.is_shared, room=said.room, text=said.text)


def _may_dictate(state: DialogueState) -> bool:
    """Whoever was asked for the words themselves answers with them, colons and all."""
    return state.pending is None or state.pending.slot != "text"


def _refused(work: Work, said: Said) -> Spoken | None:
    refusal = refusal_of(said.text, said.understanding)
    if refusal is None:
        return None
    log.warning("talk.refused", member_id=work.actor.id, reason=refusal.reason)
    reply = Reply(text=refusal.sentence)
    return Spoken(reply, said.understanding.acts, is_sensitive=True, refused=refusal.reason)


def _plainly_answered(work: Work, said: Said, state: DialogueState) -> Spoken | None:
    """What the words themselves say: a question the records answer, an absence, a channel's record."""
    answered = questions.read(work, said.text, focus=state.focus)
    if answered is not None:
        return Spoken(answered, said.understanding.acts, is_sensitive=True)
    told = absences.read(work, said.text)
    if told is not None:
        return Spoken(told, said.understanding.acts, batch_id=work.uow.batch_id)
    bound = rooms.read(work, said.room_key, said.text) if said.room_key else None
    return Spoken(bound, said.understanding.acts) if bound is not None else None


def _unknown(said: Said) -> Spoken:
    return Spoken(abstention(said.text, said.understanding.suggestions), said.understanding.acts)


def _thread(work: Work, key: str) -> Thread:
    found = conversations.find_thread(work.uow, key)
    if found is None:
        found = work.uow.add(Thread(key=key, member_id=work.actor.id or None))
        work.uow.flush()
    return found


def _bound(work: Work, said: Said, state: DialogueState) -> DialogueState:
    """In a deal room “it” means the room's record, until the thread speaks of another."""
    room = rooms.room_of(work, said.room_key) if said.room_key else None
    if room is None or room.entity in state.focus:
        return state
    focus = {room.entity: room.record_id, **state.focus}
    return replace(state, focus=focus, latest=state.latest or room.entity)
