"""An organisation's own examples are read, or refused with the place that is wrong."""

from pathlib import Path

import pytest

from nlp.errors import TrainingDataError
from nlp.own_examples import read_own_examples


def test_examples_come_by_persona_and_intent(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text('customer:\n  order.question: ["where is my pallet"]\n', encoding="utf-8")
    assert read_own_examples(path) == {"customer": {"order.question": ["where is my pallet"]}}


def test_an_empty_file_holds_no_examples(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("", encoding="utf-8")
    assert read_own_examples(path) == {}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("- a\n", "personas"),
        ("boss:\n  x: []\n", "personas"),
        ("rep: [a]\n", "rep"),
        ("rep:\n  deal.steal: [a]\n", "deal.steal"),
        ("rep:\n  deal.win: [1]\n", "deal.win"),
        ("rep: [\n", "YAML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TrainingDataError, match=named):
        read_own_examples(path)


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError):
        read_own_examples(tmp_path / "none.yaml")
