"""Public sets are read from a folder, and a draw of few examples is the same each time."""

import json
from pathlib import Path

import pytest

from nlp.encoder import SentenceEncoder
from nlp.errors import TrainingDataError
from nlp.evaluation.public import SHOTS, Examples, few_examples, measure_public
from nlp.evaluation.tables import public_table
from tests.unit.nlp.examples import LABELS, TEXTS, UNSEEN

FOREIGN = ("the committee ratified the treaty", "rotate the tyres every season")


def test_few_examples_are_ten_of_each_label_and_repeatable() -> None:
    texts = tuple(f"{label} {number}" for label in ("a", "b") for number in range(30))
    labels = tuple(text.split()[0] for text in texts)
    drawn = few_examples(Examples(texts, labels), seed=3)
    assert sorted(drawn.labels) == ["a"] * SHOTS + ["b"] * SHOTS
    assert set(zip(drawn.texts, drawn.labels, strict=True)) <= set(zip(texts, labels, strict=True))
    assert drawn == few_examples(Examples(texts, labels), seed=3)


def test_a_folder_of_sets_is_measured(tmp_path: Path, encoder: SentenceEncoder) -> None:
    train = list(zip(TEXTS, LABELS, strict=True))
    test = [(text, label) for label, texts in UNSEEN.items() for text in texts]
    clinc = {"train": train, "test": test, "oos_test": [(text, "oos") for text in FOREIGN]}
    (tmp_path / "clinc150.json").write_text(json.dumps(clinc), encoding="utf-8")
    for name, rows in (("train", train), ("test", test)):
        lines = ["text,category", *(f'"{text}",{label}' for text, label in rows)]
        (tmp_path / f"banking_{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    results = measure_public(tmp_path, encoder=encoder)
    assert [one.right for one in results.sets] == [1.0] * 5
    assert all(0.0 <= point.out_of_scope_recall <= 1.0 for point in results.scope)
    assert "CLINC150" in public_table(results)


def test_a_folder_without_sets_is_refused(tmp_path: Path, encoder: SentenceEncoder) -> None:
    with pytest.raises(TrainingDataError):
        measure_public(tmp_path, encoder=encoder)
