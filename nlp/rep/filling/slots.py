"""From a clause to the slots of its intent."""

import re
from collections.abc import Callable, Mapping

from nlp.intents import Intent
from nlp.rep.filling.clause import Clause
from nlp.rep.filling.fields import fields
from nlp.rep.filling.figures import FIGURES
from nlp.rep.filling.labels import text_slot
from nlp.rep.filling.mending import mended
from nlp.rep.filling.refs import CONTEXT, ref, user
from nlp.rep.meaning.choices import choice
from nlp.values import SlotValue

Reader = Callable[[Clause, str], SlotValue | None]
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
    return mended(clause, intent, slots | fields(clause.text, intent))


def _ref(clause: Clause, name: str) -> SlotValue | None:
    if name == "task" and (match := _TASK_SAID.search(clause.text) or _DONE_WITH.search(clause.text)):
        return ref(match["task"])
    for words in clause.words(name):
        value = ref(words, person=name in _PERSONS)
        if value:
            return value
    if name == "deal" and (said := _DEAL_SAID.search(clause.text)) and not clause.times_in(said[0]):
        return ref(said["behind"] or said["before"])
    if name == "about" and clause.intent == "task.create":
        return _concerned(clause)
    if name == "task" and (match := _TASK_ABOUT.search(clause.bare) or _TASK.search(clause.bare)):
        return ref(_VERBS_BEFORE.sub("", match["task"]))
    if clause.intent == "contact.show":
        addresses = [*(one.value for one in clause.emails), *(one.value for one in clause.phones)]
        return next(iter(addresses), None)
    return None


_TASK_ABOUT = re.compile(
    r"\b(?:task|reminder|to-?do)\s+(?:about|for|on|with|of|called)\s+(?P<task>(?!_)[^,;.?!_]+?)\s*(?:[,;.?!_]|$)",
    re.I,
)


_LARGE = r"(?:[A-Z][\w'-]*|\d+\w*)(?: (?:(?:& |and )?[A-Z][\w'-]*|\d+\w*))*"
_DEAL_SAID = re.compile(
    rf"\b(?:deal|opp|opportunity) (?:(?:of|for|with|called) )?(?P<behind>(?=[A-Z]){_LARGE})"
    rf"|\bthe (?P<before>(?=[A-Z]){_LARGE}) (?:deal|opp|opportunity)\b"
)
"""What is written large beside the word "deal" names it."""
_TASK_SAID = re.compile(
    r"\b(?:task|reminder|to-?do|one)\s+(?:about|regarding|called)\s+(?P<task>[^,;.?!]+?)"
    r"(?=\s+(?:to|till|until|as|is|by|on|for|off|back|out|forward|please|pls)\b|\s*(?:[,;.?!]|$))",
    re.I,
)
_DONE_WITH = re.compile(r"\b(?:done|finished|through) with (?P<task>\w+ing\b[^,;.?!]*)", re.I)
_TASK = re.compile(r"(?P<task>(?:[\w'&-]+\s+){1,4}?)(?:task|reminder|to-?do)\b", re.I)
_VERBS_BEFORE = re.compile(
    r"^(?:(?:the|my|that|this|a|please|pls|not|today|push|snooze|mark|tick|check|complete|finish|cancel|drop|remove"
    r"|move|delay|postpone|close|cross|off|done"
    r"|with|and|i|did|finished|completed|new|for|of|on|show|me|to|put|bring|it)\s+)+(?=\S)|^(?:the"
    r"|my|that|this|a|mark|snooze|push|move|tick|complete)\s*$",
    re.I,
)


def _concerned(clause: Clause) -> str | None:
    """Whom a task is about: the first name in it that is not who shall do it."""
    owners = {words.lower() for words in clause.words("owner")}
    named = [clause.text[name.start : name.end] for name in clause.names]
    addressed = [match["who"] for match in _ADDRESSED.finditer(clause.text)]
    unknown = [words for words in clause.strangers if words in addressed]
    for words in [*named, *_capitals(clause), *unknown]:
        if words.lower() not in owners and (value := ref(words)):
            return value
    return None


_ADDRESSED = re.compile(
    r"\b(?:call|ring|phone|e?mail|text|quote|ping|chase|visit|meet|see|invoice|for|to|with|at|from|about)\s+"
    r"(?:the\s+)?(?P<who>[\w'&-]+)",
    re.I,
)


_CAPITALS = re.compile(r"(?<=[a-z,] )[A-Z][\w'&-]+(?: [A-Z][\w'&-]+)*")


