"""“Why didn't step 2 go out to Jane?”: answered from the verdicts about that step of her sequence."""

import re
from datetime import timedelta

from assistant.dialogue.turn import Turn
from assistant.follow_ups.sequences.steps import steps_of
from assistant.presenting.times import say_moment
from assistant.reports.wording import say_length
from channels.reply import Reply
from storage.models import Contact, Delivery, Enrolment, SendVerdict, Sequence
from storage.queries import outreach, sequencing

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth")
_STEP = re.compile(
    rf"\b(?:step\s+(?P<number>\d+)|(?P<word>{'|'.join(_WORDS)})\s+(?:step|e?mail|text|message))\b"
)
_ALL_STATES = ("active", "paused", "finished", "stopped")


def about_step(turn: Turn, contact: Contact, question: str) -> Reply | None:
    """What became of the step that is named; None where the question names none, or no sequence was begun."""
    found = _STEP.search(question.lower())
    enrolment = _enrolment(turn, contact, question) if found is not None else None
    if found is None or enrolment is None:
        return None
    number = int(found["number"]) if found["number"] else _WORDS.index(found["word"]) + 1
    sequence = turn.work.uow.get(Sequence, enrolment.sequence_id)
    which = f"Step {number} of “{sequence.name}” for {contact.name}"
    verdicts = sequencing.verdicts_of_enrolment(turn.work.uow, enrolment.id)
    about = next((one for one in verdicts if one.details.get("step") == number), None)
    if about is None:
        return Reply(text=f"{which} {_not_yet(turn, enrolment, sequence, number)}")
    return Reply(text=f"{which} {_decided(turn, about)}")


def _enrolment(turn: Turn, contact: Contact, question: str) -> Enrolment | None:
    """Of the sequence that is named, else the newest."""
    begun = outreach.enrolments_of(turn.work.uow, contact_id=contact.id, states=_ALL_STATES)
    names = {one.id: turn.work.uow.get(Sequence, one.sequence_id).name.lower() for one in begun}
    named = [one for one in begun if names[one.id] in question.lower()]
    return max(named or begun, key=lambda one: (one.created_at, one.id), default=None)


def _decided(turn: Turn, verdict: SendVerdict) -> str:
    if verdict.verdict == "never":
        return f"did not go out. {verdict.reason}"
    if verdict.verdict == "later" and verdict.not_before is not None:
        return f"waits until {say_moment(turn.work, verdict.not_before)}. {verdict.reason}"
    late = verdict.details.get("late_minutes")
    told = f"went out by {verdict.channel} {say_moment(turn.work, verdict.at)}"
    told += f", {say_length(timedelta(minutes=int(late)))} late" if late else ""
    delivery = turn.work.uow.find(Delivery, verdict.delivery_id)
    if delivery is None or delivery.state in ("sent", "delivered"):
        return f"{told}."
    return f"{told}; its delivery is {delivery.state}{f': {delivery.error}' if delivery.error else ''}."


def _not_yet(turn: Turn, enrolment: Enrolment, sequence: Sequence, number: int) -> str:
    count = len(steps_of(turn.work, enrolment, sequence))
    if number > count:
        return f"is none: it has {count} step{'s' if count != 1 else ''}."
    if enrolment.state == "stopped":
        return f"never came due. It ended before: {enrolment.reason}."
    if enrolment.state == "paused" and enrolment.paused_until is not None:
        return f"rests until {say_moment(turn.work, enrolment.paused_until)}: {enrolment.reason}."
    if number == enrolment.position + 1 and enrolment.due_at is not None:
        return f"is due {say_moment(turn.work, enrolment.due_at)}."
    return "comes after those before it."
