"""Slots whose place in the sentence tells them, whatever was tagged: "owner is Jo", "off the winback"."""

import re

from nlp.rep.filling.clause import Clause
from nlp.rep.filling.refs import CONTEXT, label, ref, user
from nlp.values import SlotValue

Slots = dict[str, SlotValue]
_WORD = r"[\w'&.-]+"
_PLAIN_DEAL = re.compile(
    rf"\b(?:the|our) (?P<deal>{_WORD}(?: {_WORD}){{1,3}}?) (?:deal|opp|opportunity)(?![\w-])", re.I
)
_NOT_IN_NAMES = re.compile(
    r"\b(?:the|a|an|of|for|to|on|in|at|with|from|and|or|is|are|was|were|has|have|had|what|which|who|my|our|his"
    r"|her|their|deal|deals|open|new|last|next|big|biggest|largest|same|other|whole|first|add|move|set|put|show"
    r"|close|please|about|as|by|into|that|this|me|us|it|now|will|can|not|\d{3,}k?|\d+k)\b"
    r"|[$\u20ac\u00a3]",
    re.I,
)
_ENDED = re.compile(
    rf"^\W*(?:(?:{_WORD}|good news|great news)[,!.] )?(?:we |we've |we have |just |finally )*"
    rf"(?:won|lost) (?:the )?(?P<deal>{_WORD}(?: {_WORD}){{0,3}}?)"
    r"(?=\s*(?:[,;:!.(]|$)|\s+(?:bc|b/c|because|since|cuz|coz|cause|to|on|over|due|for|at|after|deal|opp)\b)",
    re.I,
)
_TITLED = re.compile(
    r"^(?:herr|frau|fr\u00e4ulein|doc|doctor|dr|mr|mrs|ms|miss|mme|madame|monsieur|se\u00f1or|se\u00f1ora|signor|signora"
    r"|sir|lady|prof|professor|coach|pastor|father|sister|brother|aunt|auntie|uncle)\.? (?=\w)",
    re.I,
)
_WRITTEN_TO = re.compile(
    rf"^\W*(?:please |pls |and )*(?:text|e-?mail|sms|dm|message|msg) (?P<who>{_WORD}(?: {_WORD}){{0,2}}):\s",
    re.I,
)
_OWNER = re.compile(
    rf"\b(?:(?:the )?owner(?: is| should be| will be|:| =)|owned by) (?P<owner>{_WORD})"
    r"|\bowner (?:henceforth |now |from now on )?(?P<titled>(?:mr|mrs|ms|dr|frau|herr)\.? [\w'-]+)"
    rf"|\bwith (?P<given>{_WORD}(?: {_WORD})?) as (?:its |the |an? )?owner\b"
    rf"|\bmake (?P<made>{_WORD}(?: {_WORD})?) (?:its |the )owner\b",
    re.I,
)
_REMINDED = re.compile(
    r"^\W*(?i:please |pls |kindly |can you |could you )*(?i:remind) (?!me\b|us\b)(?P<who>@?[A-Z]\w+)\b"
)
_FOR_WHOM = re.compile(r"\bfor (?P<who>@?[A-Z][a-z]+)(?=\s*(?:[,;.?!]|$)|\s+(?:this|last|in|since)\b)")
_OFF = re.compile(
    rf"\boff (?:of )?(?:the )?(?P<name>{_WORD}(?: {_WORD}){{0,2}}?)"
    r"(?: (?:sequence|cadence|drip))?(?:,? (?:please|pls|thanks|now))?\W*$",
    re.I,
)
_IN_SEQUENCE = re.compile(
    r"\b(?:sequence|cadence|drip) (?!for\b|to\b|with\b|of\b|please\b|now\b)"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,3}}?)\W*$",
    re.I,
)
_UP_TO = re.compile(rf"\bup (?:to|with) (?:the )?(?P<to>{_WORD}(?: {_WORD}){{0,2}}?)(?=\s*[,;.!]|\s*$)", re.I)
_TIER = re.compile(
    r"\bto (?:the )?(?P<to>(?:tier|level|line|l)\s?\d(?: (?!and\b|then\b)[^\W\d]+){0,2})", re.I
)
_PURPOSE = re.compile(
    r"(?:\b(?:regarding|concerning|to (?:discuss|go over|talk about)|(?:the )?topic(?: is|:)"
    r"|agenda(?: is|:)|re:?)"
    r" (?:the |our |an? )?)(?P<text>[^,;.]+?)\W*$",
    re.I,
)
_EMPLOYER = re.compile(
    rf"\b(?:from|at|w/|with|of) (?P<company>{_WORD}(?: {_WORD}){{0,4}}?)"
    r"(?=\s*[,;(]|\s+(?:phone|tel|mobile|cell|number|e-?mail|title|(?:he|she|they|who|came|via|through|thru|source)\b))",
    re.I,
)
_TO_BE = re.compile(r"\s+(?:should|must|ought|are|is)\b.*$", re.I)
_PLEASED = re.compile(r"^(?:please|pls|kindly) (?:the )?(?:contact )?", re.I)


