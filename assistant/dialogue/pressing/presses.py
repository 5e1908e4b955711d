"""What happens when something is pressed: one table of names, for Slack, the console and the API alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.actions import tasks
from assistant.dialogue.acts import run_acts
from assistant.dialogue.continuing import answers
from assistant.dialogue.pressing import cards
from assistant.dialogue.pressing.nudge_presses import NUDGE_PRESSES
from assistant.dialogue.pressing.record_presses import RECORD_PRESSES, Handler
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.state import DialogueState, state_from_json, state_to_json
from assistant.follow_ups.repeats import next_due
from assistant.presenting.pauses import moment_of
from assistant.presenting.times import say_moment
from assistant.work import InvalidValue, Work
from channels.reply import Reply
from storage.models import Card, Task, Thread


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: its name, what it was put on, and what was chosen with it."""

    name: str
    value: str = ""
    choice: str = ""
    lines: Sequence[str] | None = None


def press(work: Work, pressed: Press) -> Spoken:
    """Do what a button says. Raises InvalidValue for a name nobody knows, and whatever the action refuses."""
    handler = PRESSES.get(pressed.name)
    if handler is None:
        raise InvalidValue("This button is no longer in use.")
    return handler(work, pressed)


def _confirm(work: Work, pressed: Press) -> Spoken:
    card = work.uow.get_locked(Card, pressed.value)
    thread, state = _memory(work, card)
    reply, state = cards.confirm(work, card, state, lines=pressed.lines)
    if thread is not None:
        thread.state = state_to_json(state)
    return Spoken(reply, (), card, card.batch_id)


def _cancel(work: Work, pressed: Press) -> Spoken:
    card = work.uow.get_locked(Card, pressed.value)
    return Spoken(cards.cancel(work, card), (), card)


def _undo(work: Work, pressed: Press) -> Spoken:
    card = work.uow.get_locked(Card, pressed.value)
    reply = cards.undo(work, card)
    return Spoken(reply, (), card, work.uow.batch_id)


def _choose(work: Work, pressed: Press) -> Spoken:
    card_id, _, value = pressed.value.partition(":")
    value = pressed.choice or value
    card = work.uow.get_locked(Card, card_id)
    thread, state = _memory(work, card)
    if card.member_id != work.actor.id:
        raise cards.CardGone("This card belongs to a colleague.")
    if thread is None or card.state != "pending" or state.pending is None or state.card_id != card.id:
        raise cards.CardGone("This question was answered or left already.")
    if value not in {one.value for one in cards.options_of(card)}:
        raise InvalidValue("That is none of the choices.")
    card.state, card.settled_at = "applied", work.now
    answered = answers.choose(state.pending, value)
    spoken, state = run_acts(
        work, thread, replace(state, pending=None), answered.acts, chosen=answered.chosen
    )
    thread.state = state_to_json(state)
    return spoken


def _memory(work: Work, card: Card) -> tuple[Thread | None, DialogueState]:
    thread = work.uow.find(Thread, card.thread_id)
    return thread, state_from_json(thread.state if thread else {})


def _task_done(work: Work, pressed: Press) -> Spoken:
    task = work.uow.get_locked(Task, pressed.value)
    tasks.complete_task(work, task, next_due=next_due(task, after=work.now, zone=work.zone))
    return Spoken(Reply(text=f"Done: {task.text}."), batch_id=work.uow.batch_id)


def _task_later(work: Work, pressed: Press) -> Spoken:
    task = work.uow.get_locked(Task, pressed.value)
    until = moment_of(work, pressed.choice or "tomorrow")
    tasks.snooze_task(work, task, due_at=until)
    return Spoken(
        Reply(text=f"Put off until {say_moment(work, until)}: {task.text}."), batch_id=work.uow.batch_id
    )


def _on_record(handler: Handler) -> Callable[[Work, Press], Spoken]:
    return lambda work, pressed: handler(work, pressed.value, pressed.choice)


def _on_nudge(handler: Callable[[Work, str], Spoken]) -> Callable[[Work, Press], Spoken]:
    return lambda work, pressed: handler(work, pressed.value)


PRESSES: Mapping[str, Callable[[Work, Press], Spoken]] = {
    "card.confirm": _confirm,
    "card.cancel": _cancel,
    "card.undo": _undo,
    "card.choose": _choose,
    "task.done": _task_done,
    "task.snooze": _task_later,
    **{name: _on_record(handler) for name, handler in RECORD_PRESSES.items()},
    **{name: _on_nudge(handler) for name, handler in NUDGE_PRESSES.items()},
}
