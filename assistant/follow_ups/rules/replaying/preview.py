"""An action previewed: what it would have come to, without taking it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.actions.messages import choose_address
from assistant.follow_ups.rules.definition import actions
from assistant.follow_ups.rules.definition.actions import Action, kind_of
from assistant.follow_ups.rules.running.firing import Firing
from assistant.follow_ups.rules.running.recipients import recipients
from assistant.follow_ups.sending import gate
from assistant.presenting.times import say_moment
from config.errors import RapportError


@dataclass(frozen=True, slots=True)
class PreviewedAction:
    """One thing that would have been done: to whom, and the words; `withheld` says why it would not."""

    action: str
    to: str = ""
    says: str = ""
    withheld: str = ""


def preview_action(firing: Firing, action: Action) -> tuple[PreviewedAction, ...]:
    """What an action would have come to at the firing's moment."""
    kind = kind_of(action) or ""
    try:
        return tuple(_previewed(firing, action, kind))
    except RapportError as error:
        return (PreviewedAction(kind, withheld=str(error)),)


def _previewed(firing: Firing, action: Action, kind: str) -> Iterator[PreviewedAction]:
    match action:
        case actions.Notify(notify=who, text=text):
            said = firing.say(text)
            for member in recipients(firing.work, who, firing.subject):
                yield PreviewedAction(kind, member.name, said)
        case actions.Message():
            yield _message(firing, action, kind)
        case actions.MakeTask(task=text, to=who):
            yield PreviewedAction(
                kind, recipients(firing.work, who, firing.subject)[0].name, firing.say(text)
            )
        case actions.Assign(assign=who):
            yield PreviewedAction(kind, who)
        case actions.SetFields(set=fields):
            yield PreviewedAction(kind, says=", ".join(f"{name}: {value}" for name, value in fields.items()))
        case actions.AddTag(tag=name):
            yield PreviewedAction(kind, says=name)
        case actions.StartSequence(start_sequence=name) | actions.StopSequence(stop_sequence=name):
            yield PreviewedAction(kind, _contact_name(firing), name)
        case actions.PostText(post=channel, text=text):
            yield PreviewedAction(kind, channel, firing.say(text))
        case actions.Webhook(webhook=url):
            yield PreviewedAction(kind, str(url))


def _message(firing: Firing, action: actions.Message, kind: str) -> PreviewedAction:
    contact = firing.subject.contact
    if contact is None:
        return PreviewedAction(kind, withheld=f"there is no contact behind {firing.subject.called}")
    identity, channel = choose_address(firing.work, contact, channel=action.channel)
    verdict = gate.judge(
        firing.work, contact=contact, identity=identity, purpose=action.purpose, is_automatic=True
    )
    to, says = f"{contact.name} by {channel}", firing.say(action.message)
    if verdict.decision == "never":
        return PreviewedAction(kind, to, says, withheld=verdict.reason)
    if verdict.decision == "later" and verdict.not_before is not None:
        return PreviewedAction(kind, f"{to}, not before {say_moment(firing.work, verdict.not_before)}", says)
    return PreviewedAction(kind, to, says)


def _contact_name(firing: Firing) -> str:
    return firing.subject.contact.name if firing.subject.contact else ""
