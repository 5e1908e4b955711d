"""Texts of machines, and of people who sound like one: training data, whole messages with their subject.

A line of `nlp/training/customer/machines/*.jsonl` is a message: `intent`, `text`, and `subject` where it has
one.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from nlp.customer.examples import DATA, Example
from nlp.errors import TrainingDataError
from nlp.intents import load_ontology
from nlp.understanding import Priority, Sentiment

_PRIORITY: Mapping[str, Priority] = dict.fromkeys(
    ("other", "spam", "wrong_person", "feedback", "thanks", "reply.decline"), "low"
)
_SENTIMENT: Mapping[str, Sentiment] = {"complaint": "negative", "thanks": "positive"}


@lru_cache(maxsize=1)
def load_machine_texts(folder: Path = DATA) -> tuple[Example, ...]:
    """Every text below a folder's `machines/`, alone and behind its subject.

    Raises `TrainingDataError` with file and line where one cannot be read.
    """
    files = sorted((folder / "machines").glob("*.jsonl"))
    return tuple(example for path in files for example in _texts(path))


def _texts(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            said = json.loads(line)
            intent, text, subject = said["intent"], said["text"], said.get("subject", "")
        except (ValueError, KeyError, TypeError) as error:
            raise TrainingDataError(f"{path.name}, line {number}: {error} is no message.") from error
        if intent not in load_ontology().customer:
            raise TrainingDataError(f"{path.name}, line {number}: there is no intent {intent!r}.")
        yield _example(intent, text)
        if subject:
            yield _example(intent, f"{subject}. {text}")


def _example(intent: str, text: str) -> Example:
    is_machine = intent.startswith("auto.")
    priority = "low" if is_machine else _PRIORITY.get(intent, "normal")
    return Example(" ".join(text.split()), intent, priority, _SENTIMENT.get(intent, "neutral"))
