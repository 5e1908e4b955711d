"""Customers' messages written one by one, sentence by sentence: training data beside single sentences.

    support.request h-: The [calf feeder] has stopped again // context: You know where we are

A line of `nlp/training/customer/written/` is a message, `//` parts its sentences. Each has its intent, the
code of `nlp.customer.examples` and its words, or is `context` without a code.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

from nlp.customer.examples import CODED, CONTEXT, DATA, Example, coded, sloppy
from nlp.errors import TrainingDataError
from nlp.intents import load_ontology

Written = tuple[Example, ...]
"""The sentences of a message, in order."""

_SENTENCE = re.compile(rf"(?P<intent>[a-z_.]+) {CODED}: (?P<words>\S.*)|{CONTEXT}: (?P<told>\S.*)")
_CUT = " // "
_SLOPPY_SHARE = 0.15
_SOONEST = ("urgent", "high", "normal", "low")


@lru_cache(maxsize=1)
def load_written(folder: Path = DATA) -> tuple[Written, ...]:
    """Every message below a folder's `written/`, in the order of the files.

    Raises `TrainingDataError` with file and line where a message cannot be read.
    """
    files = sorted((folder / "written").glob("*.txt"))
    return tuple(message for path in files for message in _messages(path))


def sentences_and_wholes(messages: Sequence[Written], *, seed: int) -> list[Example]:
    """Each sentence, each message that carries one act, and some of both as typed in haste."""
    draw = Random(seed)
    told: list[Example] = []
    for message in messages:
        whole = _whole(message)
        for example in (*message, *([whole] if whole else [])):
            told.append(example)
            if draw.random() < _SLOPPY_SHARE:
                told.append(sloppy(example, draw))
    return told


def _whole(message: Written) -> Example | None:
    """A message of several sentences as one example; None where they carry several acts, or none."""
    acts = [sentence for sentence in message if sentence.intent != CONTEXT]
    if len(message) < 2 or len({act.intent for act in acts}) != 1:
        return None
    moods = {act.sentiment for act in acts}
    return Example(
        " ".join(sentence.text for sentence in message),
        acts[0].intent,
        min((act.priority for act in acts), key=_SOONEST.index),
        "negative" if "negative" in moods else "positive" if "positive" in moods else "neutral",
    )


def _messages(path: Path) -> Iterator[Written]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                yield tuple(_sentence(said.strip()) for said in line.split(_CUT))
            except TrainingDataError as error:
                raise TrainingDataError(f"{path.name}, line {number}: {error}") from error


def _sentence(said: str) -> Example:
    match = _SENTENCE.fullmatch(said)
    if match is None:
        raise TrainingDataError(f"{said!r} lacks its intent or its code.")
    if match["told"]:
        return Example(match["told"], CONTEXT, "normal", "neutral")
    if match["intent"] not in load_ontology().customer:
        raise TrainingDataError(f"There is no intent {match['intent']!r}.")
    return coded(match["intent"], match)