def _capitals(clause: Clause) -> list[str]:
    """Words written large within a clause, but for times and "I"."""
    times = [(one.start, one.end) for one in clause.times_in(clause.text)]
    return [
        match[0]
        for match in _CAPITALS.finditer(clause.text)
        if len(match[0]) > 1
        and not match[0].isupper()
        and not any(a < match.end() and match.start() < b for a, b in times)
    ]


def _user(clause: Clause, name: str) -> SlotValue | None:
    said = next(
        (
            value
            for words in clause.words(name)
            if words.lower() not in _NO_COLLEAGUE and (value := user(words))
        ),
        None,
    )
    if said is None and name == "owner" and _AS_OWNER.search(clause.outside):
        return "@me"
    if said is None and name == "owner" and clause.intent in _MINE:
        if _TEAMS.search(clause.bare):
            return "@all"
        if _OWN.search(_ASKER.sub("", clause.bare)):
            return "@me"
        if clause.intent == "task.list" and _OWES.search(clause.bare):
            return "@me"
        if re.search(
            r"\b(?:the|my|our|whole) (?:\w+ )?team\b|\bteam\b(?= vs|'s)|\beveryone\b|\ball reps\b"
            r"|^\W*team\b",
            clause.bare,
            re.I,
        ):
            return "@all"
    if said is None and name == "to" and _TO_ME.search(clause.outside):
        return "@me"
    if (
        said is None
        and name == "from"
        and re.search(r"\b(?:my|mine|i have|i own|i've got)\b", clause.bare, re.I)
    ):
        return "@me"
    if said is None and name == "owner" and clause.intent in _HANDED and _TO_ME.search(clause.outside):
        return "@me"
    return said


_NO_COLLEAGUE = frozenset(
    {"wich", "whitch", "stil", "wat", "whats", "hows", "whos", "pls", "plz", "kindly", "sir"}
)
"""Slips of small words that begin a question: no one's name."""
_OWN = re.compile(r"\b(?:my|mine|myself|i|i'm|i've|i'll|am i|do i|have i|did i)\b", re.I)
_ASKER = re.compile(
    r"\bi(?:'d| would| should)?(?: really| also| just)? "
    r"(?:love|like|want|need|wish|see|think|wonder|hope|head|require|request)\w*\b"
    r"|\bi'd\b|\bi'?m (?:worried|afraid|wondering|curious|concerned|looking|interested|nervous)\b"
    r"|\bi (?:am|was) (?:worried|afraid|wondering|curious|concerned|looking)\b"
    r"|\b(?:should|must|could|may|can|before|what do(?! i have\b)) i\b",
    re.I,
)
"""The speaker as who asks, not as whose records are asked for."""
_TEAMS = re.compile(r"\b(?:the|our|my) (?:whole )?team's\b", re.I)
_AS_OWNER = re.compile(
    r"\b(?:put|set|make|mark|with|list|name) (?:me|myself)(?: down)? (?:as|for) (?:the |its )?owner\b"
    r"|\bowner:? (?:is )?me\b",
    re.I,
)
_OWES = re.compile(r"\b(?:(?:do|must|should|have) i|i (?:must|should|have to|need to|gotta|got to))\b", re.I)
"""Who asks what to do asks for the own tasks."""
_HANDED = frozenset({"ticket.assign", "ticket.create", "lead.assign"})
_TO_ME = re.compile(
    r"\b(?:to|for|on) (?:me|myself)\b|\b(?:give|hand|pass|assign) me\b"
    r"|\bi(?:'ll| will| can) (?:take|handle|do|have)\b"
    r"|\bi take (?:it |this |that )?(?:over|on)\b|\b(?:is|be|as) mine\b|\bmine\s*$",
    re.I,
)
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
        places = [match["stage"] or match["before"] for match in _STAGE_PLACE.finditer(clause.worded)]
        value = choice("stage", places[-1]) if places else choice("stage", clause.worded)
        return value if value not in {"won", "lost"} else None
    found = (one for one in _STAGE_PLACE.finditer(clause.worded) if not _NEW_RECORD.match(one[0]))
    match = next(found, None)
    if match is None or (clause.intent == "deal.list" and (match["stage"] or "").lower() in {"won", "lost"}):
        return None
    return choice("stage", match["stage"] or match["before"])


_NEW_RECORD = re.compile(r"[,;:(]\s*new$", re.I)
"""A new deal is not said to be in the stage "new"."""


def _chart(clause: Clause, name: str) -> SlotValue | None:
    asked = re.search(r"\b(?:chart|graph|plot|visuali[sz]e|diagram|draw|visual)\w*", clause.text, re.I)
    return True if asked else None


def _enum(clause: Clause, name: str) -> SlotValue | None:
    return choice(f"{clause.intent}.{name}", clause.worded)


_READERS: Mapping[str, Reader] = {
    "ref": _ref,
    "user": _user,
    "text": text_slot,
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
