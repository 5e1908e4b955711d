"""What managers ask: every `report.*` intent, through the one table of reports."""

import re
from functools import partial

from assistant.dialogue.outcome import Answer, Outcome
from assistant.dialogue.turn import Turn
from assistant.reports.catalogue import REPORTS, run_report
from assistant.reports.grouping import GROUP_WORDS
from assistant.reports.report import Parameters
from nlp.intents import load_ontology
from nlp.understanding import Act
from nlp.values import Period
from storage.queries import team

_MINE = re.compile(r"\b(?:my|mine)\b(?! (?:team|company|customers?|clients?)\b)", re.I)
_GROUPED = re.compile(rf"\b(?:by|per) ({'|'.join(GROUP_WORDS)})\b", re.I)


def report(name: str, turn: Turn, act: Act) -> Outcome:
    """Run a report with what was said about it."""
    parameters = Parameters(
        owner_ids=turn.owner_ids(act) or _owners(turn, act),
        period=turn.value_of(act, "period", Period),
        group_by=turn.text_of(act, "group_by") or _grouping(act.text or turn.text),
        metric=turn.text_of(act, "metric") or "",
        of=turn.text_of(act, "of") or "",
        has_chart=act.slots.get("chart") is True,
        has_records=False,
    )
    return Answer(run_report(turn.work, name, parameters).as_reply(turn.work), is_sensitive=True)


def _owners(turn: Turn, act: Act) -> tuple[str, ...]:
    """Whose numbers are asked for, where the intent has no slot for it: the asker's, or one colleague's."""
    intent, text = load_ontology().rep.get(act.intent), act.text or turn.text
    if intent is None or "owner" in intent.slots or not text:
        return ()
    if _MINE.search(text):
        return (turn.work.actor.id,)
    named = [one.id for one in team.active_members(turn.work.uow) if _is_named(one.name, text)]
    return tuple(named) if len(named) == 1 else ()


def _is_named(name: str, text: str) -> bool:
    said = (re.escape(name), re.escape(name.split(" ")[0]))
    return re.search(rf"\b(?:{'|'.join(said)})(?:['’]s)?\b", text, re.I) is not None


def _grouping(text: str) -> str:
    """What the words say to group by: reports know more than their intent has a slot for."""
    found = _GROUPED.search(text)
    return GROUP_WORDS[found[1].lower()] if found else ""


SKILLS = {f"report.{name}": partial(report, name) for name in REPORTS}
