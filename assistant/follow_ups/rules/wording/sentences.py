"""Whole sentences: who is to be told, of what, and when; or what is to be done when something happens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.follow_ups.rules.definition.schedules import recurrence_of
from assistant.follow_ups.rules.wording.phrases import STANDING, Reading, phrases_of
from assistant.work import InvalidValue, Work
from nlp.times import find_times
from storage.queries import team

TELL = r"(?:nudge|remind|tell|notify|alert|ping|warn)"
RECORDS: Mapping[str, str] = {
    "deal": "deals",
    "ticket": "tickets",
    "lead": "leads",
    "task": "tasks",
    "contact": "contacts",
    "customer": "contacts",
    "company": "companies",
    "account": "companies",
}
_KINDS = "deals?|tickets?|leads?|tasks?|contacts?|customers?|companies|company|accounts?"
_DO = rf"(?P<do>{TELL}|assign|tag|start|stop|post|set|create|add|make)"
_WHEN = r"(?:when|whenever|every time|each time|as soon as|if)"
_AT_AN_HOUR = re.compile(
    rf"^(?:please )?{TELL} (?P<who>.+?) (?:of|about|on|with|for) "
    rf"(?P<before>(?:[\w-]+ ){{0,3}}?)(?P<kind>{_KINDS})\b(?P<after>.*)$"
)
_MAYBE = re.compile(rf"\b{TELL} .+ (?:{_KINDS})\b")
_HAPPENS = re.compile(rf"^{_WHEN} (?P<event>.+?)(?:, ?| then )(?:please )?{_DO}\b(?P<rest>.*)$")
_HAPPENS_AFTER = re.compile(rf"^(?:please )?{_DO}\b(?P<rest>.+?) {_WHEN} (?P<event>.+)$")
_EVENTS: tuple[tuple[str, str], ...] = (
    (r"(?P<kind>deal)(?P<said>.*?) (?:is|was|gets) won", "deal.won"),
    (r"(?:we|somebody|someone) wins? (?:a |an )?(?P<said>.*?)(?P<kind>deal)", "deal.won"),
    (r"(?P<kind>deal)(?P<said>.*?) (?:is|was|gets) lost", "deal.lost"),
    (
        r"(?P<kind>deal)(?P<said>.*?) (?:moves to|reaches|enters|gets to|comes into) (?P<stage>.+)",
        "deal.stage_changed",
    ),
    (r"(?P<kind>deal)(?P<said>.*?) (?:moves|changes stage|changes its stage)", "deal.stage_changed"),
    (r"(?P<kind>ticket|deal|lead)(?P<said>.*?) (?:is|was|gets) assigned", "{kind}.assigned"),
    (r"(?P<kind>ticket)(?P<said>.*?) (?:is|was|gets) (?:reopened|opened again)", "ticket.reopened"),
    (r"(?P<kind>ticket)(?P<said>.*?) (?:is|was|gets) closed", "ticket.closed"),
    (
        r"(?P<kind>ticket)(?P<said>.*?) (?:breaches|misses|breaks) (?:its |the )?(?:sla|service level)",
        "sla.breached",
    ),
    (r"(?P<kind>lead)(?P<said>.*?) (?:is|was|gets) converted", "lead.converted"),
    (r"(?P<kind>task)(?P<said>.*?) (?:is|comes|becomes) due", "task.due"),
    (r"(?P<kind>message)(?P<said>.*?) (?:comes in|arrives|is received)(?P<more>.*)", "message.received"),
    (
        r"(?:a |any )?customer (?:writes|sends) (?:us )?(?:an? )?(?P<said>.*?)(?P<kind>message)(?P<more>.*)",
        "message.received",
    ),
    (
        r"(?P<kind>ticket|deal|lead|contact)(?P<said>.*?) (?:is|was|gets) (?:created|opened|made|added)",
        "{kind}.created",
    ),
    (r"(?P<kind>ticket|lead)(?P<said>.*?) (?:comes in|arrives)", "{kind}.created"),
)
_TEXTS: Mapping[str, str] = {
    "deal": "{{ deal.title }} ({{ deal.amount }}), {{ deal.stage }}",
    "ticket": "#{{ ticket.number }} ({{ ticket.priority }}): {{ ticket.subject }}",
    "lead": "{{ lead.name }} {{ lead.company_name }}",
    "task": "{{ task.text }}",
    "contact": "{{ contact.name }}",
    "company": "{{ company.name }}",
    "message": "{{ contact.name }} ({{ message.channel }}): {{ message.text | truncate(300) }}",
}
DEFAULT_HOUR = "every weekday at 9"


@dataclass(frozen=True, slots=True)
class Said:
    """A rule as understood: what the file would hold."""

    definition: dict[str, Any]


def read_rule_words(work: Work, text: str) -> Said | None:
    """The rule a sentence makes, or None where it makes none.

    Raises InvalidValue where it plainly makes one, and says what of it was not understood.
    """
    words = " ".join(text.strip().rstrip(".!").split())
    plain = words.lower()
    happens = _HAPPENS.match(plain) or _HAPPENS_AFTER.match(plain)
    if happens is not None:
        return _on_event(work, happens, words)
    if _MAYBE.search(plain) is None:
        return None
    mention = next((one for one in find_times(words, now=work.now, tz=work.zone) if one.rule), None)
    without = plain if mention is None else f"{plain[: mention.start]} {plain[mention.end :]}"
    asked = _AT_AN_HOUR.match(" ".join(without.replace(",", " ").split()))
    if asked is None:
        return None
    schedule = DEFAULT_HOUR if mention is None else words[mention.start : mention.end].lower()
    return _at_an_hour(work, asked, schedule, has_hour=mention is not None)


def _at_an_hour(work: Work, asked: re.Match[str], schedule: str, *, has_hour: bool) -> Said | None:
    kind = _singular(asked["kind"])
    entity = "company" if kind in ("company", "account") else "contact" if kind == "customer" else kind
    reading = Reading(f"{asked['before']} {asked['after']}")
    reading.take(phrases_of(entity, work.crm))
    who = _who(work, asked["who"])
    # “Remind Sam about the Acme deal” is a task: a rule has conditions or an hour, and somebody to tell.
    if who is None or (not reading.conditions and not has_hour) or not asked["kind"].endswith("s"):
        return None
    _need_all(reading)
    recurrence_of(schedule)
    standing = STANDING.get(entity)
    if standing is not None and not any(standing[0] in one for one in reading.conditions):
        reading.conditions.insert(0, standing[1])
    return Said(
        {
            "name": _name(entity, asked["after"] + " " + asked["before"]),
            "schedule": schedule,
            "for": RECORDS[kind],
            "if": _joined(reading.conditions),
            "do": [_tell(who, entity)],
        }
    )


def _on_event(work: Work, happens: re.Match[str], words: str) -> Said | None:
    for pattern, event in _EVENTS:
        found = re.search(rf"(?P<early>(?:[\w-]+ ){{0,4}}?){pattern}$", happens["event"])
        if found is None:
            continue
        kind = found["kind"]
        groups = found.groupdict()
        reading = Reading(f"{groups['early']} {groups['said']} {groups.get('more') or ''}")
        if groups.get("stage"):
            reading.left += f" in {groups['stage']}"
        reading.take(phrases_of(kind, work.crm))
        action = _action(work, happens["do"], happens["rest"], kind, words)
        if action is None:
            return None
        _need_all(reading)
        name = event.format(kind=kind)
        return Said(
            {
                "name": _name(
                    name.replace(".", "-").replace("_", "-"), reading.conditions and groups["early"]
                ),
                "event": name,
                "if": _joined(reading.conditions),
                "do": [action],
            }
        )
    return None


def _action(work: Work, verb: str, rest: str, entity: str, words: str) -> dict[str, Any] | None:
    said = rest.strip(" ,")
    if re.fullmatch(TELL, verb):
        who = _who(work, re.sub(r" (?:about|of) (?:it|that)$", "", said))
        return _tell(who, entity) if who is not None else None
    if verb == "tag" and (found := re.fullmatch(r"(?:it|the \w+)(?: as)? [\"“']?([\w-]+)[\"”']?", said)):
        return {"tag": found[1]}
    if verb == "post" and (found := re.fullmatch(r"(?:it |that )?(?:in|to) (#?[\w-]+)", said)):
        return {"post": found[1], "text": _TEXTS[entity]}
    if verb == "assign" and (found := re.fullmatch(r"(?:it|the \w+) to (.+)", said)):
        who = _who(work, found[1])
        return {"assign": who} if who and who not in ("owner", "managers", "admins") else None
    if verb == "start" and (
        found := re.fullmatch(r"(?:the )?([\w-]+) sequence(?: for (?:them|the \w+))?", said)
    ):
        return {"start_sequence": found[1]}
    if verb == "stop" and re.fullmatch(r"(?:all|every|their|any) sequences?(?: for (?:them|the \w+))?", said):
        return {"stop_sequence": "all"}
    if verb == "set" and (found := re.fullmatch(r"(?:its |the )?(priority|status|stage) to ([\w ]+)", said)):
        return {"set": {found[1]: found[2].replace(" ", "_")}}
    if verb in ("create", "add", "make"):
        return _task(words)
    return None


def _task(words: str) -> dict[str, Any] | None:
    quoted = re.search(r"\b(?:create|add|make) (?:a )?task (?:for the owner )?[\"“'](.+?)[\"”']", words, re.I)
    return {"task": quoted[1]} if quoted else None


def _tell(who: str, entity: str) -> dict[str, Any]:
    if who.startswith("#"):
        return {"post": who, "text": _TEXTS[entity]}
    return {"notify": who, "text": _TEXTS[entity]}


def _who(work: Work, said: str) -> str | None:
    """Whom words mean, as a rule names them; None for nobody."""
    plain = re.sub(r"^(?:the|their|its|our|all) ", "", said.strip())
    if re.fullmatch(r"owners?", plain):
        return "owner"
    if re.fullmatch(r"managers?|admins?", plain):
        return f"{plain.rstrip('s')}s"
    if plain == "me":
        return work.actor.email or None
    if plain.startswith("#"):
        return plain
    team_name = re.fullmatch(r"(?:team (?P<first>[\w-]+)|(?P<second>[\w-]+) team)", plain)
    if team_name is not None:
        return f"team {team_name['first'] or team_name['second']}"
    found = [one for one in team.members_named(work.uow, plain) if one.is_active]
    return found[0].email if len(found) == 1 else None


def _need_all(reading: Reading) -> None:
    if reading.rest:
        raise InvalidValue(
            f"I understood that as a rule, but not “{reading.rest}”. Say it in other words, or write the "
            "rule into automations.yaml, where conditions can say anything."
        )


def _joined(conditions: list[str]) -> str:
    kept = [one for one in conditions if one != "true"]
    return " && ".join(kept) or "true"


def _name(begin: str, words: str | list[str]) -> str:
    kept = [one for one in re.findall(r"[a-z]+", words if isinstance(words, str) else "") if len(one) > 3]
    return "-".join([begin, *kept[:2]])[:50].rstrip("-")


def _singular(kind: str) -> str:
    return "company" if kind == "companies" else kind.rstrip("s")
