"""From a clause to the slots of its intent."""

import re
from collections.abc import Callable, Mapping

from nlp.intents import Intent
from nlp.rep.choices import choice
from nlp.rep.clause import Clause
from nlp.rep.figures import FIGURES
from nlp.rep.mending import mended
from nlp.rep.refs import CONTEXT, label, ref, user
from nlp.rep.sentences import free_text
from nlp.values import SlotValue

Reader = Callable[[Clause, str], SlotValue | None]
_FREE = frozenset({"text", "reason", "next_step", "subject"})
_OF_RECORDS = frozenset({"sequence", "macro", "tag", "category"})
_PERSONS = frozenset({"contact", "into", "name"})
_STAGE_PLACE = re.compile(
    r"(?:\b(?:in|at|to|into|stage|already|phase|as)\s+(?:the\s+|stage\s+)*|[,;:(]\s*)"
    r"(?P<stage>new|qualif\w+|propos\w+|negotiat\w+|won|lost)\b|\b(?P<before>qualif\w+|propos\w+"
    r"|negotiat\w+|new)\s+(?:stage|phase)\b",
    re.IGNORECASE,
)


def read_slots(clause: Clause, intent: Intent) -> dict[str, SlotValue]:
    """Every slot said in the clause, in the order of the ontology."""
    slots: dict[str, SlotValue] = {}
    for name, slot in intent.slots.items():
        value = _READERS[slot.kind](clause, name)
        if value is not None:
            slots[name] = value
    return mended(clause, intent, slots)


def _ref(clause: Clause, name: str) -> SlotValue | None:
    for words in clause.words(name):
        value = ref(words, person=name in _PERSONS)
        if value:
            return value
    if name == "about" and clause.intent == "task.create":
        return _concerned(clause)
    if name == "task" and (match := _TASK.search(clause.bare)):
        return ref(_VERBS_BEFORE.sub("", match["task"]))
    return None


_TASK = re.compile(r"(?P<task>(?:[\w'&-]+\s+){1,4}?)(?:task|reminder|to-?do)\b", re.I)
_VERBS_BEFORE = re.compile(
    r"^(?:(?:the|my|that|this|a|please|pls|not|today|push|snooze|mark|tick|check|complete|finish"
    r"|move|delay|postpone|close|cross|off|done"
    r"|with|and|i|did|finished|completed|new|for|of|on|show|me|to|put|bring|it)\s+)+(?=\S)|^(?:the"
    r"|my|that|this|a|mark|snooze|push|move|tick|complete)\s*$",
    re.I,
)


def _concerned(clause: Clause) -> str | None:
    """Whom a task is about: the first name in it that is not who shall do it."""
    owners = {words.lower() for words in clause.words("owner")}
    for name in clause.names:
        words = clause.text[name.start : name.end]
        if words.lower() not in owners and (value := ref(words)):
            return value
    return None


def _user(clause: Clause, name: str) -> SlotValue | None:
    said = next((value for words in clause.words(name) if (value := user(words))), None)
    if said is None and name == "owner" and clause.intent in _MINE:
        if re.search(r"\b(?:my|mine|i|i'm|i've|i'll|am i|do i|have i|did i)\b", clause.bare, re.I):
            return "@me"
        if re.search(
            r"\b(?:the|my|our|whole) (?:\w+ )?team\b|\bteam\b(?= vs|'s)|\beveryone\b|\ball reps\b"
            r"|^\W*team\b",
            clause.bare,
            re.I,
        ):
            return "@all"
    if (
        said is None
        and name == "from"
        and re.search(r"\b(?:my|mine|i have|i own|i've got)\b", clause.bare, re.I)
    ):
        return "@me"
    return said


_MINE = frozenset(
    [
        "deal.list",
        "deal.attention",
        "task.list",
        "ticket.list",
        "lead.list",
        "report.goal",
        "report.activity",
        "report.funnel",
        "report.pipeline",
        "report.forecast",
        "report.csat",
        "report.response_time",
    ]
)