def settled_by_wording(clause: Clause, intent: str, slots: Slots) -> None:
    """Set right what the words around a name decide."""
    if intent.startswith("deal.") and ("deal" in slots or intent == "deal.advise"):
        _name_deal(clause, intent, slots)
    if intent == "activity.log" and _TITLED.match(str(slots.get("company", ""))):
        slots.setdefault("contact", slots.pop("company"))
    if intent == "activity.log" and "company" not in slots and _is_company(clause, str(slots.get("contact"))):
        slots["company"] = slots.pop("contact")
    if (
        intent.startswith("message.")
        and (to := _WRITTEN_TO.match(clause.text))
        and ref(to["who"], person=True) != CONTEXT
    ):
        slots["contact"] = ref(to["who"], person=True) or CONTEXT
    if intent == "contact.merge":
        slots.update({name: _TO_BE.sub("", _PLEASED.sub("", str(said))) for name, said in slots.items()})
    if intent in {"deal.create", "deal.update", "lead.create", "ticket.create"} and (
        owner := _OWNER.search(clause.text)
    ):
        who = next(words for words in owner.groups() if words)
        slots["owner"] = user(who) or who
        if slots.get("contact") == slots["owner"]:
            del slots["contact"]
    if intent == "task.create" and (reminded := _REMINDED.match(clause.text)):
        _remind(clause, reminded["who"].removeprefix("@"), slots)
    if intent.startswith("report.") and "-" in str(slots.get("owner", "")):
        slots.pop("owner")
        if whose := _FOR_WHOM.search(clause.text):
            slots["owner"] = whose["who"].removeprefix("@")
    if intent == "lead.create" and (at := _EMPLOYER.search(clause.text)):
        _employ(at["company"], slots)
    _label(clause, intent, slots)


def _is_company(clause: Clause, said: str) -> bool:
    """Whether a name is said to be a company's ("a meeting with Nuri Foods company")."""
    return re.search(rf"(?<!\w){re.escape(said)} (?:company|corporation)\b", clause.text, re.I) is not None


def _name_deal(clause: Clause, intent: str, slots: Slots) -> None:
    said = str(slots.get("deal", CONTEXT))
    match = _PLAIN_DEAL.search(clause.text)
    if match is None and intent in {"deal.win", "deal.lose"}:
        match = _ENDED.match(clause.text)
        if (
            match
            and said not in match["deal"]
            and match["deal"].islower()
            and not match[0].lstrip().startswith(said)
        ):
            return
    if match is None or _NOT_IN_NAMES.search(match["deal"]) or _is_time(clause, match["deal"]):
        return
    whole = ref(match["deal"])
    if whole and (said == CONTEXT or said in whole or match[0].lstrip().startswith(said)):
        slots["deal"] = whole


def _is_time(clause: Clause, words: str) -> bool:
    """Whether words are a time and nothing else ("the second Friday")."""
    return any(one.start == 0 and one.end == len(words) for one in clause.times_in(words))


def _remind(clause: Clause, who: str, slots: Slots) -> None:
    slots["owner"] = who
    if slots.get("about") != who:
        return
    named = [clause.text[one.start : one.end] for one in clause.names]
    others = [value for words in named if (value := ref(words)) and value != who]
    capital = re.findall(r"(?<=\b(?:to) )[A-Z]\w+(?: [A-Z]\w+)*(?=\W*$)", clause.text)
    del slots["about"]
    if others or capital:
        slots["about"] = (others or capital)[-1]


def _employ(company: str, slots: Slots) -> None:
    said, whole = str(slots.get("company", "")), ref(company)
    if whole and (not said or (said in whole and said != whole)) and "@" not in whole:
        slots["company"] = whole


def _label(clause: Clause, intent: str, slots: Slots) -> None:
    """What is named behind "off", "sequence", "up to" and "regarding"."""
    if intent == "sequence.stop" and (off := _OFF.search(clause.text)):
        slots["sequence"] = label(off["name"], record=True) or off["name"]
    if intent.startswith("sequence.") and slots.get("sequence", "the") in {"the", "a", "it", "that", "this"}:
        slots.pop("sequence", None)
        if named := _IN_SEQUENCE.search(clause.text):
            slots["sequence"] = named["name"]
    if intent == "ticket.escalate" and (tier := _TIER.search(clause.text)):
        slots["to"] = tier["to"]
    if intent == "ticket.escalate" and "to" not in slots and (to := _UP_TO.search(clause.text)):
        slots["to"] = to["to"]
    if intent == "meeting.book" and "text" not in slots and (purpose := _PURPOSE.search(clause.text)):
        slots["text"] = purpose["text"]
