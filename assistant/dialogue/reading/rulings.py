"""What is said about rules, read by pattern: precise enough to go before the language model's own reading."""

import json
import re
from datetime import datetime, timedelta

from assistant.follow_ups.rules import verdicts
from assistant.follow_ups.rules.registry import ALL
from assistant.follow_ups.rules.wording.sentences import read_rule_words
from assistant.work import InvalidValue, Work
from nlp.times import find_times
from nlp.understanding import Act

THIS = "@this"
"""The rule the talk is about."""
_THING = r"(?:automation )?(?:rules?|automations?)"
_LIST = re.compile(
    r"^(?:(?:list|show)(?: me)?|what are|which are|what) (?:all )?(?:the |our |my )?"
    rf"{_THING}(?: are there| do we have)?$"
)
_OFF, _ON = r"(?:pause|stop|disable|switch off|turn off)", r"(?:resume|enable|switch on|turn on|unpause)"
_SWITCH_ALL = re.compile(rf"^(?P<verb>{_OFF}|{_ON}) (?:all|every|all the) {_THING}$")
_SWITCH = re.compile(rf"^(?P<verb>{_OFF}|{_ON}) (?:the )?{_THING} [\"“']?(?P<name>[\w -]+?)[\"”']?$")
_REMOVE = re.compile(rf"^(?:delete|remove|drop) (?:the )?{_THING} [\"“']?(?P<name>[\w -]+?)[\"”']?$")
_WHY = re.compile(rf"^why\b.*\b{_THING}\b")
_WOULD = re.compile(
    rf"^what would (?P<name>.+?) (?:have done|have sent|do|have fired)(?P<since>.*)$|"
    rf"^(?:test|try|replay) (?:the )?{_THING} (?P<other>[\w-]+)(?P<after>.*)$"
)
_THIS = re.compile(rf"^(?:this|that|it|this {_THING}|that {_THING}|the {_THING})$")


def read(work: Work, text: str) -> tuple[Act, ...] | None:
    """The act about rules a sentence is, or None; what plainly makes a rule but is unclear is told."""
    plain = " ".join(text.strip().lower().rstrip("?!.").split())
    if _LIST.match(plain):
        return (Act("rule.list", 1.0, {}, text),)
    if found := _SWITCH_ALL.match(plain):
        return (Act(_switch(found["verb"]), 1.0, {"rule": ALL}, text),)
    if found := _SWITCH.match(plain):
        return (Act(_switch(found["verb"]), 1.0, {"rule": _known(work, found["name"])}, text),)
    if found := _REMOVE.match(plain):
        return (Act("rule.remove", 1.0, {"rule": _known(work, found["name"])}, text),)
    if _WHY.match(plain):
        return (Act("explain", 1.0, {"text": text}, text),)
    if found := _WOULD.match(plain):
        return _tried(work, found, text)
    return _made(work, text)


def _tried(work: Work, found: re.Match[str], text: str) -> tuple[Act, ...] | None:
    said = found["name"] or found["other"]
    name = THIS if _THIS.match(said) else verdicts.rule_named(work, said)
    if not name:
        return None
    slots: dict[str, str | datetime] = {"rule": name}
    times = find_times(found["since"] or found["after"] or "", now=work.now, tz=work.zone, past=True)
    if times:
        # The first moment after a month is of the next.
        slots["since"], slots["until"] = times[0].first, times[0].last - timedelta(microseconds=1)
    return (Act("rule.test", 1.0, slots, text),)


def _made(work: Work, text: str) -> tuple[Act, ...] | None:
    try:
        said = read_rule_words(work, text)
    except InvalidValue as unclear:
        return (Act("rule.create", 1.0, {"problem": str(unclear)}, text),)
    if said is None:
        return None
    return (Act("rule.create", 1.0, {"definition": json.dumps(said.definition)}, text),)


def _known(work: Work, said: str) -> str:
    """The rule's own name where the words fit one, else the words."""
    return verdicts.rule_named(work, said) or said.strip().replace(" ", "-")


def _switch(verb: str) -> str:
    return "rule.resume" if re.fullmatch(_ON, verb) else "rule.pause"
