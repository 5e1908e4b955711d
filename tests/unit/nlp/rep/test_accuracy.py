"""What the reader gets right on messages written apart from its training data."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from nlp.evaluation.gold import gold_reading, model_reading
from nlp.evaluation.scores import Pair, Scores, score
from nlp.intents import load_ontology
from nlp.rep import RepReader
from nlp.understanding import Utterance

_DATA = Path(__file__).parents[3] / "data" / "nlu"


def _scores(reader: RepReader, name: str) -> Scores:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    said = [
        Utterance(text=row["text"], persona="rep", now=datetime.fromisoformat(row["now"]), tz=row["tz"])
        for row in rows
    ]
    found = reader.read_many(said)
    ontology = load_ontology().rep
    assert all(set(act.slots) <= set(ontology[act.intent].slots) for one in found for act in one.acts)
    pairs = [
        Pair(row["id"], row["text"], gold_reading("rep", row["gold"]), model_reading("rep", read))
        for row, read in zip(rows, found, strict=True)
    ]
    return score(pairs)


def test_times_and_money_said_plainly_are_read_exactly(reader: RepReader) -> None:
    scores = _scores(reader, "rep_times.jsonl")
    assert scores.exact_messages > 200
    assert scores.exact_right >= 0.975
    assert scores.intents_right >= 0.99


@pytest.mark.parametrize(
    ("name", "intents", "slots", "nothing"),
    [
        ("rep.jsonl", 0.977, 0.968, 0.95),
        ("rep_voices.jsonl", 0.982, 0.965, 0.94),
        ("rep_hard.jsonl", 0.965, 0.945, 0.865),
        ("rep_blind.jsonl", 0.939, 0.926, 0.895),
    ],
)
def test_accuracy_on_written_messages_does_not_drop(
    reader: RepReader, name: str, intents: float, slots: float, nothing: float
) -> None:
    """The marks are what was measured when the model was last made better, less a point."""
    scores = _scores(reader, name)
    refused = scores.by_intent["out_of_scope"]
    assert scores.intents_right >= intents
    assert scores.slots.f1 >= slots
    assert min(refused.recall, refused.precision) >= nothing
