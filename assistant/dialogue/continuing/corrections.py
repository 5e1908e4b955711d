"""“No, 48”, “the renewal, sorry”, “same for Globex”: the last acts again, with one thing changed."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from assistant.dialogue.continuing import later, others
from assistant.dialogue.reading.impossible_days import impossible_day
from assistant.dialogue.reading.meanings import intent_named
from assistant.dialogue.state import DialogueState
from assistant.work import InvalidValue, Work
from nlp.intents import Intent
from nlp.money import find_money
from nlp.times import find_times
from nlp.understanding import Act, Understanding
from nlp.values import Money, SlotValue
from storage.queries import team

TIMES = ("date", "datetime", "period")
MAIN_SLOTS = ("deal", "lead", "ticket", "task", "contact", "company", "about")
_SAME = re.compile(
    r"^(?:and\s+|now\s+)?(?:do\s+)?(?:the\s+)?same\s+(?:for|with|to|on)\s+(?P<name>.+?)[.!?]*$", re.I
)
_OPENING = re.compile(
    r"^(?:(?:no|nope|wait|sorry|actually|i meant|i mean|make that|make it|rather)[\s,.!:-]+)+", re.I
)
_LEADING = re.compile(
    r"^(?:(?:i (?:said|meant|mean)|it'?s|(?:it|that) (?:should be|was)|with|for|to|from|on|about|by)\s+)+",
    re.I,
)
_CLOCK = re.compile(r"(?:at )?\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|o'?clock)?", re.I)
_NOT_BUT = re.compile(r"^not\s+.+?(?:,|\bbut\b)\s*(?P<rest>.+)$", re.I)
_OTHER = re.compile(r"^(?:the\s+)?other(?:\s+(?:one|deal|person|contact))?$", re.I)
_ARTICLE = re.compile(r"^(?:the|my|our|a|an)\s+", re.I)


def repeated(state: DialogueState, text: str) -> tuple[Act, ...] | None:
    """“Same for Globex”: the last acts for another record, beside what was done; None for anything else."""
    same = _SAME.match(text.strip())
    if same is None or not state.acts:
        return None
    return tuple(_with_main(act, _ARTICLE.sub("", same["name"])) for act in state.acts)


def read(work: Work, state: DialogueState, text: str, understanding: Understanding) -> tuple[Act, ...] | None:
    """The last acts as corrected, in place of what was done; None where the text corrects nothing."""
    if not state.acts:
        return None
    corrections = [act for act in understanding.acts if act.intent == "correct"]
    is_unknown = all(act.intent == "out_of_scope" for act in understanding.acts)
    if not corrections and not (is_unknown and _OPENING.match(text.strip())):
        return None
    said = corrections[0].slots.get("text") if corrections else ""
    words = said if isinstance(said, str) and said else _OPENING.sub("", text.strip())
    words = _value_of(words)
    if _OTHER.match(words):
        words = others.other_than(work, state.focus) or others.namesake(work, state.acts, state.focus)
        if not words:
            raise InvalidValue("There is no other one I could mean; say its name. Nothing was changed.")
    _refuse_impossible(work, state.acts, words)
    corrected = _where_said(state.acts, tuple(_correct(work, act, words) for act in state.acts))
    return corrected if corrected != state.acts else None


def _where_said(acts: tuple[Act, ...], corrected: tuple[Act, ...]) -> tuple[Act, ...]:
    """Of several acts only those that said it before are corrected, where any did: a day, not every act."""
    replaces = [
        any(after.slots.get(name) != value for name, value in act.slots.items())
        for act, after in zip(acts, corrected, strict=True)
    ]
    if not any(replaces):
        return corrected
    chosen = zip(acts, corrected, replaces, strict=True)
    return tuple(after if is_replaced else act for act, after, is_replaced in chosen)


def _value_of(words: str) -> str:
    """What is said in place of what was: “not 60, 65” says 65, “I said Friday” Friday."""
    meant = _NOT_BUT.match(words.strip())
    return _LEADING.sub("", meant["rest"] if meant else words.strip()).strip()


def _refuse_impossible(work: Work, acts: tuple[Act, ...], words: str) -> None:
    """Raises InvalidValue for a day there is none of: what was done before stays as it is."""
    intents = [intent for act in acts if (intent := intent_named(act.intent)) is not None]
    found = impossible_day(words, now=work.local_now, tz=work.zone)
    if found is not None and any(one.slots_of_kind(kind) for one in intents for kind in TIMES):
        raise InvalidValue(f"{found.why} Nothing was changed. {found.hint}")


def _correct(work: Work, act: Act, words: str) -> Act:
    intent = intent_named(act.intent)
    if intent is None:
        return act
    for kind, value in (("money", _money(work, act, words)), ("date", None), ("stage", _stage(work, words))):
        slots = intent.slots_of_kind(kind)
        if value is not None and slots:
            return _with(act, slots[0], value)
    member = _colleague(work, act, intent, words)
    if member is not None:
        return _with(act, *member)
    level = _choice(intent, words)
    if level is not None:
        return _with(act, *level)
    timed = _hour(work, act, intent, words) or later.than_said(act, intent, words)
    timed = timed or _time(work, intent, words)
    if timed is not None:
        return _with(act, *timed)
    return _with_main(act, _ARTICLE.sub("", words.split(" not ")[0].strip(" .,!")))


def _money(work: Work, act: Act, words: str) -> Money | None:
    found = find_money(
        words, country=work.company.country, bare=bool(re.fullmatch(r"[\d.,]+\s*[a-z]*", words, re.I))
    )
    if not found:
        return None
    value = found[0].value
    former = next((one for one in act.slots.values() if isinstance(one, Money)), None)
    if former is None:
        return value
    amount, currency = value.amount, value.currency or former.currency
    # "no, 48" after "60k" means 48k: a bare figure keeps the magnitude of what it corrects.
    if words.strip().isdigit() and amount < 1000 <= former.amount and former.amount % 1000 == 0:
        amount *= Decimal(1000)
    return Money(amount, currency)


def _stage(work: Work, words: str) -> str | None:
    said = words.lower().strip(" .,!")
    stages = work.crm.pipeline("sales").stages
    return next((one.key for one in stages if said in (one.key, one.name.lower())), None)


def _colleague(work: Work, act: Act, intent: Intent, words: str) -> tuple[str, SlotValue] | None:
    """“No, to me”, “no, Sam”: somebody else of us, where one of us was named."""
    slot = next((one for one in intent.slots_of_kind("user") if one in act.slots), None)
    said = words.strip(" .,!")
    if slot is None:
        return None
    if said.lower() in ("me", "myself"):
        return slot, "@me"
    return (slot, said) if len(team.members_named(work.uow, said)) == 1 else None


def _choice(intent: Intent, words: str) -> tuple[str, SlotValue] | None:
    """“No, normal”: a value of a slot that knows a few only."""
    said = words.lower().strip(" .,!").replace(" ", "_")
    return next(((name, said) for name, slot in intent.slots.items() if said in slot.values), None)


def _hour(work: Work, act: Act, intent: Intent, words: str) -> tuple[str, SlotValue] | None:
    """“Make it 10”: another hour of the day that was said."""
    slot = next(iter(intent.slots_of_kind("datetime")), "")
    former = act.slots.get(slot)
    if not isinstance(former, datetime) or not _CLOCK.fullmatch(words.strip(" .,!")):
        return None
    times = find_times(f"at {words}", now=former, tz=work.zone, country=work.company.country)
    value = times[0].as_datetime() if times else None
    return (
        None if value is None else (slot, value.replace(year=former.year, month=former.month, day=former.day))
    )


def _time(work: Work, intent: Intent, words: str) -> tuple[str, SlotValue] | None:
    times = find_times(words, now=work.local_now, tz=work.zone, country=work.company.country)
    if not times:
        return None
    for kind in TIMES:
        slots = intent.slots_of_kind(kind)
        if not slots:
            continue
        period = times[0].as_period()
        value: SlotValue | None = {
            "date": times[0].as_date(),
            "datetime": times[0].as_datetime(),
            "period": period,
        }[kind]
        return None if value is None else (slots[0], value)
    return None


def _with_main(act: Act, name: str) -> Act:
    intent = intent_named(act.intent)
    slots = intent.slots if intent else {}
    # What was named is what is named anew: a deal made for a company has no deal yet.
    main = next((slot for slot in MAIN_SLOTS if slot in slots and slot in act.slots), None)
    main = main or next((slot for slot in MAIN_SLOTS if slot in slots), None)
    return act if main is None or not name else _with(act, main, name)


def _with(act: Act, slot: str, value: SlotValue) -> Act:
    return replace(act, slots={**act.slots, slot: value})
