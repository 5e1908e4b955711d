"""`assistant`: the rep's chat for any client."""

from fastapi import APIRouter

from assistant.talking import Heard, push, say
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import PressIn, SaidIn
from assistant.work import InvalidValue

router = APIRouter(prefix="/assistant", tags=["assistant"])


@router.post("")
def talk(body: SaidIn, caller: CallerDependency) -> JsonObject:
    """Say something; `card` is there where something can be pressed."""
    return say(caller.runtime, caller.actor, body.text, conversation=body.conversation).as_json()


@router.post("/actions")
def press(body: PressIn, caller: CallerDependency) -> JsonObject:
    """Press something on a card: exactly one of confirm, cancel, undo, choose."""
    return _pressed(body, caller).as_json()


def _pressed(body: PressIn, caller: CallerDependency) -> Heard:
    chosen = [name for name in ("confirm", "cancel", "undo") if getattr(body, name)]
    if body.choose is not None:
        chosen.append("choose")
    if len(chosen) != 1:
        raise InvalidValue("Send exactly one of confirm, cancel, undo, choose.", fields={"card": "One deed."})
    return push(
        caller.runtime,
        caller.actor,
        f"card.{chosen[0]}",
        f"{body.card}:{body.choose}" if chosen[0] == "choose" else body.card,
        lines=body.lines,
    )
