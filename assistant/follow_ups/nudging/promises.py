"""Promises colleagues make to customers: “I'll send it on Friday”, proposed as a task."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.work import Work
from nlp.times import find_times
from storage.models import Contact, Interaction, Nudge

PROMISE = "promise"
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_DEEDS = (
    "send|share|get|call|ring|e-?mail|mail|text|write|check|find|follow|forward|prepare|provide|let|confirm|come"
    "|update|schedule|deliver|have|reach|return|fix|look|ship|draft|finish|submit|review|book|give|try|talk"
    "|be in touch"
)
_PROMISES = re.compile(
    r"\b(?:i|we)(?:\s*['’]ll|\s+will|\s+shall|\s*['’](?:m|re) going to|\s+(?:am|are) going to)\s+"
    rf"(?!not\b|never\b|be (?:out|away|back|on leave)\b)(?:\w+\s+){{0,3}}?(?:{_DEEDS})\b",
    re.I,
)
_CONDITION = re.compile(r"^\s*(?:if|unless|should|in case)\b", re.I)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, in its writer's words, and when it is due (UTC)."""

    words: str
    due_at: datetime


def find_promises(text: str, *, now: datetime, zone: str) -> list[Promise]:
    """Sentences in which the writer says that they will do something at a time to come."""
    found = []
    for sentence in _SENTENCE.findall(text):
        words = " ".join(sentence.split())
        if words.endswith("?") or _CONDITION.match(words) or _PROMISES.search(words) is None:
            continue
        times = [one for one in find_times(words, now=now, tz=zone) if one.rule is None]
        due = next((one.as_datetime() for one in times if one.as_datetime() > now), None)
        # A promise for today without an hour means before the day is over.
        if due is None and any(one.last > now for one in times):
            due = now + timedelta(hours=4)
        if due is not None:
            found.append(Promise(words.rstrip(".! "), due))
    return found


def note(work: Work, contact: Contact, interaction: Interaction) -> None:
    """Keep what a colleague promised a customer in a message, to be proposed to them as a task."""
    for promise in find_promises(interaction.new_text, now=work.now, zone=work.zone):
        name = contact.name or "a customer"
        work.uow.add(
            Nudge(
                kind=PROMISE,
                record_id=interaction.id,
                value=promise.due_at.isoformat(),
                member_id=work.actor.id,
                state="waiting",
                snoozed_until=work.now,
                said=f"You promised {name}: “{promise.words}”. Shall I remind you?",
                content={
                    "words": promise.words,
                    "due_at": promise.due_at.isoformat(),
                    "contact_id": contact.id,
                },
                at=work.now,
            )
        )
