"""A deal's fields as said: from slots to an operation's arguments, and back into words for a card."""

import re

from assistant.dialogue.outcome import Json
from assistant.dialogue.turn import Turn
from assistant.presenting.money import say_money
from nlp.understanding import Act
from storage.models import Deal, Member

FIELD_NAMES = {
    "amount_minor": "amount",
    "close_date": "close date",
    "probability": "probability",
    "next_step": "next step",
    "title": "title",
    "owner_id": "owner",
    "stage": "stage",
}

_CLOSING = re.compile(r"\b(?:clos\w*|sign\w*|due date|date)\b", re.I)


def field_args(turn: Turn, act: Act, *, currency: str | None) -> dict[str, Json]:
    """What an act says of a deal's fields, as arguments of an operation."""
    args: dict[str, Json] = {}
    money = turn.money_of(act, "amount", currency=currency)
    if money is not None:
        args["amount_minor"], args["currency"] = money
    close_date = act.slots.get("close_date")
    if close_date is not None and not _is_of_next_step(turn, act):
        args["close_date"] = str(close_date)[:10]
    probability = act.slots.get("probability")
    if isinstance(probability, int | float):
        args["probability"] = round(probability)
    for name in ("next_step", "title", "stage"):
        value = turn.text_of(act, name)
        if value is not None:
            args[name] = value
    owner = turn.member(act, "owner")
    if owner is not None:
        args["owner_id"] = owner.id
    return args


def _is_of_next_step(turn: Turn, act: Act) -> bool:
    """Whether the only date said belongs to the next step (“send the quote by Friday”)."""
    text = act.text or turn.text
    return "next_step" in act.slots and bool(text) and _CLOSING.search(text) is None


def say_fields(args: dict[str, Json], turn: Turn | None = None) -> str:
    """An operation's arguments in words; an owner is named only with a turn to look them up."""
    parts: list[str] = []
    amount, currency = args.get("amount_minor"), args.get("currency")
    if isinstance(amount, int) and isinstance(currency, str):
        parts.append(say_money(amount, currency))
    if args.get("close_date"):
        is_alone = set(args) <= {"deal_id", "close_date"}
        parts.append(f"{'' if is_alone else 'closing '}{args['close_date']}")
    if args.get("probability") is not None:
        parts.append(f"{args['probability']}%")
    parts += [str(args[name]) for name in ("stage", "next_step", "title") if args.get(name)]
    owner_id = args.get("owner_id")
    if isinstance(owner_id, str) and turn is not None:
        parts.append(turn.work.uow.get(Member, owner_id).name)
    return ", ".join(parts)


def say_former(turn: Turn, deal: Deal, fields: dict[str, Json]) -> str:
    """What the same fields of a deal hold now."""
    former: dict[str, Json] = {}
    for name in fields:
        value = getattr(deal, name)
        former[name] = value if isinstance(value, str | int) or value is None else str(value)
    return say_fields(former, turn) or "not set"
