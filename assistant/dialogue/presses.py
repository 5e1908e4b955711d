"""What happens when something is pressed: one table of names, for Slack, the console and the API alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.actions import leads, tasks, tickets
from assistant.dialogue import answers, cards
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.state import DialogueState, state_from_json, state_to_json
from assistant.dialogue.talk import run_acts
from assistant.follow_ups.repeats import next_due
from assistant.presenting.cards import lead_card, ticket_card
from assistant.presenting.times import say_moment
from assistant.work import InvalidValue, Work
from channels.reply import Reply
from storage.models import Card, Lead, Member, Task, Thread, Ticket


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


def _ticket(change: Callable[[Work, Ticket, Press], object]) -> Callable[[Work, Press], Spoken]:
    def handle(work: Work, pressed: Press) -> Spoken:
        ticket = tickets.surviving_ticket(work, work.uow.get_locked(Ticket, pressed.value))
        change(work, ticket, pressed)
        return Spoken(ticket_card(work, ticket), batch_id=work.uow.batch_id)

    return handle


def _take_ticket(work: Work, ticket: Ticket, _pressed: Press) -> None:
    tickets.assign_ticket(work, ticket, work.uow.get(Member, work.actor.id))


def _lead(change: Callable[[Work, Lead], object]) -> Callable[[Work, Press], Spoken]:
    def handle(work: Work, pressed: Press) -> Spoken:
        lead = work.uow.get_locked(Lead, pressed.value)
        change(work, lead)
        return Spoken(lead_card(work, lead), batch_id=work.uow.batch_id)

    return handle


def _task_done(work: Work, pressed: Press) -> Spoken:
    task = work.uow.get_locked(Task, pressed.value)
    tasks.complete_task(work, task, next_due=next_due(task, after=work.now, zone=work.zone))
    return Spoken(Reply(text=f"Done: {task.text}."), batch_id=work.uow.batch_id)


def _task_tomorrow(work: Work, pressed: Press) -> Spoken:
    task = work.uow.get_locked(Task, pressed.value)
    morning = datetime.combine(work.today + timedelta(days=1), time(9), ZoneInfo(work.zone)).astimezone(UTC)
    tasks.snooze_task(work, task, due_at=morning)
    return Spoken(
        Reply(text=f"Put off until {say_moment(work, morning)}: {task.text}."), batch_id=work.uow.batch_id
    )


PRESSES: Mapping[str, Callable[[Work, Press], Spoken]] = {
    "card.confirm": _confirm,
    "card.cancel": _cancel,
    "card.undo": _undo,
    "card.choose": _choose,
    "ticket.take": _ticket(_take_ticket),
    "ticket.priority": _ticket(
        lambda work, one, press_: tickets.update_ticket(work, one, priority=press_.choice)
    ),
    "ticket.status": _ticket(
        lambda work, one, press_: tickets.update_ticket(work, one, status=press_.choice)
    ),
    "ticket.close": _ticket(lambda work, one, _: tickets.close_ticket(work, one)),
    "lead.take": _lead(lambda work, one: leads.assign_lead(work, one, work.actor.id)),
    "lead.qualify": _lead(leads.qualify_lead),
    "lead.convert": _lead(leads.convert_lead),
    "lead.disqualify": _lead(leads.disqualify_lead),
    "task.done": _task_done,
    "task.snooze": _task_tomorrow,
}
