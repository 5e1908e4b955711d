"""Acts of a message that are one: fields of one record set in a row, a list with its filters."""

import re
from dataclasses import replace

from nlp.intents import load_ontology
from nlp.rep.acts.reading import Reading
from nlp.rep.filling.refs import CONTEXT
from nlp.values import SlotValue

_FIELDWISE = frozenset(
    [
        "deal.update",
        "ticket.update",
        "contact.update",
        "deal.list",
        "deal.attention",
        "ticket.list",
        "lead.list",
        "history.show",
        "lead.score",
        "lead.qualify",
        "lead.convert",
        "lead.disqualify",
        "ticket.assign",
        "ticket.reopen",
        "ticket.close",
        "ticket.escalate",
        "deal.move",
        "deal.win",
        "deal.lose",
        "deal.reopen",
        "deal.advise",
        "brief.prepare",
        "record.reassign",
        "contact.merge",
        "contact.list",
        "task.list",
        *(name for name in load_ontology().rep if name.startswith("report.")),
    ]
)


def joined(readings: list[Reading]) -> list[Reading]:
    """Fields of one record set in a row are one act, and so is a list with its filters."""
    kept: list[Reading] = []
    for one in readings:
        while kept and _leads_to(kept[-1], one):
            kept.pop()
        last = kept[-1] if kept else None
        if last and last.clause is not one.clause and _repeats(last, one):
            kept[-1] = _merged(last, one) if one.intent == "ticket.merge" else last
        elif last and _completes(last, one):
            kept[-1] = replace(last, slots={**last.slots, **_added(last, one)})
        elif last and _tells_worth(last, one):
            kept[-1] = replace(last, slots={**last.slots, "amount": one.slots["amount"]})
        elif last and last.clause is not one.clause and _continues(last, one):
            kept[-1] = replace(last, slots={**one.slots, **last.slots})
        else:
            kept.append(one)
    return kept


_ONLY_TICKET = re.compile(r"\W*(?:the )?(?:ticket|case|tkt)?\W*\d+\W*", re.I)
_CHANGED = frozenset({"deal.update", "deal.move", "deal.win", "deal.lose", "deal.reopen"})
_SURE = 0.5


def _leads_to(last: Reading, one: Reading) -> bool:
    """Whether a clause only names what the next one is about ("the Acme deal - 40% now")."""
    words = last.clause.text
    if (
        one.intent in _CHANGED
        and last.intent == "deal.show"
        and last.slots.get("deal") == one.slots.get("deal")
    ):
        rest = words.replace(str(last.slots.get("deal")), "")
        return re.fullmatch(r"\W*(?:the|our|my)?\W*(?:deal|opp|opportunity)?\W*", rest, re.I) is not None
    if last.intent == "ticket.show" and one.slots.get("ticket") == last.slots.get("ticket"):
        return _ONLY_TICKET.fullmatch(words) is not None
    numbers = set(re.findall(r"\d+", words))
    is_unsure = last.clause.confidence < _SURE and one.intent == "ticket.merge"
    return is_unsure and len(numbers) > 1 and numbers <= set(map(str, one.slots.values()))


def _merged(last: Reading, one: Reading) -> Reading:
    """ "5 and 7 are the same, merge them into 5": 7 is merged into 5."""
    into = one.slots.get("into")
    others = [number for number in (*one.slots.values(), *last.slots.values()) if number != into]
    return replace(one, slots={**one.slots, "ticket": others[0]}) if others else one


def _repeats(last: Reading, one: Reading) -> bool:
    """Whether an act is said twice over ("5 and 7 are the same, join 7 into 5"; "no fit. Reject it")."""
    if last.intent in _ENDED and one.intent in _ENDING and _REJECTED.fullmatch(one.clause.text):
        return True
    if last.intent != one.intent:
        return False
    if one.intent == "ticket.merge":
        before, now = (set(map(str, reading.slots.values())) for reading in (last, one))
        return len(before | now) == _TWO
    return last.slots == one.slots and one.intent not in _OFTEN


