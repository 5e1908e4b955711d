"""`assistant`: the rep's chat for any client."""

from fastapi import APIRouter

from assistant.dialogue.pressing.presses import Press
from assistant.talking import push_in, say_in, understand
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import PressIn, SaidIn
from assistant.work import InvalidValue, Work

router = APIRouter(prefix="/assistant", tags=["assistant"])


@router.post("")
def talk(body: SaidIn, caller: CallerDependency) -> JsonObject:
    """Say something; `card` is there where something can be pressed."""
    understanding = understand(caller.runtime, caller.actor, body.text)

    def write(work: Work) -> JsonObject:
        return say_in(work, body.text, understanding, conversation=body.conversation).as_json()

    return caller.writes(write, cause=f"chat:{body.conversation}")


@router.post("/actions")
def press(body: PressIn, caller: CallerDependency) -> JsonObject:
    """Press something on a card: exactly one of confirm, cancel, undo, choose."""
    pressed = _pressed(body)
    return caller.writes(lambda work: push_in(work, pressed).as_json(), cause=f"press:{pressed.name}")


def _pressed(body: PressIn) -> Press:
    chosen = [name for name in ("confirm", "cancel", "undo") if getattr(body, name)]
    if body.choose is not None:
        chosen.append("choose")
    if len(chosen) != 1:
        raise InvalidValue(
            "Send exactly one of confirm, cancel, undo, choose.", fields={"card": "One action."}
        )
    value = f"{body.card}:{body.choose}" if chosen[0] == "choose" else body.card
    return Press(f"card.{chosen[0]}", value, "", body.lines)
