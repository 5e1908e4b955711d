"""Run what was understood: each act through its skill, answers joined, changes gathered on one card."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.outcome import Answer, NotFound, Operation, Proposal, Question, RecordRef
from assistant.dialogue.pressing import cards
from assistant.dialogue.reading.caution import careful
from assistant.dialogue.reading.unread import refuse_unread, refuse_untaken
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.state import DialogueState, Pending
from assistant.dialogue.turn import Turn
from assistant.presenting.suggestions import abstention
from assistant.skills import READ_BY_PATTERN, SKILLS
from assistant.skills.splitting import joined_splits
from assistant.work import InvalidValue, NotAllowed, Work
from channels.reply import Reply, Section
from nlp.understanding import Act
from storage.errors import RecordNotFound
from storage.models import Thread

SOFT_ERRORS = (NotFound, NotAllowed, InvalidValue, RecordNotFound)
"""What a skill may refuse with: a sentence for the asker, not a failure."""


def run_acts(
    work: Work,
    thread: Thread,
    state: DialogueState,
    acts: tuple[Act, ...],
    *,
    chosen: Mapping[str, str] | None = None,
    is_shared: bool = False,
    room: str = "",
    text: str = "",
) -> tuple[Spoken, DialogueState]:
    """Run understood acts through their skills: answers are joined, changes gathered on one card."""
    chosen = dict(chosen or {})
    replies: list[Answer] = []
    operations: list[Operation] = []
    made: dict[str, str] = {}
    refuse_untaken(work, acts, text)
    for index, act in enumerate(acts):
        turn = Turn(work, state, index, chosen, text, is_shared=is_shared, made=dict(made), room=room)
        skill = SKILLS.get(act.intent) or READ_BY_PATTERN.get(act.intent)
        if skill is None:
            replies.append(Answer(abstention(act.text or text, ())))
            continue
        try:
            refuse_unread(turn, act)
            outcome = careful(skill(turn, _carried(act, acts[:index])), act, text)
        except Question as question:
            return _ask(work, thread, state, acts, index, question, chosen)
        except SOFT_ERRORS as refused:
            replies.append(Answer(Reply(text=str(refused))))
            continue
        if isinstance(outcome, Answer):
            replies.append(outcome)
            state = replace(_focus(state, outcome.focus), listed=outcome.listed or state.listed)
        else:
            operations += _numbered(outcome, len(operations))
            for operation in outcome.operations:
                if operation.name.endswith(".create"):
                    made[operation.name.split(".")[0]] = f"{len(operations)}"
                state = _focus(state, operation.record)
    if any(act.intent == "message.edit" for act in acts) and operations:
        state = cards.withdraw_latest(work, thread, state)
    state = replace(state, acts=acts, pending=None)
    return _conclude(work, thread, state, acts, replies, joined_splits(operations))


def _carried(act: Act, earlier: tuple[Act, ...]) -> Act:
    """A name said earlier in the same message stands for a pronoun of the same kind."""
    slots = dict(act.slots)
    for name, value in slots.items():
        if value != CONTEXT:
            continue
        for other in reversed(earlier):
            named = other.slots.get(name)
            if isinstance(named, str) and named != CONTEXT:
                slots[name] = named
                break
    return replace(act, slots=slots)


def _numbered(proposal: Proposal, start: int) -> list[Operation]:
    return [
        replace(operation, id=str(start + position + 1))
        for position, operation in enumerate(proposal.operations)
    ]


def _focus(state: DialogueState, record: RecordRef | None) -> DialogueState:
    if record is None or not record.id:
        return state
    return replace(state, focus={**state.focus, record.entity: record.id}, latest=record.entity)


def _ask(
    work: Work,
    thread: Thread,
    state: DialogueState,
    acts: tuple[Act, ...],
    index: int,
    question: Question,
    chosen: Mapping[str, str],
) -> tuple[Spoken, DialogueState]:
    if question.act is not None:
        acts = (*acts[:index], question.act, *acts[index + 1 :])
    state = replace(state, pending=Pending(acts, index, question.slot, dict(chosen)), acts=acts)
    if not question.options:
        return Spoken(Reply(text=question.text), acts), state
    card, reply = cards.choice(work, thread, question)
    return Spoken(reply, acts, card, is_sensitive=question.is_sensitive), replace(state, card_id=card.id)


def _conclude(
    work: Work,
    thread: Thread,
    state: DialogueState,
    acts: tuple[Act, ...],
    answers_: list[Answer],
    operations: list[Operation],
) -> tuple[Spoken, DialogueState]:
    is_sensitive = any(one.is_sensitive for one in answers_)
    if not operations:
        return Spoken(_joined([one.reply for one in answers_]), acts, is_sensitive=is_sensitive), state
    spoken, state = cards.propose_or_apply(work, thread, state, acts, operations)
    if answers_:
        reply = _joined([spoken.reply, *(one.reply for one in answers_)])
        spoken = replace(spoken, reply=reply, is_sensitive=is_sensitive or spoken.is_sensitive)
    return spoken, state


def _joined(replies: list[Reply]) -> Reply:
    if not replies:
        return Reply(text="There is nothing to do.")
    first, rest = replies[0], replies[1:]
    if not rest:
        return first
    sections = [
        Section(title=one.title, text=_body(one), facts=one.facts, actions=one.actions) for one in rest
    ]
    return replace(first, sections=(*first.sections, *sections))


def _body(reply: Reply) -> str:
    if reply.table is None:
        return reply.text
    rows = "\n".join(" · ".join(row) for row in reply.table.rows)
    return f"{reply.text}\n{rows}"
