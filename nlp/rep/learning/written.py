"""Messages written one by one, their orders labelled, their slots marked: training data beside the patterns.

    deal.move: push {deal:Brass Monkey} to proposal // task.create: and on friday {text=chase legal} pls

A line is a message, `//` parts its orders, each under its intent; joining words open the later part. A part
is a pattern (`nlp.rep.learning.patterns`) without choices.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import TrainingDataError
from nlp.intents import load_ontology
from nlp.rep.meaning.precedence import BACKGROUND
from nlp.rep.words.linking import LINK, OPENING

FOLDER = "written"
_PART = re.compile(r"\s*([a-z_.]+):\s+(\S.*?)\s*")
_CUT = " // "
_OPENED = re.compile(rf"(?:[-–,;.:!?&+\s]+|(?:{LINK}|{OPENING})\b)+", re.IGNORECASE)
_NAMED = re.compile(r"\{(\w+):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One order of a message: its intent and its words, as a pattern."""

    intent: str
    text: str

    @property
    def order(self) -> str:
        """The words without those that join them to the order before."""
        opened = _OPENED.match(self.text)
        return self.text[opened.end() :] if opened else self.text


def load_written(folder: Path) -> list[tuple[Part, ...]]:
    """Every message below a folder's `written/`, in the order of the files.

    Raises `TrainingDataError` with file and line where a message cannot be read.
    """
    return [parts for path in sorted((folder / FOLDER).glob("*.txt")) for parts in _messages(path)]


def _messages(path: Path) -> Iterator[tuple[Part, ...]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                yield tuple(_part(part) for part in line.split(_CUT))
            except TrainingDataError as error:
                raise TrainingDataError(f"{path.name}, line {number}: {error}") from error


def _part(said: str) -> Part:
    match = _PART.fullmatch(said)
    if match is None:
        raise TrainingDataError(f"{said!r} lacks its intent.")
    intent, text = match.groups()
    if intent not in load_ontology().rep and intent != BACKGROUND:
        raise TrainingDataError(f"There is no intent {intent!r}.")
    slots = load_ontology().rep[intent].slots if intent != BACKGROUND else {}
    return Part(
        intent, _NAMED.sub(lambda name: name[0] if name[1] in slots else f"<{name[1]}:{name[2]}>", text)
    )
