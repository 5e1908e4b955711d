"""Cards: changes shown before they are made, receipts that can be taken back, and choices."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from assistant.dialogue.outcome import Operation, Question
from assistant.dialogue.pressing.change_words import field_name, find_changed, name_of, value_in_words
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.state import DialogueState
from assistant.follow_ups.sequences.segments import take_back
from assistant.operations import Step, apply_all
from assistant.operations.applied import Applied
from assistant.work import InvalidValue, Work
from channels.reply import Action, Line, Option, Reply
from config.errors import RapportError
from nlp.understanding import Act
from storage.changes import FieldConflict, UndoOutcome, undo_batch
from storage.models import Card, Thread
from storage.queries import conversations

UNDONE_BY_WORD = frozenset({"message.send", "ticket.reply"})
TOLD_BY_MAIL = frozenset({"meeting.book", "meeting.move", "meeting.cancel"})
"""What left the house cannot be called back: the receipts of these have no Undo."""
BEGIN_SEQUENCES = frozenset({"sequence.start", "sequence.start_all"})
"""What these began is ended rather than unmade: steps may have gone out, and what they were stays known."""
SHOW_AMOUNTS = frozenset({"deal.win", "deal.split"})


class CardGone(RapportError):
    """The card was settled before, or it is too old."""

    code = "card_gone"


def propose_or_apply(
    work: Work, thread: Thread, state: DialogueState, acts: tuple[Act, ...], operations: Sequence[Operation]
) -> tuple[Spoken, DialogueState]:
    """Apply one small change of one's own at once; show anything else first."""
    card = Card(
        thread_id=thread.id,
        member_id=work.actor.id,
        content={"operations": [_stored(one) for one in operations]},
        expires_at=work.now + timedelta(days=14),
    )
    work.uow.add(card)
    work.uow.flush()
    state = replace(state, card_id=card.id)
    is_sensitive = any(_shows_amount(one) for one in operations)
    if _goes_through(work, operations):
        reply, state = _apply(work, card, [one.id for one in operations], state)
        return Spoken(reply, acts, card, card.batch_id, is_sensitive), state
    return Spoken(_preview(card, operations), acts, card, is_sensitive=is_sensitive), state


def choice(work: Work, thread: Thread, question: Question) -> tuple[Card, Reply]:
    """A question with its options as buttons."""
    options = [{"value": one.value, "label": one.label, "hint": one.hint} for one in question.options]
    card = Card(
        thread_id=thread.id,
        member_id=work.actor.id,
        kind="choice",
        content={"options": options, "slot": question.slot},
        expires_at=work.now + timedelta(days=14),
    )
    work.uow.add(card)
    work.uow.flush()
    actions = tuple(Action("card.choose", _label(one), f"{card.id}:{one.value}") for one in question.options)
    return card, Reply(text=question.text, actions=actions)


def confirm(
    work: Work, card: Card, state: DialogueState, *, lines: Sequence[str] | None = None
) -> tuple[Reply, DialogueState]:
    """Apply the chosen lines of a card in this transaction. Raises CardGone where it was settled before."""
    _need(card, "pending", work)
    stored = card.content["operations"]
    wanted = (
        [one["id"] for one in stored]
        if lines is None
        else [one["id"] for one in stored if one["id"] in lines]
    )
    if not wanted:
        raise InvalidValue("No line is chosen; choose one or cancel.")
    return _apply(work, card, wanted, state)


def cancel(work: Work, card: Card) -> Reply:
    """Drop a card."""
    _need(card, "pending", work)
    card.state, card.settled_at = "cancelled", work.now
    return Reply(text="All right, nothing was changed.")


def undo(work: Work, card: Card) -> Reply:
    """Take a card's changes back, within the undo hours; what somebody changed since stays and is named."""
    _need(card, "applied", work)
    applied_at = card.settled_at or card.created_at
    if work.now - applied_at > timedelta(hours=work.crm.sending.undo_hours):
        raise CardGone(f"That is more than {work.crm.sending.undo_hours} hours ago and stays.")
    if card.batch_id is None:
        raise CardGone("There is nothing to take back.")
    if {one["name"] for one in card.content["operations"]} <= BEGIN_SEQUENCES:
        return _leave_sequences(work, card, card.batch_id)
    outcome = undo_batch(work.uow, card.batch_id)
    card.state = "undone"
    return _undone(work, card, outcome)


def confirm_latest(work: Work, thread: Thread, state: DialogueState) -> tuple[Spoken, DialogueState]:
    """“Yes” in words: the pending card that was shown last; an older one is meant only by its button."""
    card = conversations.latest_card(work.uow, thread_id=thread.id, states=("pending",))
    if card is None or card.kind != "changes" or card.id != state.card_id:
        older = " An older card is confirmed by its button." if card is not None else ""
        return Spoken(Reply(text=f"There is nothing waiting for your yes.{older}")), state
    reply, state = confirm(work, card, state)
    return Spoken(reply, (), card, card.batch_id), state


def cancel_latest(work: Work, thread: Thread, state: DialogueState) -> tuple[Spoken, DialogueState]:
    """“No” in words: the pending card that was shown last; an older one is dropped by its button."""
    card = conversations.latest_card(work.uow, thread_id=thread.id, states=("pending",))
    if card is None or card.id != state.card_id:
        return Spoken(Reply(text="There is nothing to cancel. “Undo” takes back your latest change.")), state
    return Spoken(cancel(work, card), (), card), state


