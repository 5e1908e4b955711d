"""The language model is opened when it is needed, once; that it is missing is said at once."""

import threading
from pathlib import Path

import pytest

from assistant.language import LaterUnderstander
from nlp import model
from nlp.errors import ModelMissing
from nlp.understanding import Utterance
from tests.fixtures.clock import START
from tests.fixtures.understanding import KeywordUnderstander


def test_a_missing_model_is_said_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="rapport train"):
        LaterUnderstander(tmp_path / "model")


def test_many_who_ask_at_once_open_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def load(model_dir: Path) -> KeywordUnderstander:
        opened.append(model_dir)
        return KeywordUnderstander()

    monkeypatch.setattr(model, "load_understander", load)
    later = LaterUnderstander(tmp_path)
    assert opened == []
    utterance = Utterance("hello", persona="customer", now=START)
    asking = [threading.Thread(target=later.understand, args=(utterance,)) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert opened == [tmp_path]
