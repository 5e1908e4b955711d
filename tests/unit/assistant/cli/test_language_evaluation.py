"""Labelled files are read line by line; what is wrong in them is named by its line."""

import json
from pathlib import Path

import pytest

from assistant.cli.language_evaluation import read_labelled
from nlp.errors import TrainingDataError

LINE = {
    "id": "r1",
    "persona": "rep",
    "text": "Acme is won",
    "now": "2026-03-04T10:00:00-05:00",
    "tz": "America/New_York",
    "gold": {"acts": [{"intent": "deal.win", "slots": {"deal": "Acme"}}]},
}


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_labels_come_with_their_utterances(tmp_path: Path) -> None:
    (one,) = read_labelled(_file(tmp_path, json.dumps(LINE), ""))
    assert one.asked.utterance.text == "Acme is won"
    assert one.meant.intents == ("deal.win",)
    assert [(fact.slot, fact.kind, fact.value) for fact in one.meant.slots] == [("deal", "ref", "Acme")]


@pytest.mark.parametrize(
    "line", ["{", json.dumps({**LINE, "gold": None}), json.dumps({**LINE, "tz": "Nowhere"})]
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(TrainingDataError, match="line 2"):
        read_labelled(_file(tmp_path, json.dumps(LINE), line))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="no labelled"):
        read_labelled(_file(tmp_path, ""))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError):
        read_labelled(tmp_path / "none.jsonl")