def withdraw_latest(work: Work, thread: Thread, state: DialogueState) -> DialogueState:
    """Before a correction: a pending card is dropped, an applied one taken back."""
    card = conversations.latest_card(work.uow, thread_id=thread.id, states=("pending", "applied"))
    if card is None or card.id != state.card_id:
        return state
    if card.state == "pending":
        card.state, card.settled_at = "cancelled", work.now
    elif card.batch_id is not None:
        undo(work, card)
        work.uow.new_batch()
    return replace(state, card_id="")


def lines_of(card: Card) -> tuple[Line, ...]:
    """What a card would change, line by line."""
    return tuple(
        Line(one["id"], one["label"], one["before"], one["after"])
        for one in card.content.get("operations", ())
    )


def options_of(card: Card) -> tuple[Option, ...]:
    """What a choice offers."""
    return tuple(Option(one["value"], one["label"], one["hint"]) for one in card.content.get("options", ()))


def options_waiting(work: Work, state: DialogueState) -> tuple[Option, ...]:
    """What the question that is still open offers; empty where there is none or it was answered."""
    card = work.uow.find(Card, state.card_id) if state.card_id else None
    return options_of(card) if card is not None and card.kind == "choice" and card.state == "pending" else ()


def _shows_amount(operation: Operation) -> bool:
    """Whether the card's line names an amount, which agents do not see."""
    return operation.name in SHOW_AMOUNTS or "amount_minor" in operation.args


def _goes_through(work: Work, operations: Sequence[Operation]) -> bool:
    return len(operations) == 1 and operations[0].is_own and operations[0].name not in work.crm.confirm


def _apply(
    work: Work, card: Card, wanted: Sequence[str], state: DialogueState
) -> tuple[Reply, DialogueState]:
    stored = [one for one in card.content["operations"] if one["id"] in wanted]
    applied = apply_all(work, [Step(one["id"], one["name"], one["args"]) for one in stored])
    work.uow.flush()
    card.state, card.settled_at = "applied", work.now
    card.batch_id = work.uow.batch_id if work.uow.has_changes else None
    card.content = {**card.content, "applied": list(wanted)}
    for one in applied:
        if one.record_id:
            state = replace(state, focus={**state.focus, one.entity: one.record_id}, latest=one.entity)
    return _receipt(card, applied, stored), state


def _preview(card: Card, operations: Sequence[Operation]) -> Reply:
    count = len(operations)
    return Reply(
        title="Please confirm",
        text="This change:" if count == 1 else f"These {count} changes:",
        lines=lines_of(card),
        actions=(
            Action("card.confirm", "Confirm", card.id, style="primary"),
            Action("card.cancel", "Cancel", card.id),
        ),
    )


def _receipt(card: Card, applied: Sequence[Applied], stored: Sequence[Mapping[str, Any]]) -> Reply:
    can_undo = card.batch_id is not None and not any(
        one["name"] in UNDONE_BY_WORD | TOLD_BY_MAIL for one in stored
    )
    text = applied[0].text if len(applied) == 1 else "\n".join(f"• {one.text}" for one in applied)
    lines = tuple(
        Line(one["id"], one["label"], one["before"], one["after"]) for one in stored if one["after"]
    )
    return Reply(
        text=text,
        lines=lines if any(line.before for line in lines) else (),
        actions=(Action("card.undo", "Undo", card.id),) if can_undo else (),
    )


def _leave_sequences(work: Work, card: Card, batch_id: str) -> Reply:
    count = take_back(work, batch_id)
    card.state = "undone"
    left = "1 contact leaves" if count == 1 else f"{count} contacts leave"
    return Reply(text=f"Taken back: {left} the sequence, and what did not go out yet never will.")


def _undone(work: Work, card: Card, outcome: UndoOutcome) -> Reply:
    applied = [one for one in lines_of(card) if one.id in card.content.get("applied", ())]
    if outcome.conflicts:
        kept = "".join(f"\n• {_kept(work, one)}" for one in outcome.conflicts)
        return Reply(text=f"Taken back, except what somebody changed since:{kept}")
    back = tuple(replace(one, before=one.after, after=one.before) for one in applied)
    if back and all(one.after for one in back):
        return Reply(text="Taken back: everything is as it was.", lines=back)
    return Reply(
        text="\n".join(("Taken back: everything is as it was.", *(f"• {one.label}" for one in applied)))
    )


def _kept(work: Work, one: FieldConflict) -> str:
    record = find_changed(work, one.entity, one.record_id)
    if one.field == "*" or record is None:
        why = f"{one.found} needs it" if one.found else "it is gone"
        return f"{name_of(record) or one.entity}: {why}."
    value = value_in_words(work, record, one.field, one.found)
    return f"{name_of(record) or one.entity}, {field_name(one.field)}: somebody set it to {value} since."


def _need(card: Card, state: str, work: Work) -> None:
    if card.member_id != work.actor.id:
        raise CardGone("This card belongs to a colleague.")
    if card.state != state:
        was = {"applied": "applied already", "cancelled": "cancelled", "undone": "taken back already"}
        raise CardGone(f"This card was {was.get(card.state, card.state)}.")
    if state == "pending" and card.expires_at is not None and card.expires_at < work.now:
        raise CardGone("This card is too old; please say it again.")


def _stored(operation: Operation) -> dict[str, Any]:
    row = asdict(operation)
    row.pop("record")
    row.pop("is_own")
    row["args"] = dict(operation.args)
    return row


def _label(option: Option) -> str:
    return f"{option.label} ({option.hint})" if option.hint else option.label
