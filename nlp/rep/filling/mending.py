"""Slots set right where the words decide it: "Jane at Acme", "keep the second", who shall do a task."""

import re
from collections.abc import Callable, Mapping, Sequence

from nlp.intents import Intent
from nlp.rep.filling.clause import Clause
from nlp.rep.filling.refs import CONTEXT, ME, ref, user
from nlp.rep.filling.telling import employ_anew, introduce, reached, set_back, trace, unite
from nlp.rep.filling.wording import settled_by_wording
from nlp.rep.learning.patterns import ORGANISATION, PERSON
from nlp.values import SlotValue

_AT = re.compile(r"^(?P<who>.+?)\s*(?:,\s*|\(|\s(?:at|from|of|@|over at)\s+)(?P<where>[^,()]+)\)?$", re.I)
_KEEP = re.compile(
    r"\b(?:keep|into|use)\s+(?P<a>[\w'&. -]+?)\s*$|[,;.]\s*(?P<b>[\w'&. -]+?)\s+(?:is"
    r"|are)\s+(?:the\s+)?(?:right|correct|good|real|original|proper)\b",
    re.I,
)
_MUST = re.compile(
    r"^\W*(?:please |pls )?(?P<who>@?\w+(?: \w+)?)\s+(?:has to|have to|should|must|needs to|shall"
    r"|ought to|is to)\b",
    re.I,
)
_OPENING = re.compile(
    r"^(?:\W*(?:no|nope|nah|wait|(?:i am |i'm |im )?sorry|sry|actually|oops|ups|argh|ugh|a+h|h+m+|e+rm"
    r"|damn|shoot"
    r"|whoops|haha|hang on|hold on|oh|bother|my bad|(?:scratch|strike) that(?: one)?|that"
    r"|i (?:meant|mean|ment)|(?:please )?mak?e? (?:that|it)|correction|rather)\b(?! (?:one|more|idea))"
    r"\s*[,.:!-]*\s*)+",
    re.I,
)
_POINTS = re.compile(r"\b(?:to|on|in|into|for) (?:it|this|that)(?: one| deal)?\b", re.I)
_SWITCHES = {
    "contact": (("contact", "company", ORGANISATION), ("company", "contact", PERSON)),
    "name": (("company", "name", PERSON),),
}


def mended(clause: Clause, intent: Intent, slots: Mapping[str, SlotValue]) -> dict[str, SlotValue]:
    """The slots, corrected."""
    found = dict(slots)
    person = next((name for name in ("contact", "name") if name in intent.slots), None)
    if "next_step" in found:
        _without_planned(clause, found)
    if "deal" in found:
        _deal_of_firm(clause, found)
    if intent.name == "deal.update":
        _unworthy(clause, found)
    if person and "company" in intent.slots:
        _part_company(found, person)
        _employ(clause, found, person)
        is_on_company = _note_on_company(clause, found)
        if person == "contact":
            _title(clause, found)
        if clause.intent != "contact.update" and not is_on_company:
            _switch(clause, found, _SWITCHES[person])
    if intent.name == "correct":
        found["text"] = _OPENING.sub("", clause.text).strip(" .,!") or found.get("text", clause.text)
    if intent.name == "deal.add_contact" and "contact" not in found and _POINTS.search(clause.text):
        found["contact"], found["deal"] = found.pop("deal", CONTEXT), CONTEXT
    if intent.name == "deal.add_contact" and found.get("contact", CONTEXT) in (found.get("deal"), CONTEXT):
        _bring_in(clause, found)
    if intent.name == "message.edit" and "text" not in found:
        found["text"] = clause.text.strip(" .,!?")
    if "title" in intent.slots and intent.name.startswith("deal."):
        _entitle(clause, found)
    for mend in _OF_INTENT.get(intent.name, ()):
        mend(clause, found)
    settled_by_wording(clause, intent.name, found)
    return {name: found[name] for name in intent.slots if name in found}


_CALLED = re.compile(
    r"\b(?:called|named|titled)\s+[\"']?(?P<title>[^\"',;:()\n]+?)[\"']?"
    r"(?=\s+(?:for|worth|at|of|with|closing|on|in)\b|\s*[,;:()\n]|\s*$)"
    r"|\bre-?(?:name|title)d?\b[^,;]*?\bto\s+[\"']?(?P<anew>[^\"',;:()\n]+?)[\"']?\W*$"
    r"|\b(?:deal|opp|opportunity) \"(?P<quoted>[^\"]+)\" (?:at|for|with|from)\b",
    re.I,
)


