"""What the reader gets right on messages written apart from its training data."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.evaluation.gold import gold_reading, model_reading
from nlp.evaluation.scores import Pair, Scores, score
from nlp.rep import RepReader
from nlp.understanding import Utterance

_MESSAGES = Path(__file__).parents[3] / "data" / "nlu" / "rep.jsonl"
_INTENTS, _SLOTS, _NOTHING = 0.93, 0.92, 0.88
"""What was measured when the model was last made better, less a point."""


def _scores(reader: RepReader) -> Scores:
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in _MESSAGES.read_text(encoding="utf-8").splitlines()
    ]
    said = [
        Utterance(text=row["text"], persona="rep", now=datetime.fromisoformat(row["now"]), tz=row["tz"])
        for row in rows
    ]
    pairs = [
        Pair(row["id"], row["text"], gold_reading("rep", row["gold"]), model_reading("rep", read))
        for row, read in zip(rows, reader.read_many(said), strict=True)
    ]
    return score(pairs)


def test_accuracy_on_written_messages_does_not_drop(reader: RepReader) -> None:
    scores = _scores(reader)
    nothing = scores.by_intent["out_of_scope"]
    assert scores.intents_right >= _INTENTS
    assert scores.slots.f1 >= _SLOTS
    assert min(nothing.recall, nothing.precision) >= _NOTHING
