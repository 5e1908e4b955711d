"""What a thread remembers between turns, kept in the database so that a reply days later still works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.dialogue.outcome import RecordRef
from nlp.understanding import Act
from nlp.values import Money, Period, SlotValue


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that was asked: which slot of which act it would fill. `chosen` are answers given so far."""

    acts: tuple[Act, ...]
    index: int
    slot: str
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The thread's memory: which record each kind of word means, the last acts, an open question."""

    focus: Mapping[str, str] = field(default_factory=dict)
    latest: str = ""
    """The entity last spoken of."""
    acts: tuple[Act, ...] = ()
    pending: Pending | None = None
    card_id: str = ""
    draft: str = ""
    listed: tuple[RecordRef, ...] = ()
    """The lines of the list shown last."""
    undo_id: str = ""
    """The card done elsewhere that was offered to be taken back just now."""


def state_to_json(state: DialogueState) -> dict[str, Any]:
    """The state as JSON."""
    pending = state.pending
    return {
        "focus": dict(state.focus),
        "latest": state.latest,
        "acts": [act_to_json(act) for act in state.acts],
        "card_id": state.card_id,
        "draft": state.draft,
        "undo_id": state.undo_id,
        "listed": [[one.entity, one.id, one.name] for one in state.listed],
        "pending": None
        if pending is None
        else {
            "acts": [act_to_json(act) for act in pending.acts],
            "index": pending.index,
            "slot": pending.slot,
            "chosen": dict(pending.chosen),
        },
    }


def state_from_json(value: Mapping[str, Any]) -> DialogueState:
    """The state back from JSON; an empty mapping is a thread that begins."""
    pending = value.get("pending")
    return DialogueState(
        focus=dict(value.get("focus", {})),
        latest=value.get("latest", ""),
        acts=tuple(act_from_json(one) for one in value.get("acts", ())),
        card_id=value.get("card_id", ""),
        draft=value.get("draft", ""),
        undo_id=value.get("undo_id", ""),
        listed=tuple(RecordRef(*one) for one in value.get("listed", ())),
        pending=None
        if not pending
        else Pending(
            acts=tuple(act_from_json(one) for one in pending["acts"]),
            index=pending["index"],
            slot=pending["slot"],
            chosen=dict(pending["chosen"]),
        ),
    )


def act_to_json(act: Act) -> dict[str, Any]:
    """An act as JSON, its slots tagged with their types."""
    return {
        "intent": act.intent,
        "confidence": act.confidence,
        "text": act.text,
        "slots": {name: _tag(value) for name, value in act.slots.items()},
    }


def act_from_json(value: Mapping[str, Any]) -> Act:
    """An act back from JSON."""
    slots = {name: _untag(tagged) for name, tagged in value["slots"].items()}
    return Act(value["intent"], value["confidence"], slots, value.get("text", ""))


def _tag(value: SlotValue) -> list[Any]:
    match value:
        case Money():
            return ["money", str(value.amount), value.currency]
        case Period():
            return ["period", value.start.isoformat(), value.end.isoformat()]
        case datetime():
            return ["datetime", value.isoformat()]
        case date():
            return ["date", value.isoformat()]
        case _:
            return ["plain", value]


def _untag(tagged: list[Any]) -> SlotValue:
    match tagged:
        case ["money", amount, currency]:
            return Money(Decimal(amount), currency)
        case ["period", start, end]:
            return Period(date.fromisoformat(start), date.fromisoformat(end))
        case ["datetime", text]:
            return datetime.fromisoformat(text)
        case ["date", text]:
            return date.fromisoformat(text)
        case ["plain", value]:
            plain: SlotValue = value
            return plain
        case _:
            raise ValueError(f"no slot value: {tagged!r}")
