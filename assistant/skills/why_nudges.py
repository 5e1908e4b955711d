"""“Why didn't you nudge Dana about Acme?”: answered from what was told, and from what is due now."""

import re

from assistant.dialogue.turn import Turn
from assistant.follow_ups.assigning.presence import is_at_work, muted_until, stand_in_of
from assistant.follow_ups.nudging.nudge_sources import Due, due_now
from assistant.follow_ups.rules import registry
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.reply import Reply
from storage.models import Member, Nudge
from storage.queries import nudging
from storage.search import Match, search

_ABOUT = re.compile(r"\b(?:nudge|nudged|remind|reminded)\b.*?\b(?:about|of|on|for)\s+(?P<what>.+)", re.I)
_NAMED = 0.5


def about_nudge(turn: Turn, question: str) -> Reply | None:
    """What became of the nudges about the deal or lead named; None where the question names none."""
    asked = _ABOUT.search(question.rstrip("?!. "))
    found = search(turn.work.uow, asked["what"], entities=("deal", "lead"), limit=1) if asked else []
    if not found or found[0].score < _NAMED:
        return None
    told = nudging.latest_nudges(turn.work.uow, found[0].record_id)
    if told:
        return Reply(text=" ".join(_told(turn.work, one) for one in told))
    rules = registry.automations(turn.work.uow).active_nudges
    due = [one for one in due_now(turn.work, rules) if one.record_id == found[0].record_id]
    return Reply(text=" ".join(_waits(turn.work, one) for one in due) or _nothing(found[0]))


def _nothing(record: Match) -> str:
    return f"No nudge about {record.name} is due, and none was told."


def _told(work: Work, nudge: Nudge) -> str:
    member = work.uow.find(Member, nudge.member_id)
    name = member.name if member is not None else "somebody who left"
    if nudge.snoozed_until is not None:
        return f"It waits until {say_moment(work, nudge.snoozed_until)} to be told to {name}: {nudge.said}"
    return f"I told {name} on {say_moment(work, nudge.at)}: {nudge.said}"


def _waits(work: Work, due: Due) -> str:
    member = work.uow.get(Member, due.member_id)
    hears = stand_in_of(work, member)
    if (until := muted_until(work, hears)) is not None:
        return f"{due.text} {hears.name} asked for quiet until {say_moment(work, until)}."
    if not is_at_work(work, hears):
        return f"{due.text} {hears.name} is told in their next working hours."
    return f"{due.text} {hears.name} is told with the next round."
