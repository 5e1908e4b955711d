"""“Show me the second one”, “mark the last one as won”: a line of the list that was shown last.

The language layer reads “the second one” as what was spoken of last; which one that is, the list says.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.outcome import NotFound, RecordRef
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.state import DialogueState
from nlp.understanding import Act
from nlp.values import SlotValue

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SHORT = ("1st", "2nd", "3rd", *(f"{place}th" for place in range(4, 11)))
_KINDS = "deal|ticket|lead|task|contact|person"
_LINE = re.compile(
    rf"\b(?:the |that )?(?P<place>{'|'.join((*_PLACES, *_SHORT))}|last|bottom|top) "
    rf"(?P<kind>one|line|row|entry|{_KINDS})\b",
    re.I,
)
_BARE = re.compile(rf"\b(?:the |that )?(?P<place>{'|'.join(_PLACES)}|last)$", re.I)
_ASKED = re.compile(
    r"(?:(?:please|and|ok(?:ay)?|can you|could you)[, ]+)*"
    r"(?:show(?: me)?|open(?: up)?|see|display|give me|let me see|view|what['’]?s up with|what['’]?s with"
    r"|what about|how about|(?:tell me |say )?more (?:about|on)|tell me about"
    r"|(?:the )?details (?:of|on|about))?"
    r"\s*(?:the |that )?(?:LINE)[?.!]*",
    re.I,
)
_SHOWN = frozenset(("deal", "ticket", "lead", "contact", "company"))
"""What a skill `<kind>.show` is about."""


def read(
    state: DialogueState, acts: tuple[Act, ...], text: str
) -> tuple[DialogueState, tuple[Act, ...]] | None:
    """The thread speaking of that line, and the acts about it; None where the words mean none.

    Raises NotFound where the list is not so long: what was spoken of before is not meant.
    """
    said = text.strip().rstrip("?.!")
    line = _LINE.search(said) or _BARE.search(said)
    if line is None or not state.listed or state.pending is not None:
        return None
    kind = (line.groupdict().get("kind") or "one").lower()
    entity = state.listed[0].entity
    if kind not in ("one", "line", "row", "entry", {"contact": "person"}.get(entity, entity), entity):
        return None
    meant = _meant(acts, said, line)
    if meant is None:
        return None
    record = _at(state.listed, line["place"].lower())
    focused = replace(state, focus={**state.focus, record.entity: record.id}, latest=record.entity)
    if meant == ():
        return focused, (Act(f"{entity}.show", 1.0, {entity: CONTEXT}, text),) if entity in _SHOWN else acts
    return focused, tuple(_about(act, record, line[0]) for act in meant)


def _meant(acts: tuple[Act, ...], said: str, line: re.Match[str]) -> tuple[Act, ...] | None:
    """The acts that are done to the line; none of them where it is only to be shown; else None."""
    around = f"{said[: line.start()]}LINE{said[line.end() :]}"
    if _ASKED.fullmatch(around):
        return ()
    if line.re is _BARE:
        return None
    return acts if any(_names(act, line[0]) for act in acts) else None


def _names(act: Act, words: str) -> bool:
    return any(one == CONTEXT or _is_the_line(one, words) for one in act.slots.values())


def _is_the_line(value: SlotValue, words: str) -> bool:
    said = value.lower().removeprefix("the ") if isinstance(value, str) else ""
    return bool(said) and words.lower().removeprefix("the ").startswith(said)


def _about(act: Act, record: RecordRef, words: str) -> Act:
    slots: Mapping[str, SlotValue] = {
        name: (record.name if name == "text" else CONTEXT) if _is_the_line(one, words) else one
        for name, one in act.slots.items()
    }
    return replace(act, slots=slots)


def _at(listed: tuple[RecordRef, ...], place: str) -> RecordRef:
    if place in ("last", "bottom"):
        return listed[-1]
    names = _PLACES if place in _PLACES else _SHORT
    index = 0 if place == "top" else names.index(place)
    if index >= len(listed):
        lines = "line" if len(listed) == 1 else "lines"
        raise NotFound(f"The list I showed last has only {len(listed)} {lines}.")
    return listed[index]
