"""Talking to Rapport from anywhere but Slack: one turn or one press, for terminal, console and API."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bootstrap import Runtime
from assistant.dialogue.pressing import cards
from assistant.dialogue.pressing.presses import Press, press
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.talk import Said, talk
from assistant.presenting.plain import plain_reply
from assistant.work import Actor, Work
from channels.reply import Reply
from nlp.understanding import Act, Understanding, Utterance
from nlp.values import slots_to_wire
from storage.models import Card
from storage.queries.history import changes_of_batch
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer for a client: the reply, the acts it came from, the card, the changes made."""

    reply: Reply
    acts: tuple[Act, ...]
    card: dict[str, object] | None
    changes: tuple[dict[str, object], ...]

    def as_json(self) -> dict[str, object]:
        """The answer for programs; `reply` is plain text."""
        acts = [
            {"intent": act.intent, "confidence": round(act.confidence, 4), "slots": slots_to_wire(act.slots)}
            for act in self.acts
        ]
        answer: dict[str, object] = {
            "reply": plain_reply(self.reply),
            "acts": acts,
            "changes": list(self.changes),
        }
        if self.card is not None:
            answer["card"] = self.card
        return answer


def say(runtime: Runtime, actor: Actor, text: str, *, conversation: str) -> Heard:
    """Take one turn in a colleague's name."""
    understanding = understand(runtime, actor, text)
    with runtime.database.begin(actor=actor.key, cause=f"chat:{conversation}") as uow:
        return say_in(runtime.work(uow, actor), text, understanding, conversation=conversation)


def understand(runtime: Runtime, actor: Actor, text: str) -> Understanding:
    """What a colleague's words mean; to be had before the transaction that acts on them."""
    utterance = Utterance(
        text=text,
        persona="rep",
        now=runtime.clock(),
        tz=actor.time_zone or runtime.settings.time_zone,
        channel="chat",
        country=runtime.settings.default_country,
    )
    return runtime.understander.understand(utterance)


def say_in(work: Work, text: str, understanding: Understanding, *, conversation: str) -> Heard:
    """Take a turn of the actor's in a transaction that is open."""
    said = Said(f"chat:{work.actor.id}:{conversation}", text, understanding)
    return _heard(work.uow, talk(work, said))


def push(
    runtime: Runtime,
    actor: Actor,
    name: str,
    value: str,
    *,
    choice: str = "",
    lines: Sequence[str] | None = None,
) -> Heard:
    """Press a button in a colleague's name. Raises what the press refuses with."""
    with runtime.database.begin(actor=actor.key, cause=f"press:{name}") as uow:
        return push_in(runtime.work(uow, actor), Press(name, value, choice, lines))


def push_in(work: Work, pressed: Press) -> Heard:
    """Press a button in a transaction that is open."""
    return _heard(work.uow, press(work, pressed))


def card_json(card: Card) -> dict[str, object]:
    """A card for programs: what it would change, or what there is to choose from."""
    shown: dict[str, object] = {"id": card.id, "kind": card.kind, "state": card.state}
    if card.kind == "choice":
        shown["options"] = [
            {"id": one.value, "label": one.label, "hint": one.hint} for one in cards.options_of(card)
        ]
    else:
        shown["lines"] = [
            {"id": one.id, "label": one.label, "before": one.before, "after": one.after}
            for one in cards.lines_of(card)
        ]
        shown["can_undo"] = card.state == "applied" and card.batch_id is not None
    return shown


def _heard(uow: UnitOfWork, spoken: Spoken) -> Heard:
    uow.flush()
    changes = changes_of_batch(uow, spoken.batch_id) if spoken.batch_id else []
    return Heard(
        reply=spoken.reply,
        acts=spoken.acts,
        card=card_json(spoken.card) if spoken.card is not None else None,
        changes=tuple(
            {
                "entity": one.entity,
                "id": one.record_id,
                "field": one.field,
                "before": one.before,
                "after": one.after,
            }
            for one in changes
        ),
    )
