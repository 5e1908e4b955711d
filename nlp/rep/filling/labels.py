"""Texts of a clause as slot values: sentences as said, labels without the words around them."""

import re

from nlp.rep.filling.clause import Clause
from nlp.rep.filling.figures import REPEATED
from nlp.rep.filling.refs import label
from nlp.rep.filling.sentences import free_text
from nlp.values import SlotValue

_FREE = frozenset({"text", "reason", "next_step", "subject"})
_OF_RECORDS = frozenset({"sequence", "macro", "category"})
_DOMAIN = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@-])", re.I)
_TO_WHOM = re.compile(
    r"\b(?:to|2) (?:the |our )?(?P<to>(?:(?!him\b|her\b|them\b)[\w'-]+(?: (?!please|pls|now)[\w'-]+)?)"
    r"(?: team| department)?)\W*(?:please|pls|now)?\W*$",
    re.I,
)
_MUTED = re.compile(
    r"\b(?:mute|silence|stop|pause|hide|shush)\s+(?:the |my |all |all the )?"
    r"(?P<what>(?:\w+ )?(?:alerts?|notifications?|reminders?|digests?|pings|updates))\b",
    re.I,
)
_HOW_TO = re.compile(
    r"\bhow (?:(?:do|does|can|could|would|should|shall) (?:i|we|one|you|someone)"
    r"|(?:i|we|one) (?:can|could|should|do|may)|to|one)\s+"
    r"(?:(?:even|actually|ever) )?(?P<topic>[^?.!,;]+?)(?: (?:w/?|with|in) (?:you|u|here|this|rapport))?"
    r"(?=[?.!,;]|$)",
    re.I,
)
_CATEGORY = re.compile(
    r"\bcategory\s+(?:should be|must be|is|to|as|into|=|:)?\s*(?P<category>[\w&-]+(?: [\w&-]+)?)"
    r"\s*(?:$|[,.;]|and\b)",
    re.I,
)
_NAMED_MACRO = re.compile(
    r"\b(?:use|using|used|with|send|apply|via|run)\s+(?:the\s+|our\s+|that\s+)?"
    r"(?P<macro>[\w'&-]+(?: [\w'&-]+){0,3}?)\s+macro\b",
    re.I,
)
_BEHIND_MACRO = re.compile(r"\bmacro:?\s+[\"']?(?P<macro>[\w'&-]+(?: [\w'&-]+)?)[\"']?\W*$", re.I)
_MACRO = re.compile(r"\bmacro\s+(?P<macro>[A-Z]\w* and [a-z]+)\W*$")
_TAG = re.compile(
    r"\b(?:the|a|an|tag)\s+[\"']?(?P<tag>[\w-]+)[\"']?\s+tag\b|\btagged\s+(?:as\s+|with\s+)?[\"']?(?P<tagged>[\w-]+)",
    re.I,
)
_PURPOSE = re.compile(
    r"\b(?P<text>(?:product )?demo|lunch|coffee|dinner|breakfast|kick-?off|workshop|site visit|walk-?through"
    r"|call|check-in|catch-?up)\b",
    re.I,
)
_CHANNEL = re.compile(
    r"\b(?P<source>linkedin|facebook|instagram|tiktok|twitter|google(?: ads)?|website|web|webinar|referral"
    r"|newsletter|trade show) leads\b",
    re.I,
)
"""Where leads come from, said before them."""
_QUOTED = re.compile(r"\b(?:sequence|cadence|drip)\W{1,2}\"\s*(?P<name>[^\"]{2,60}?)\s*\"", re.I)
_SPEAKER = re.compile(r"\b(?:i|we|you|they|he|she)\b", re.I)
_SEQUENCE = re.compile(
    r"\b(?:the|off|in|into|to|on|a|our)\s+(?:the\s+)?(?P<name>[\w'-]+(?: [\w'-]+)?)\s+(?:sequence"
    r"|cadence|drip|one)\b",
    re.I,
)


def text_slot(clause: Clause, name: str) -> SlotValue | None:
    """A text said for a slot, or None."""
    if name in _FREE and clause.intent != "meeting.book":
        return free_text(clause, name)
    if name == "text" and not clause.words(name):
        purpose = _PURPOSE.search(clause.bare)
        return purpose["text"] if purpose else None
    if name == "topic" and (match := _HOW_TO.search(clause.text)):
        return label(match["topic"])
    if name == "domain":
        domain = _DOMAIN.search(clause.text)
        return domain[0].lower() if domain else None
    said = clause.words(name)
    if name == "repeat":
        recurring = [one.text for one in clause.times_in(clause.text) if one.recurrence]
        repeated = next((one for one in recurring if " " in one), next(iter(recurring), None))
        said = [repeated] if repeated and (not said or said[0] in repeated) else said
        said = [words for words in said if recurring or REPEATED.search(words)]
    match = _TO_WHOM.search(clause.outside) if name == "to" else None
    if match and (not said or clause.text.find(said[0]) < match.start()):
        return label(match["to"])
    if name == "what" and (match := _MUTED.search(clause.text)) and (not said or said[0] in match[0]):
        return label(match["what"])
    if not said and name == "tag" and (match := _TAG.search(clause.text)):
        return label(match["tag"] or match["tagged"])
    if not said and name == "category" and (match := _CATEGORY.search(clause.text)):
        return label(match["category"])
    if not said and name == "macro":
        match = _NAMED_MACRO.search(clause.text) or _BEHIND_MACRO.search(clause.text)
        return label(match["macro"], record=True) if match else None
    if name == "sequence" and (quoted := _QUOTED.search(clause.text)):
        return label(quoted["name"], record=True)
    match = _SEQUENCE.search(clause.text) if name == "sequence" else None
    if match and (not said or said[0] not in match["name"] + " sequence"):
        return label(match["name"], record=True)
    if name == "sequence":
        said = [words for words in said if not _SPEAKER.search(words)]
    if (
        name == "source"
        and not said
        and clause.intent == "lead.list"
        and (found := _CHANNEL.search(clause.text))
    ):
        return found["source"]
    if not said:
        return None
    if name == "macro" and (whole := _MACRO.search(clause.text)) and whole["macro"].startswith(said[0]):
        return label(whole["macro"], record=True)
    if name == "channel":
        return said[0].strip(" .,!?") or None
    return label(said[0], record=name in _OF_RECORDS)
