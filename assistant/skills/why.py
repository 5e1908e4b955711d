"""“Why did you text Jane?”: answered from the verdicts of the gate and of rules, never guessed."""

import re

from assistant.dialogue.turn import Turn
from assistant.follow_ups.rules import verdicts
from assistant.follow_ups.rules.describing import runs_reply
from assistant.presenting.causes import say_cause
from assistant.presenting.times import say_moment
from assistant.skills.why_nudges import about_nudge
from assistant.skills.why_steps import about_step
from channels.reply import Reply, Table
from nlp.understanding import Act
from storage.models import Contact
from storage.queries import outreach
from storage.search import search

_NAME_START = re.compile(
    r"\b(?:to|text|email|mail|message|write|contact|send|nudge|with|for|about)\s+(.+)", re.I
)

_NEGATIVE = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.I)


def why(turn: Turn, act: Act) -> Reply:
    """The last verdicts about the person named, or about whom the thread speaks."""
    question = turn.text_of(act, "text") or turn.text
    if verdicts.rule_named(turn.work, question):
        return _of_rules(turn, question) or Reply(text="That rule was not asked about anything yet.")
    nudged = about_nudge(turn, question)
    if nudged is not None:
        return nudged
    contact = _contact(turn, question)
    if contact is None:
        return _of_rules(turn, question) or Reply(text=_nobody(question))
    step = about_step(turn, contact, question)
    if step is not None:
        return step
    sends = outreach.verdicts_of(turn.work.uow, contact_id=contact.id, limit=5)
    if not sends:
        return _of_rules(turn, contact.name) or Reply(
            text=f"Nothing was sent to {contact.name} by itself, and nothing was held back."
        )
    # “Why didn't …” asks for what was held back, though something else went out since.
    held = [one for one in sends if one.verdict != "send"] if _NEGATIVE.search(question) else []
    newest = next(iter(held), sends[0])
    did = {"send": "I sent it", "later": "I put it off", "never": "I held it back"}[newest.verdict]
    causes = [say_cause(turn.work, one.cause) for one in sends]
    rows = tuple(
        (say_moment(turn.work, one.at), one.channel, cause, one.verdict, one.reason)
        for one, cause in zip(sends, causes, strict=True)
    )
    cause = say_cause(turn.work, newest.cause)
    return Reply(
        text=f"{did} because of {cause}: {newest.reason}",
        table=Table(("When", "Channel", "Cause", "Verdict", "Reason"), rows),
    )


def _nobody(question: str) -> str:
    named = _NAME_START.search(question.rstrip("?!. "))
    known = f"I know nobody called “{named[1]}”. " if named is not None else ""
    return f"{known}I can say why something was sent, or not, to somebody: “why did you text Jane?”."


def _of_rules(turn: Turn, question: str) -> Reply | None:
    """What rules did, or why they did not, about what the question names; None where none was asked."""
    runs = verdicts.runs_about(turn.work, question, limit=5)
    return runs_reply(turn.work, runs, about=question) if runs else None


def _contact(turn: Turn, question: str) -> Contact | None:
    match = _NAME_START.search(question.rstrip("?!. "))
    if match is not None:
        found = search(turn.work.uow, match[1], entities=("contact",), limit=1)
        if found and found[0].score >= 0.5:
            return turn.work.uow.find(Contact, found[0].record_id)
    known = turn.state.focus.get("contact")
    return turn.work.uow.find(Contact, known) if known else None