def _entitle(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """What a deal is called is its title, not its company."""
    if match := _CALLED.search(clause.text):
        slots["title"] = (match["title"] or match["anew"] or match["quoted"]).strip(" .!?")
        if slots.get("owner") != ME and str(slots.get("owner", "")) in str(slots["title"]):
            slots.pop("owner", None)
        if "company" in slots:
            slots["company"] = re.split(r"\s+(?:named|called|titled)\b", str(slots["company"]))[0]
        if str(slots.get("company", "")).lower() in str(slots["title"]).lower():
            slots.pop("company", None)


_BROUGHT_IN = re.compile(r"\b(?:loop|bring|rope|pull)\b.*\bin\b(?!\s+(?:on|to)\b)|\bcc\b", re.I)


def _bring_in(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """Who is looped in is the contact; the deal is the one talked about."""
    if _BROUGHT_IN.search(clause.text) and "deal" in slots:
        slots["contact"], slots["deal"] = slots["deal"], CONTEXT


def _part_company(slots: dict[str, SlotValue], person: str) -> None:
    """ "Jane at Acme" in one breath is a person and a company."""
    said = slots.get(person)
    if isinstance(said, str) and "company" not in slots and (match := _AT.match(said)):
        slots[person] = match["who"].strip()
        if where := ref(match["where"]):
            slots["company"] = where


_FROM = re.compile(
    r"\s+(?:from|at|of|over at)\s+(?P<where>[A-Z][\w'&-]*(?:\s+(?:&\s+|and\s+)?[A-Z][\w'&-]*)*)"
)


def _employ(clause: Clause, slots: dict[str, SlotValue], person: str) -> None:
    """ "Jane from Acme": where a person works, though only the person was tagged."""
    said = slots.get(person)
    if not isinstance(said, str) or "company" in slots or said not in clause.text:
        return
    match = _FROM.match(clause.text, clause.text.index(said) + len(said))
    if match is None or clause.times_in(match["where"]):
        return
    if where := ref(match["where"]):
        slots["company"] = where


def _without_planned(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """A day or a person within the next step is the step's; a deal closes on a day said outside of it."""
    step = str(slots["next_step"])
    around = clause.text.replace(step, "_" * len(step))
    if "close_date" in slots and not clause.times_in(around):
        del slots["close_date"]
    if str(slots.get("owner", "")) in step:
        slots.pop("owner", None)


def _deal_of_firm(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """ "Jane at Acme" names the deal of Acme: a person has none."""
    said = str(slots["deal"])
    match = _AT.match(said)
    kinds = {clause.text[one.start : one.end]: one.slot for one in clause.names}
    if match and kinds.get(match["who"]) == PERSON and kinds.get(match["where"]) == ORGANISATION:
        slots["deal"] = ref(match["where"]) or said


_RENAMED = re.compile(r"\b(?:re-?name\w*|re-?brand\w*|call\w*|named?|title\w*)\b", re.I)
_WORTH = re.compile(r"\b(?:worth|amount|value|price|sum)\b", re.I)
_PLANNED = re.compile(r"\b(?:next|step|action|plan\w*|homework|to-?do)\b", re.I)


def _unworthy(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """A sum nobody can read ("a bazillion") is neither a name nor a next step."""
    if not _RENAMED.search(clause.text):
        slots.pop("title", None)
    if _WORTH.search(clause.bare) and not _PLANNED.search(clause.text):
        slots.pop("next_step", None)


_OF_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)


_TITLED = r"(?:prof(?:essor)?|dr|doctor|mr|mrs|ms|miss|frau|herr|madame?|signora?|señora?|chief|alhaji)\.?\s+"


def _title(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """A name behind a title is a person's, and the title is part of it."""
    for slot in ("contact", "company"):
        said = slots.get(slot)
        if not isinstance(said, str) or said in (CONTEXT, ME):
            continue
        titled = re.search(rf"\b{_TITLED}{re.escape(said)}", clause.text, re.I)
        if titled and (slot == "contact" or "contact" not in slots):
            del slots[slot]
            slots["contact"] = titled[0]
            return


def _note_on_company(clause: Clause, slots: dict[str, SlotValue]) -> bool:
    """A note on a lone name that is no given name is on a company; whether it was so."""
    said = slots.get("contact")
    if slots.get("kind") != "note" or not isinstance(said, str) or "company" in slots:
        return False
    if " " in said or said.lower() in clause.given_names or _OF_PERSON.search(clause.text):
        return False
    slots["company"] = slots.pop("contact")
    return True


def _switch(clause: Clause, slots: dict[str, SlotValue], switches: Sequence[tuple[str, str, str]]) -> None:
    """A lone name goes where its kind belongs."""
    for wrong, right, kind in switches:
        said = slots.get(wrong)
        if not isinstance(said, str) or right in slots:
            continue
        kinds = {one.slot for one in clause.names if clause.text[one.start : one.end].lower() in said.lower()}
        if kinds == {kind}:
            slots[right] = slots.pop(wrong)
            return


def _keep(clause: Clause, slots: dict[str, SlotValue]) -> None:
    match = _KEEP.search(clause.text)
    kept = ref((match["a"] or match["b"]), person=True) if match else None
    one, other = slots.get("contact"), slots.get("into")
    if not (kept and isinstance(one, str) and isinstance(other, str)):
        return
    if other.lower().startswith(f"{kept.lower()} "):
        slots["into"] = other = kept
    is_first = one.lower().startswith(kept.lower()) and not other.lower().startswith(kept.lower())
    if is_first and kept.lower() != other.lower():
        slots["contact"], slots["into"] = other, one


def _assign(clause: Clause, slots: dict[str, SlotValue]) -> None:
    match = _MUST.match(clause.text)
    if match is None or "owner" in slots:
        return
    owner = user(match["who"])
    if (
        owner
        and owner not in {"@me", "@all"}
        and not re.fullmatch(r"(?:i|we|you|he|she|they|it|someone|somebody)", match["who"], re.I)
    ):
        slots["owner"] = owner
        if slots.get("about") == owner:
            others = [clause.text[one.start : one.end] for one in clause.names]
            left = [name for words in others if (name := ref(words)) and name != owner]
            slots.pop("about")
            if left:
                slots["about"] = left[0]


_ALL_OF_A_KIND = re.compile(r"\beverything\s+(?:that|which|what|closing)", re.I)


def _narrow(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """ "All deals in proposal", "everything that closes in May": all of those that are open."""
    is_narrowed = "stage" in slots or ("closing" in slots and _ALL_OF_A_KIND.search(clause.text))
    if slots.get("status") == "all" and is_narrowed:
        del slots["status"]


_WHOSE = re.compile(
    r"\b(?P<who>[^\W\d]+)'s (?:(?:open|overdue|stale|qualified|new|hot|biggest|top|big|lost|won|current) )*"
    r"(?:deals|leads|tasks|tickets|opps|pipeline)\b",
    re.I,
)


def _owned(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """ "Rhodri's open deals", "deals with Jane Doe" are those a person owns."""
    whose = _WHOSE.search(clause.text)
    said = str(slots.get("company", ""))
    kinds = {one.slot for one in clause.names if clause.text[one.start : one.end] == said}
    if kinds == {PERSON} and "owner" not in slots and clause.intent != "ticket.list":
        slots["owner"] = slots.pop("company")
        return
    if (
        whose
        and said == whose["who"]
        and said.lower() in clause.given_names
        and slots.get("owner") in (None, ME)
    ):
        slots["owner"] = slots.pop("company")


def _open_for(clause: Clause, slots: dict[str, SlotValue]) -> None:
    """A ticket "for Globex" is a customer's; nobody is known by that given name."""
    owner = str(slots.get("owner", ""))
    is_for = re.search(rf"\bfor {re.escape(owner)}\W*$", clause.text) if owner else None
    if (
        is_for
        and not {"company", "contact"} & set(slots)
        and owner.split()[0].lower() not in clause.given_names
    ):
        slots["company"] = slots.pop("owner")


_OF_INTENT: Mapping[str, tuple[Callable[[Clause, dict[str, SlotValue]], None], ...]] = {
    "contact.merge": (unite, _keep),
    "task.create": (_assign,),
    "ticket.create": (_open_for,),
    "contact.create": (introduce,),
    "contact.update": (employ_anew,),
    "lead.create": (introduce, trace),
    "activity.log": (set_back, reached),
    "deal.list": (_narrow, _owned),
    "ticket.list": (_owned,),
    "lead.list": (_owned,),
    "deal.attention": (_owned,),
}
"""What is mended in the slots of one intent only."""
