"""Dialogues as text: who says what, what Rapport must answer, what must be true of the records then.

# A title
Dana: move Acme to negotiation
< Moved Acme rollout            the reply contains these words
! negotiation                   the reply does not contain these
[confirm]                       a button is pressed: confirm, cancel, undo, or `choose WORDS`
= deal Acme rollout: stage negotiation, amount 48000
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["say", "reply", "absent", "press", "record"]
_SPEAKER = re.compile(r"^(Dana|Priya|Sam|Maya|Ada): (.+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dialogue."""

    number: int
    kind: Kind
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A titled run of lines."""

    title: str
    lines: tuple[Line, ...]


def dialogues_of(path: Path) -> Iterator[Dialogue]:
    """Read a file of dialogues. Raises ValueError for a line that says nothing."""
    title = ""
    lines: list[Line] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = raw.strip()
        if text.startswith("# "):
            if lines:
                yield Dialogue(title, tuple(lines))
            title, lines = text[2:], []
        elif text:
            lines.append(_line(number, text))
    if lines:
        yield Dialogue(title, tuple(lines))


def _line(number: int, text: str) -> Line:
    spoken = _SPEAKER.match(text)
    if spoken:
        return Line(number, "say", spoken[2], spoken[1])
    kinds: dict[str, Kind] = {"<": "reply", "!": "absent", "=": "record"}
    if text[0] in kinds:
        return Line(number, kinds[text[0]], text[1:].strip())
    if text.startswith("[") and text.endswith("]"):
        return Line(number, "press", text[1:-1])
    raise ValueError(f"line {number} of a dialogue says nothing: {text!r}")
