"""Slots of records told in a row: who a new contact is, where a lead came from, when a call was."""

import re

from nlp.rep.filling.clause import Clause
from nlp.rep.filling.refs import CONTEXT, ref
from nlp.values import SlotValue

Slots = dict[str, SlotValue]

_INTRODUCED = re.compile(
    r"^\W*(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,2})(?:,| is| works| runs| just joined| has joined)\b"
)
_AT = re.compile(r"\b(?:at|for|from)\s+(?P<where>[A-Z][\w'&-]*(?: (?:& |and )?[A-Z][\w'&-]*)*)")


def introduce(clause: Clause, slots: Slots) -> None:
    """ "Mark Bell is head of sales at Haddon, add him" names whom it adds first."""
    match = _INTRODUCED.match(clause.text)
    if match is None or "name" in slots:
        return
    slots["name"] = match["name"]
    if str(slots.get("company", "")) in match["name"]:
        slots.pop("company", None)
        if where := _AT.search(clause.text, match.end()):
            slots["company"] = where["where"]


_SOURCE = re.compile(
    r"[,;/]\s*(?:from |via |through |source:? )?(?:the |our |a )?"
    r"(?P<source>(?:webinar|trade ?(?:show|fair)|expo|referral|web ?site|web ?form|linked ?in|facebook"
    r"|instagram|google(?: ads)?|cold (?:call|email)|newsletter|conference|inbound|booth|walk-?in|chat"
    r"|word of mouth|partner|event)s?)\s*(?=$|[,.;!])",
    re.I,
)


_FOUND = re.compile(
    r"\bfound (?:us|me) (?:on|via|through|thru|at|in|by) (?:the |our |a )?"
    r"(?P<source>[^\W\d_][\w-]*(?: (?:ads?|search|show|fair|expo))?)",
    re.I,
)


def trace(clause: Clause, slots: Slots) -> None:
    """A bare "webinar" among a new lead's particulars is where it came from."""
    match = _SOURCE.search(clause.bare) or _FOUND.search(clause.text)
    if match and "source" not in slots:
        slots["source"] = match["source"]


_THING = re.compile(r"^(?:the|a|an|our|my|some|his|her|their)\s", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|would|wants?|needs?|has|have|had|said|says|likes?|loves?|to|that|until)\b",
    re.I,
)
_JUST = re.compile(r"\s+(?:yesterday|this (?:morning|afternoon)|last (?:night|week)|earlier today)$", re.I)
_BY_MAIL = re.compile(r"\s+(?:by|per|via) (?:e-?mail|mail|post)\b", re.I)


def set_back(clause: Clause, slots: Slots) -> None:
    """ "Sent Jane the deck by mail yesterday": the deck is what, mail is how, yesterday is when."""
    text = slots.get("text")
    if not isinstance(text, str) or not _THING.match(text) or _VERB.search(text):
        return
    if (when := _JUST.search(text)) and "at" not in slots:
        times = clause.times_in(when[0])
        if times:
            slots["at"] = times[0].as_datetime()
            text = text[: when.start()]
    if how := _BY_MAIL.search(text):
        slots.setdefault("kind", "email")
        text = text[: how.start()] + text[how.end() :]
    slots["text"] = text.strip()


_TO_MACHINE = re.compile(
    r"\b(?:voice ?mail|(?:left|leaving) (?:a |him a |her a |them a )?message|(?:to|got) the machine)\b", re.I
)
_NOTHING_MORE = re.compile(
    r"(?:straight |went |got |left )*(?:to )?(?:a |the |his |her )?\S+(?: message)?", re.I
)


def reached(clause: Clause, slots: Slots) -> None:
    """A call that ended in a voicemail is one."""
    text = str(slots.get("text", ""))
    if slots.get("kind", "call") == "call" and _TO_MACHINE.search(clause.text):
        slots["kind"] = "voicemail"
        if _TO_MACHINE.search(text) and _NOTHING_MORE.fullmatch(text):
            del slots["text"]


_MERGED = re.compile(
    r"(?:\b(?:merge|fold|combine|squash)|\bdup(?:e|licate)?s?(?: contacts?)?\s*[.:,-])\s+"
    r"(?!(?:merge|fold|combine|squash)\b)(?P<one>[\w'. -]+?)\s+(?:into|with|and|in|to)\s+"
    r"(?P<other>[\w'. -]+?)\s*(?=$|[,.;!?]|\b(?:and|but) keep\b|\bplease\b)",
    re.I,
)
_OF_KIND = re.compile(r"^(?:the )?(?:duplicates? )?(?:contacts? )?(?:of )?", re.I)
_SAME = re.compile(
    r"^\W*(?P<one>[\w'. -]+?)\s+(?:and|&|=|is)\s+(?P<other>[\w'. -]+?)\s+(?:are|is|'?re|=)?\s*"
    r"(?:both\s+)?(?:the|one and the|one)\s+(?:same|person|guy|lady|woman|man|human|contact)\b",
    re.I,
)


def unite(clause: Clause, slots: Slots) -> None:
    """ "Merge A into B" and "A and B are the same" name both contacts, whatever was tagged."""
    match = _MERGED.search(clause.text) or _SAME.match(clause.text)
    if match is None:
        return
    one, other = (ref(_OF_KIND.sub("", match[name]), person=True) for name in ("one", "other"))
    if one and other and not {one[0], other[0]} & {"@"}:
        slots["contact"], slots["into"] = one, other


_SHE = re.compile(r"^\W*(?:and |but |as )?(?:she|he|they)\b", re.I)
_NOW_AT = re.compile(
    r"\b(?:now|today|meanwhile|since \w+)\b[^,;.]{0,30}?\b(?:at|in|with|by|for|to)\s+(?:the\s+)?"
    r"(?P<where>[A-Z][\w'&-]*(?: (?:& |and )?[A-Z0-9][\w'&-]*)*)"
)


def employ_anew(clause: Clause, slots: Slots) -> None:
    """ "She is a buyer at Hoshi": whom it is about was named before; "now at Hoshi" is where."""
    match = _NOW_AT.search(clause.text)
    if match and slots.get("contact") != match["where"] and not clause.times_in(match["where"]):
        slots["company"] = match["where"]
    said = str(slots.get("contact", CONTEXT))
    if _SHE.match(clause.text) and re.search(rf"\b(?:at|in|with|by|for) {re.escape(said)}", clause.text):
        slots["contact"] = CONTEXT
        slots.setdefault("company", said)
