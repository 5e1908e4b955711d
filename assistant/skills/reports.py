"""What managers ask: every `report.*` intent, through the one table of reports."""

import re
from functools import partial

from assistant.dialogue.outcome import Answer, Outcome
from assistant.dialogue.turn import Turn
from assistant.reports.answering import answered
from assistant.reports.catalogue import REPORTS
from assistant.reports.heard.reading import Reading, read, subject_of
from assistant.reports.report import Parameters
from nlp.intents import load_ontology
from nlp.understanding import Act
from nlp.values import Period
from storage.queries.reporting.narrowing import Narrowing

OF_STAGES = ("funnel", "velocity")
_OF_TICKETS = re.compile(
    r"\b(?:handl\w+|resolution|resolving|solving) times?\b|\btime to (?:solve|resolve|resolution)\b", re.I
)
_MINE = re.compile(r"\b(?:my|mine)\b(?! (?:team|company|customers?|clients?)\b)", re.I)


def report(name: str, turn: Turn, act: Act) -> Outcome:
    """Run a report with what was said about it; what it cannot honour is refused, never dropped."""
    if name == "velocity" and _OF_TICKETS.search(act.text or turn.text):
        name = "tickets"
    of = turn.text_of(act, "of") or ""
    said = read(turn.work, act.text or turn.text, of=subject_of(name, of=of))
    group_by = turn.text_of(act, "group_by") or said.group_by
    parameters = Parameters(
        owner_ids=said.owner_ids or _owner_slot(turn, act, said) or _asker(turn, act),
        period=turn.value_of(act, "period", Period),
        group_by=group_by,
        metric=turn.text_of(act, "metric") or "",
        of=of,
        where=_where(name, said, group_by),
        has_chart=act.slots.get("chart") is True,
        has_records=False,
    )
    return Answer(answered(turn.work, name, parameters, said), is_sensitive=True)


def _where(name: str, said: Reading, group_by: str) -> tuple[Narrowing, ...]:
    """What narrows the report; a stage it has a line of is no narrowing: “how long in negotiation?”."""
    has_lines = name in OF_STAGES and group_by in ("", "stage")
    return tuple(one for one in said.where if one.field != "stage" or one.is_excluded or not has_lines)


def _owner_slot(turn: Turn, act: Act, said: Reading) -> tuple[str, ...]:
    """Whom the language layer named, unless those words are somebody to be left out, or no person."""
    owner = turn.text_of(act, "owner")
    words = {said.words_of(one).lower() for one in said.mentions if one.kind not in ("time", "group")}
    if owner is not None and any(owner.lower() in one for one in words):
        return ()
    return turn.owner_ids(act)


def _asker(turn: Turn, act: Act) -> tuple[str, ...]:
    """The asker, where the intent has no slot for whose numbers are asked for."""
    intent, text = load_ontology().rep.get(act.intent), act.text or turn.text
    if intent is None or "owner" in intent.slots or not _MINE.search(text):
        return ()
    return (turn.work.actor.id,)


SKILLS = {f"report.{name}": partial(report, name) for name in REPORTS}
