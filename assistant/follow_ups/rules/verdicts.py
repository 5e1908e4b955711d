"""“Why did it? Why didn't it?”: answered from the verdicts rules left, never guessed."""

import re

from assistant.follow_ups.rules import registry
from assistant.work import InvalidValue, Work
from storage.models import RuleRun
from storage.queries import automation, service
from storage.search import search

_NUMBER = re.compile(r"#(\d+)\b|\bticket (\d+)\b", re.I)
_CERTAIN = 0.5
_ASKING = re.compile(
    r"\b(?:why|did|do|does|was|were|is|not|n't|you|it|the|a|an|rule|rules|my|our|deal|lead|contact|company|get|"
    r"got|fire|fired|act|run|tell|told|nudge[d]?|assign(?:ed)?|given|tag(?:ged)?|about|for|to|on|of|what|happened|"
    r"didn't|wasn't|hasn't)\b|[?!.]",
    re.I,
)


def runs_about(work: Work, words: str, *, limit: int = 10) -> list[RuleRun]:
    """The newest verdicts of the rule named, else about the record named: `#12`, `Acme rollout`, `Jane`.

    Raises InvalidValue for a ticket that is not there.
    """
    rule = rule_named(work, words)
    record_id, contact_id = _record(work, words)
    if record_id or contact_id:
        ids = (record_id,) if record_id else ()
        found = automation.latest_runs(
            work.uow, rule=rule, record_ids=ids, contact_id=contact_id, limit=limit
        )
        if found or not rule:
            return found
    return automation.latest_runs(work.uow, rule=rule, limit=limit) if rule else []


def rule_named(work: Work, words: str) -> str:
    """The rule whose name stands in words (`urgent-ticket`, `urgent ticket`); empty for none."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', words.lower()))} "
    names = [one.name for one in registry.listed(work.uow, work.crm)]
    fitting = [name for name in names if f" {name.replace('-', ' ')} " in said]
    return max(fitting, key=len, default="")


def _record(work: Work, words: str) -> tuple[str, str]:
    """The id of the record named; of a contact, as what rules did on their behalf."""
    numbered = _NUMBER.search(words)
    if numbered is not None:
        number = int(numbered[1] or numbered[2])
        ticket = service.find_ticket(work.uow, number)
        if ticket is None:
            raise InvalidValue(f"There is no ticket #{number}.")
        return ticket.id, ""
    found = search(
        work.uow,
        " ".join(_ASKING.sub(" ", words).split()),
        entities=("contact", "deal", "company", "lead"),
        limit=1,
    )
    if not found or found[0].score < _CERTAIN:
        return "", ""
    best = found[0]
    return ("", best.record_id) if best.entity == "contact" else (best.record_id, "")
