"""What one clause takes from another: the record already named, the macro said once, "same for X"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.intents import load_ontology
from nlp.rep.acts.counterparts import notes_on_tickets, of_same_record
from nlp.rep.acts.merging import joined
from nlp.rep.acts.reading import Reading
from nlp.rep.acts.sharing import WHOSE, shared
from nlp.rep.filling.refs import CONTEXT, ref, user
from nlp.rep.filling.slots import is_context, main_slot
from nlp.rep.meaning.precedence import BACKGROUND
from nlp.rep.words.consent import CONSENT
from nlp.understanding import Act
from nlp.values import SlotValue

_FROM = {
    "deal": ("deal", "company", "about", "lead"),
    "contact": ("contact", "name", "about", "into"),
    "lead": ("lead", "name", "company"),
    "about": ("about", "contact", "deal", "company", "lead", "name"),
    "ticket": ("ticket", "into"),
    "task": ("task",),
}
_FROM_OTHERS = {"deal": ("contact", "name"), "contact": ("lead", "company", "deal")}
"""What lends its name to another kind of record: "met Dot, move her deal", "Ibex signed, stop their drip"."""
_ALIKE = re.compile(
    r"^\W*(?:and )?(?:the )?(?:same|ditto|likewise|idem)\b(?: thing| story)?(?: goes)?(?: for"
    r"| with| to| on| at)?\s*(?P<who>.*)$",
    re.I | re.S,
)
_ONLY_NAME = re.compile(
    r"^\W*(?:and |what about |how about |also |for )*(?P<who>[\w&@#.' -]+?)(?:'s)?(?: too| as well"
    r"| also| likewise)?[\s?.!]*$",
    re.I,
)
_ANOTHER = re.compile(
    r"\W*(?:and )?(?:the )?(?P<who>(?:ticket )?#?\d+) (?:too|as well|also|likewise)(?:\W*|, [^,\d]*)", re.I
)
_PRONOUN = re.compile(r"\b(?:him|her|them|they|she|he)\b", re.I)
_WHOSE_PRONOUN = re.compile(r"\b(?:him|his|her|them|their|they|she|he)\b", re.I)
_THING = re.compile(r"\b(?:it|this|that one|this one)\b", re.I)
_PERSON_SLOT = {
    "activity.log": "contact",
    "task.create": "about",
    "meeting.book": "contact",
    "meeting.move": "contact",
    "meeting.cancel": "contact",
    "deal.create": "company",
    "ticket.create": "contact",
}


def settle(readings: Sequence[Reading]) -> list[Act]:
    """Acts in the order said; courtesies beside a request are no acts."""
    kept = [one for one in readings if one.intent != "smalltalk"] or list(readings[:1])
    kept = [one for index, one in enumerate(kept) if not _is_stray(one, is_first=not index)] or kept[:1]
    kept = notes_on_tickets(_alike(_without_refusal(kept)))
    for index, one in enumerate(kept):
        kept[index] = of_same_record(one, kept, index)
    for index, one in enumerate(kept):
        kept[index] = _pointed(one, kept, index)
    kept = joined(shared(_of_heading(_with_content(kept))))
    return [Act(one.intent, one.clause.confidence, one.slots, one.clause.text) for one in kept]


def _is_stray(one: Reading, *, is_first: bool) -> bool:
    """Whether a consent, or a call for help with nothing, stands behind a request: it belongs to that.

    What is said first without any word of consent ("dang it") consents to nothing either.
    """
    if one.intent == "confirm":
        return not is_first or not _CONSENT.search(one.clause.text)
    return not is_first and one.intent == "help" and not one.slots


_CONSENT = re.compile(
    rf"\b(?:{CONSENT}|y|ya|da|k|go|do|correct|right|exactly|agreed?|good|great|perfect|sounds|proceed|absolutely"
    r"|definitely|send|approved?)\b|[^\w\s.,!?'-]",
    re.I,
)


def _without_refusal(readings: list[Reading]) -> list[Reading]:
    """What is put right, without the "no" before it: that takes nothing back."""
    return [
        one
        for one, following in zip(readings, [*readings[1:], None], strict=True)
        if not (
            following
            and (one.intent, following.intent) == ("cancel", "correct")
            and _REFUSED.fullmatch(one.clause.text)
        )
    ]


_REFUSED = re.compile(r"\W*(?:no+|nope|nah|wrong|not that(?: one)?)\W*", re.I)


def _with_content(readings: Sequence[Reading]) -> list[Reading]:
    """What is no background, and changes something where it changes a record; all, where nothing is left."""
    told = [one for one in readings if one.intent != BACKGROUND]
    is_logged = any(one.intent == "activity.log" and not _LOG_IT.fullmatch(one.clause.text) for one in told)
    return [
        one for one in told if not _is_empty(one) and not (is_logged and _LOG_IT.fullmatch(one.clause.text))
    ] or told[:1]


def _is_empty(one: Reading) -> bool:
    return one.intent in _UPDATES and not set(one.slots) - {main_slot(one.intent)}


_LOG_IT = re.compile(
    r"\W*(?:please |pls |then |and |so )*(?:log (?:it|that|this|the \w+)"
    r"|(?:put|jot|note|take|write|mark) (?:it|that|this) down(?: as an? \w+)?)\W*",
    re.I,
)
_UPDATES = frozenset({"deal.update", "contact.update", "ticket.update", "ticket.assign"})


def _alike(readings: list[Reading]) -> list[Reading]:
    """ "Same for X", or no more than "and X's": the act before, for another record."""
    settled: list[Reading] = []
    for one in readings:
        text = one.clause.text
        is_name = _is_name(one)
        match = (
            _ALIKE.match(text) or _ANOTHER.fullmatch(text) or (_ONLY_NAME.match(text) if is_name else None)
        )
        if match and settled and settled[-1].intent != BACKGROUND:
            one = _copied(settled[-1], match["who"], one)
        settled.append(one)
    return settled


def _is_name(one: Reading) -> bool:
    """Whether a clause says nothing but a name."""
    match = _ONLY_NAME.match(one.clause.text)
    if match is None or len(one.clause.names) != 1:
        return False
    name = one.clause.names[0]
    return name.start <= match.start("who") and name.end >= match.end("who")


def _copied(model: Reading, who: str, one: Reading) -> Reading:
    main = main_slot(model.intent)
    slots = dict(model.slots)
    if "owner" in model.clause.intent_slots() and not main and (name := user(who)):
        slots["owner"] = name
    elif main == "ticket" and (number := re.search(r"\d+", who)):
        slots[main] = int(number[0])
    elif main and (name := ref(who)):
        slots[main] = name
    return Reading(one.clause, model.intent, slots)


def _pointed(one: Reading, all_: Sequence[Reading], index: int) -> Reading:
    """Fill in the record a clause points at or leaves unsaid."""
    main = main_slot(one.intent)
    if one.intent == "deal.add_contact" and is_context(one.slots.get("contact")):
        one = replace(one, slots={**one.slots, "contact": _named("contact", all_, index) or CONTEXT})
    if one.intent == "record.reassign":
        one = _handed_over(one, all_[:index])
    slots = dict(one.slots)
    if main and is_context(slots.get(main)):
        value: SlotValue = _unmarked(one, main) or _named(main, all_, index) or _lent(one, main, all_, index)
        return replace(one, slots={main: value, **{name: own for name, own in slots.items() if name != main}})
    person = _PERSON_SLOT.get(one.intent)
    is_named = one.intent == "activity.log" and bool(set(slots) & {"company", "deal"})
    if (
        person
        and not is_named
        and is_context(slots.get(person))
        and _PRONOUN.search(one.clause.outside_times())
    ):
        record = person if person in _FROM else "deal" if person == "company" else "contact"
        slots[person] = _named(record, all_, index) or _lent(one, record, all_, index)
        if one.intent == "deal.create" and slots["company"] in _people(all_):
            slots["contact"] = slots.pop("company")
        return replace(one, slots=slots)
    return one


def _unmarked(one: Reading, main: str) -> str | None:
    """A name in the clause that was not seen as its record: a company for its deal, an unknown word."""
    if main == "deal":
        said = [name for name in one.clause.organisations() if name not in one.slots.values()]
        if said:
            return said[0]
    if main == "contact" and (person := _only_name(one)):
        return person
    if main in {"task", "ticket"} or not one.clause.strangers:
        return None
    is_pointing = _THING.search(one.clause.text) or _PRONOUN.search(one.clause.text)
    if is_pointing and not (main == "deal" and one.clause.text.startswith(one.clause.strangers[0])):
        return None
    stranger = ref(one.clause.strangers[0])
    return None if stranger in one.slots.values() else stranger


def _only_name(one: Reading) -> str | None:
    """The one name of a clause, told before "him" or "them" is spoken of."""
    pronoun = _PRONOUN.search(one.clause.text)
    before = [name for name in one.clause.names if pronoun and name.end <= pronoun.start()]
    said = {ref(one.clause.text[name.start : name.end]) for name in before} - {None}
    found = next(iter(said)) if len(said) == 1 else None
    return None if found in one.slots.values() else found


def _named(main: str, all_: Sequence[Reading], index: int) -> SlotValue | None:
    for other in [*reversed(all_[:index]), *all_[index + 1 :]]:
        if main == "ticket" and other.intent == "ticket.create":
            return CONTEXT
        for slot in ("into", *_FROM[main]) if other.intent == f"{main}.merge" else _FROM[main]:
            value = other.slots.get(slot)
            if not is_context(value):
                return value
    return None


def _lent(one: Reading, main: str, all_: Sequence[Reading], index: int) -> SlotValue:
    """The name of a record of another kind, where a clause points at it."""
    if main not in _FROM_OTHERS or not _WHOSE_PRONOUN.search(one.clause.outside):
        return CONTEXT
    others = [*reversed(all_[:index]), *all_[index + 1 :]]
    named = [other.slots[slot] for other in others for slot in _FROM_OTHERS[main] if slot in other.slots]
    return next((value for value in named if value != CONTEXT), CONTEXT)


def _people(all_: Sequence[Reading]) -> set[SlotValue]:
    """Who was met, called or written to."""
    return {other.slots["contact"] for other in all_ if "contact" in other.slots}


_GIVEN = re.compile(
    r"\b(?:give|hand|pass|let)\s+(?P<to>(?!all\b|his\b|her\b|their\b|my\b)[^\W\d][\w-]*)\s+"
    r"(?:(?:have|take|all|of)\s+)*(?:(?:his|her|their)\b|(?P<whose>[^\W\d][\w-]*)'s\s)",
    re.I,
)


def _handed_over(one: Reading, before: Sequence[Reading]) -> Reading:
    """ "Wim is away, give his deals to Femke", "give Femke all of Wim's": who hands over, and who takes."""
    slots, text = dict(one.slots), one.clause.text
    if match := _GIVEN.search(text):
        slots["to"] = match["to"]
        if match["whose"]:
            slots["from"] = match["whose"]
    told = [other.slots.get("contact") for other in reversed(before) if other.intent == BACKGROUND]
    if "from" not in slots and WHOSE.search(text) and told and told[0]:
        slots["from"] = told[0]
    return replace(one, slots=slots)


_HEADING = re.compile(r"^\W*@?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?\s*(?:'s (?:numbers|figures|week))?\s*[:-]\s")


def _of_heading(readings: list[Reading]) -> list[Reading]:
    """ "Marisol: forecast, activity" asks for both of Marisol's."""
    first = readings[0] if readings else None
    if first is None or not _HEADING.match(first.clause.text) or "owner" not in first.slots:
        return readings
    own = {name for name, intent in load_ontology().rep.items() if "owner" in intent.slots}
    return [
        replace(one, slots={**one.slots, "owner": one.slots.get("owner", first.slots["owner"])})
        if one.intent in own and one.intent.startswith("report.")
        else one
        for one in readings
    ]