_SEQUENCE = re.compile(
    r"\b(?:the|off|in|into|to|on|a|our)\s+(?:the\s+)?(?P<name>[\w'-]+(?: [\w'-]+)?)\s+(?:sequence"
    r"|cadence|drip|one)\b",
    re.I,
)


def _text(clause: Clause, name: str) -> SlotValue | None:
    if name in _FREE and clause.intent != "meeting.book":
        return free_text(clause, name)
    said = clause.words(name)
    if name == "repeat":
        repeated = next((one.text for one in clause.times_in(clause.text) if one.recurrence), None)
        said = said or ([repeated] if repeated else [])
    if not said and name == "sequence" and (match := _SEQUENCE.search(clause.text)):
        return label(match["name"], record=True)
    if not said:
        return None
    if name == "channel":
        return said[0].strip(" .,!?") or None
    return label(said[0], record=name in _OF_RECORDS)


def _ticket(clause: Clause, name: str) -> SlotValue | None:
    if clause.intent == "ticket.merge":
        return _merged(clause, name)
    if clause.tickets:
        return clause.tickets[0].value
    return _ref(clause, name)


def _merged(clause: Clause, name: str) -> SlotValue | None:
    """ "A into B", "B is the original of A": the tagger knows the direction, places are the fallback."""
    into = re.search(
        r"\b(?:into|in|to|under|of|with|as)\s+(?:ticket\s+|case\s+"
        r"|number\s+)?#?(\d{1,9})\b(?!.*\b(?:into|under)\s+#?\d)",
        clause.outside,
        re.I,
    )
    numbers = [one.value for one in clause.tickets]
    tagged = [int(found[0]) for words in clause.words(name) if (found := re.search(r"\d+", words))]
    if into and len(set(numbers)) > 1:
        target = int(into[1])
        return target if name == "into" else next(one for one in numbers if one != target)
    if tagged:
        return tagged[0]
    if len(numbers) > 1:
        return numbers[0 if name == "ticket" else -1]
    return numbers[0] if numbers and name == "into" else None


def _stage(clause: Clause, name: str) -> SlotValue | None:
    if clause.intent == "deal.move":
        places = [match["stage"] or match["before"] for match in _STAGE_PLACE.finditer(clause.bare)]
        value = choice("stage", places[-1]) if places else choice("stage", clause.bare)
        return value if value not in {"won", "lost"} else None
    match = _STAGE_PLACE.search(clause.bare)
    if match is None or (clause.intent == "deal.list" and (match["stage"] or "").lower() in {"won", "lost"}):
        return None
    return choice("stage", match["stage"] or match["before"])


def _chart(clause: Clause, name: str) -> SlotValue | None:
    asked = re.search(r"\b(?:chart|graph|plot|visuali[sz]e|diagram|draw|visual)\w*", clause.text, re.I)
    return True if asked else None


def _enum(clause: Clause, name: str) -> SlotValue | None:
    return choice(f"{clause.intent}.{name}", clause.bare)


_READERS: Mapping[str, Reader] = {
    "ref": _ref,
    "user": _user,
    "text": _text,
    "ticket": _ticket,
    "stage": _stage,
    "boolean": _chart,
    "enum": _enum,
    **FIGURES,
}
_MAIN = {
    "deal.": "deal",
    "ticket.": "ticket",
    "lead.": "lead",
    "task.": "task",
    "contact.": "contact",
    "message.": "contact",
    "sequence.": "contact",
    "history.": "about",
    "brief.": "about",
}
_NO_MAIN = frozenset(
    [f"{family}.create" for family in ("deal", "contact", "lead", "task", "ticket")]
    + [f"{family}.list" for family in ("deal", "contact", "lead", "task", "ticket")]
    + ["deal.attention", "message.edit"]
)


def main_slot(intent: str) -> str | None:
    """The slot of the record an act is about, which is never left out."""
    if intent in _NO_MAIN:
        return None
    return next((slot for prefix, slot in _MAIN.items() if intent.startswith(prefix)), None)


def is_context(value: SlotValue | None) -> bool:
    """Whether a record is only pointed at."""
    return value is None or value == CONTEXT
