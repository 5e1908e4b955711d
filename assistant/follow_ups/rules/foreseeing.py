"""What an action would have come to, without taking it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.actions.messages import choose_address
from assistant.follow_ups.rules import deeds
from assistant.follow_ups.rules.deeds import Deed, kind_of
from assistant.follow_ups.rules.firing import Firing
from assistant.follow_ups.rules.recipients import recipients
from assistant.follow_ups.sending import gate
from assistant.presenting.times import say_moment
from config.errors import RapportError


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One thing that would have been done: to whom, and the words; `withheld` says why it would not."""

    action: str
    to: str = ""
    says: str = ""
    withheld: str = ""


def foresee(firing: Firing, deed: Deed) -> tuple[Foreseen, ...]:
    """What an action would have come to at the firing's moment."""
    action = kind_of(deed) or ""
    try:
        return tuple(_foreseen(firing, deed, action))
    except RapportError as error:
        return (Foreseen(action, withheld=str(error)),)


def _foreseen(firing: Firing, deed: Deed, action: str) -> Iterator[Foreseen]:
    match deed:
        case deeds.Notify(notify=who, text=text):
            said = firing.say(text)
            for member in recipients(firing.work, who, firing.subject):
                yield Foreseen(action, member.name, said)
        case deeds.Message():
            yield _message(firing, deed, action)
        case deeds.MakeTask(task=text, to=who):
            yield Foreseen(action, recipients(firing.work, who, firing.subject)[0].name, firing.say(text))
        case deeds.Assign(assign=who):
            yield Foreseen(action, who)
        case deeds.SetFields(set=fields):
            yield Foreseen(action, says=", ".join(f"{name}: {value}" for name, value in fields.items()))
        case deeds.AddTag(tag=name):
            yield Foreseen(action, says=name)
        case deeds.StartSequence(start_sequence=name) | deeds.StopSequence(stop_sequence=name):
            yield Foreseen(action, _contact_name(firing), name)
        case deeds.PostText(post=channel, text=text):
            yield Foreseen(action, channel, firing.say(text))
        case deeds.Webhook(webhook=url):
            yield Foreseen(action, str(url))


def _message(firing: Firing, deed: deeds.Message, action: str) -> Foreseen:
    contact = firing.subject.contact
    if contact is None:
        return Foreseen(action, withheld=f"there is no contact behind {firing.subject.called}")
    identity, channel = choose_address(firing.work, contact, channel=deed.channel)
    verdict = gate.judge(
        firing.work, contact=contact, identity=identity, purpose=deed.purpose, is_automatic=True
    )
    to, says = f"{contact.name} by {channel}", firing.say(deed.message)
    if verdict.decision == "never":
        return Foreseen(action, to, says, withheld=verdict.reason)
    if verdict.decision == "later" and verdict.not_before is not None:
        return Foreseen(action, f"{to}, not before {say_moment(firing.work, verdict.not_before)}", says)
    return Foreseen(action, to, says)


def _contact_name(firing: Firing) -> str:
    return firing.subject.contact.name if firing.subject.contact else ""
