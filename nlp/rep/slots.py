"""From a clause to the slots of its intent."""

import re
from collections.abc import Callable, Mapping

from nlp.intents import Intent
from nlp.rep.choices import choice
from nlp.rep.clause import Clause
from nlp.rep.refs import label, ref, sentence, user
from nlp.values import SlotValue

_LABELS = frozenset(
    {
        "what",
        "topic",
        "sequence",
        "macro",
        "source",
        "category",
        "role",
        "title",
        "tag",
        "to",
        "repeat",
        "name",
    }
)
_PERSONS = frozenset({"contact", "into", "name"})


def read_slots(clause: Clause, intent: Intent) -> dict[str, SlotValue]:
    """Every slot said in the clause, in the order of the ontology."""
    slots: dict[str, SlotValue] = {}
    for name, slot in intent.slots.items():
        value = _READERS[slot.kind](clause, name)
        if value is not None:
            slots[name] = value
    return slots


def _ref(clause: Clause, name: str) -> SlotValue | None:
    for words in clause.words(name):
        value = ref(words, person=name in _PERSONS)
        if value:
            return value
    return None


def _user(clause: Clause, name: str) -> SlotValue | None:
    return next((value for words in clause.words(name) if (value := user(words))), None)


def _text(clause: Clause, name: str) -> SlotValue | None:
    said = clause.words(name)
    if not said:
        return None
    if name in _LABELS or (name == "text" and clause.intent == "meeting.book"):
        return label(said[0], record=name in {"sequence", "macro", "tag", "category"})
    if name == "channel":
        return said[0].strip(" .,!?")
    return sentence(max(said, key=len))


def _ticket(clause: Clause, name: str) -> SlotValue | None:
    numbers = clause.tickets
    if clause.intent == "ticket.merge":
        return _merged(clause, name)
    if numbers:
        return numbers[0].value
    return _ref(clause, name)


def _merged(clause: Clause, name: str) -> SlotValue | None:
    for words in clause.words(name):
        digits = re.search(r"\d+", words)
        if digits:
            return int(digits[0])
    if len(clause.tickets) > 1:
        return clause.tickets[0 if name == "ticket" else -1].value
    if len(clause.tickets) == 1 and name == "into":
        return clause.tickets[0].value
    return None


def _stage(clause: Clause, name: str) -> SlotValue | None:
    return choice("stage", clause.bare)


def _money(clause: Clause, name: str) -> SlotValue | None:
    if name == "min_amount":
        return next((one.value for one in clause.money if one.is_lower_bound), None)
    if name == "max_amount":
        return next((one.value for one in clause.money if one.is_upper_bound), None)
    return next((one.value for one in clause.money), None)


def _percent(clause: Clause, name: str) -> SlotValue | None:
    if clause.percents:
        return clause.percents[0].value
    if re.search(r"probab|chance|odds|likel|\bsure\b|\bprob\b|confiden", clause.text, re.I):
        for number in clause.numbers:
            if 0 <= number.value <= 100 and not number.has_magnitude:
                return int(number.value) if number.is_whole else float(number.value)
    return None


def _date(clause: Clause, name: str) -> SlotValue | None:
    return next((one.as_date() for one in clause.times if not one.recurrence), None)


def _datetime(clause: Clause, name: str) -> SlotValue | None:
    if not clause.times:
        return None
    one = next((time for time in clause.times if not time.recurrence), None)
    return one.as_datetime() if one else None


def _period(clause: Clause, name: str) -> SlotValue | None:
    return next((one.as_period() for one in clause.times if not one.recurrence), None)


def _minutes(clause: Clause, name: str) -> SlotValue | None:
    return next((one.minutes for one in clause.durations if one.minutes is not None), None)


def _chart(clause: Clause, name: str) -> SlotValue | None:
    return (
        True
        if re.search(r"\b(?:chart|graph|plot|visuali[sz]e|diagram|draw|visual)\w*", clause.text, re.I)
        else None
    )


def _integer(clause: Clause, name: str) -> SlotValue | None:
    if name == "inactive_days":
        return next((one.days for one in clause.durations if one.days), None)
    for number in clause.numbers:
        if number.is_whole and 0 < number.value <= 100 and not number.has_magnitude:
            return int(number.value)
    if clause.intent == "history.show" and re.search(r"\b(?:last|latest|most recent)\b", clause.text, re.I):
        return 1
    return None


def _email(clause: Clause, name: str) -> SlotValue | None:
    return next((one.value for one in clause.emails), None)


def _phone(clause: Clause, name: str) -> SlotValue | None:
    return next((one.value for one in clause.phones), None)


def _enum(clause: Clause, name: str) -> SlotValue | None:
    return choice(f"{clause.intent}.{name}", clause.bare)


_READERS: Mapping[str, Callable[[Clause, str], SlotValue | None]] = {
    "ref": _ref,
    "user": _user,
    "text": _text,
    "ticket": _ticket,
    "stage": _stage,
    "money": _money,
    "percent": _percent,
    "date": _date,
    "datetime": _datetime,
    "period": _period,
    "minutes": _minutes,
    "boolean": _chart,
    "integer": _integer,
    "email": _email,
    "phone": _phone,
    "enum": _enum,
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
