"""The turn loop: what a colleague said becomes a reply, and the thread remembers.

In order: an answer to a question we asked; a yes, no or undo about a card; a correction of what was said;
else the acts as understood, each through its skill. Reads are answered; changes go straight through where
policy allows, and are shown as one card otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import structlog

from assistant.dialogue import rooms
from assistant.dialogue.acts import SOFT_ERRORS, run_acts
from assistant.dialogue.asking import listings, lookups, questions
from assistant.dialogue.continuing import answers, corrections, listed, refining, taking_back
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


_Taken: TypeAlias = tuple[Spoken, DialogueState]


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
            spoken, state = _Turn(work, said, thread, state).taken()
    except REFUSALS as refused:
        # What the turn began is undone, and what was asked before is still open.
        return Spoken(Reply(text=str(refused)), said.understanding.acts)
    thread.state = state_to_json(state)
    return spoken


class _Turn:
    """One turn: what the words may be is tried in order, the plainest first."""

    def __init__(self, work: Work, said: Said, thread: Thread, state: DialogueState) -> None:
        self._work, self._said, self._thread, self._state = work, said, thread, state
        self._options = cards.options_waiting(work, state)
        self._is_asking = state.pending is not None and not self._options
        self._offered = state.undo_id

    def taken(self) -> _Taken:
        """What is answered, and what is remembered from now on."""
        refused = _refused(self._work, self._said)
        if refused is not None:
            return refused, self._state
        self._state = replace(self._state, undo_id="")
        return (
            self._dictated()
            or self._answered()
            or self._of_list()
            or self._plainly_said()
            or self._understood()
        )

    def _dictated(self) -> _Taken | None:
        """Words to be written down or sent as they are."""
        letter = dictated(self._said.text, self._said.understanding.acts) if self._may_dictate() else None
        if letter is None:
            return None
        self._state = replace(self._state, pending=None)
        return self._run(letter, text=self._said.text)

    def _may_dictate(self) -> bool:
        """Whoever was asked for the words themselves answers with them, colons and all."""
        return self._state.pending is None or self._state.pending.slot != "text"

    def _answered(self) -> _Taken | None:
        """The answer to what we asked; who says something else has left the question."""
        text, pending = self._said.text, self._state.pending
        if pending is None or lookups.read(self._work, text, needs_verb=True) is not None:
            return None
        answer = answers.read(
            self._work,
            pending,
            text,
            self._said.understanding,
            options=self._options,
            known=self._state.focus.values(),
        )
        if answer is not None:
            return self._run(answer.acts, chosen=answer.chosen)
        self._state = replace(self._state, pending=None)
        return None

    def _of_list(self) -> _Taken | None:
        """A line of the list that was shown last: the words name its place."""
        found = listed.read(self._state, self._said.understanding.acts, self._said.text)
        if found is None:
            return None
        self._state, acts = found
        text = self._said.text
        return self._run(spoken_of(self._work, self._state, acts, text), text=text)

    def _plainly_said(self) -> _Taken | None:
        """A question the records answer, an absence, a channel's record: the words themselves say it."""
        asked = refining.asked_again(self._work, self._state, self._said.text) or self._said.text
        plain = _plainly_answered(self._work, replace(self._said, text=asked), self._state)
        if plain is None:
            return None
        return plain, replace(self._state, acts=(Act(refining.QUESTION, 1.0, {}, asked),))

    def _understood(self) -> _Taken:
        """What the language layer understood, unless the words go on with what was said before."""
        work, text = self._work, self._said.text
        acts = editing_of_draft(work, self._state, text) or grounded(work, self._read(), text)
        ordered = _ordered(work, acts, text)
        refined = refining.read(work, self._state, text)
        if ordered is None and refined is None:
            settled = self._settled(acts)
            if settled is not None:
                return settled
        acts = ordered or corrections.repeated(self._state, text) or self._corrected() or refined or acts
        if all(act.intent == "out_of_scope" for act in acts):
            looked_up = lookups.read(work, text)
            if looked_up is None:
                return _unknown(self._said), self._state
            acts = looked_up
        return self._run(acts, text=text)

    def _read(self) -> tuple[Act, ...]:
        """The acts, where the words show that another reading is meant."""
        work, state, text = self._work, self._state, self._said.text
        acts = lookups.shown_instead(work, self._said.understanding.acts, text)
        acts = listings.listed_instead(spoken_of(work, state, acts, text), text)
        return conversions.converted(work, acts, text, focus=state.focus)

    def _settled(self, acts: tuple[Act, ...]) -> _Taken | None:
        """A yes, no or undo about what was shown."""
        intents = {act.intent for act in acts}
        intent = intents.pop() if len(intents) == 1 else ""
        settle = SETTLED_BY_WORD.get(intent)
        if settle is None:
            return None
        if self._is_asking and intent in ("undo", "cancel"):
            return Spoken(Reply(text=QUESTION_DROPPED)), self._state
        if self._offered and intent == "confirm":
            return taking_back.undo_offered(self._work, self._offered, self._state)
        if intent == "undo":
            return taking_back.undo_said(self._work, self._thread, self._state, self._said.text)
        return settle(self._work, self._thread, self._state)

    def _corrected(self) -> tuple[Act, ...] | None:
        """The last acts with one thing changed; their card is withdrawn."""
        acts = corrections.read(self._work, self._state, self._said.text, self._said.understanding)
        if acts is not None:
            self._state = cards.withdraw_latest(self._work, self._thread, self._state)
        return acts

    def _run(
        self, acts: tuple[Act, ...], *, chosen: Mapping[str, str] | None = None, text: str = ""
    ) -> _Taken:
        said = self._said
        return run_acts(
            self._work,
            self._thread,
            self._state,
            acts,
            chosen=chosen,
            is_shared=said.is_shared,
            room=said.room,
            text=text,
        )


def _ordered(work: Work, acts: tuple[Act, ...], text: str) -> tuple[Act, ...] | None:
    """Orders that are read by pattern."""
    return (
        tables.read(work, text)
        or written_down.read(work, acts, text)
        or rulings.read(work, text)
        or standing_orders.read(text)
    )


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