_TWO = 2
_ENDED = frozenset({"lead.disqualify", "deal.lose"})
_ENDING = _ENDED | {"cancel", "undo", "deal.show", "lead.qualify"}
_REJECTED = re.compile(
    r"\W*(?:so |please |pls |just )*(?:reject|bin|drop|kill|junk|chuck|scrap|ditch|lose|close) "
    r"(?:it|him|her|them|that|this)(?: out| off)?\W*",
    re.I,
)
_OFTEN = frozenset({"task.create", "activity.log", "message.send", "deal.create"})
"""What may well be asked for twice in the same words."""


def _continues(last: Reading, one: Reading) -> bool:
    if last.intent != one.intent or one.intent not in _FIELDWISE:
        return False
    return all(last.slots.get(name, value) == value for name, value in one.slots.items())


_COMPLETING = {
    "contact.update": (("contact.create", "lead.create"), "contact", "name"),
    "deal.update": (("deal.create",), "deal", "company"),
    "contact.create": (("lead.create",), "name", "name"),
    "ticket.update": (("ticket.create",), "ticket", "ticket"),
    "deal.move": (("deal.create",), "deal", "company"),
}
"""What may only add to a record made just before: what made it, and the slots that say it is the same."""
_ADDING = re.compile(
    r"^\W*(?:it|its|this|which|that|should|clos(?:e|es|ing)|expected|decision|amount|worth|owner"
    r"|i(?:'m| am) expecting|(?:i|we) expect)\b",
    re.I,
)
_CHANGING = re.compile(
    r"^\W*(?:(?:please|pls|then|also|and|now|can you|could you)\W+)*(?:set|change|move|update|make|bump|put"
    r"|push|mark|raise|lower|cut|assign|give|hand|tag|add|shift|bring|drop|take)\b|.*\bdeal\b",
    re.I,
)
"""An order to change a record, or talk of another one, is no field of the one just made."""
_BARE_STAGE = re.compile(
    r"\W*(?:(?:the )?stage:? )?(?:new|qualified|proposal|negotiation)(?: stage)?\W*", re.I
)
_MARKED = re.compile(r"^\W*(?:p[1-4]|urgent|critical|high|normal|low|prio(?:rity)?|category|owner)\b", re.I)
"""How a word or two add to a ticket ("p1, owner Bev")."""


def _completes(last: Reading, one: Reading) -> bool:
    """Whether a clause only adds to the record made just before ("new contact ..., her number is ...")."""
    made, its, name = _COMPLETING.get(one.intent, ((), "", ""))
    if last.intent not in made or one.clause.text.lower().startswith(_ORDERS):
        return False
    text = one.clause.speller.mended(one.clause.text)
    if one.intent == "deal.update" and _CHANGING.match(text) and not _ADDING.match(text):
        return False
    if one.intent == "deal.move" and not _BARE_STAGE.fullmatch(text):
        return False
    if one.intent == "ticket.update" and not _MARKED.match(one.clause.text):
        return False
    if one.intent == "contact.create" and name in last.slots:
        return False
    own = _added(last, one)
    said = one.slots.get(its)
    is_same = said in (None, CONTEXT, last.slots.get(name)) or name not in last.slots
    if one.intent == "contact.update" and isinstance(said, str):
        is_same = is_same or said.casefold() in str(last.slots.get(name)).casefold().split()
        is_same = is_same or _OF_CARD.match(one.clause.text) is not None
    return is_same and not set(own) & set(last.slots) and bool(own)


def _tells_worth(last: Reading, one: Reading) -> bool:
    """Whether a clause says no more than what the deal just won is worth ("its value amounts to 12k")."""
    return (
        (last.intent, one.intent) == ("deal.win", "deal.update")
        and set(one.slots) == {"deal", "amount"}
        and one.slots["deal"] in (CONTEXT, last.slots.get("deal"))
        and "amount" not in last.slots
        and _ADDING.match(one.clause.text) is not None
    )


_OF_CARD = re.compile(
    r"^\W*(?:and )?(?:(?:his|her|their|the) )?(?:number|phone|cell|mobile|tel|e-?mail|source)\b", re.I
)
"""How a card goes on ("number is 780 555 0162")."""
_ORDERS = ("tag ", "update ", "change ", "set ", "mark ")


def _added(made: Reading, one: Reading) -> dict[str, SlotValue]:
    """What a clause says of the record made before, but for what it is called."""
    takes = set(load_ontology().rep[made.intent].slots) - {"contact", "tag", "deal"}
    return {name: value for name, value in one.slots.items() if name in takes}
