"""The language model, opened when it is first needed: only workers and the assistant's own doors need it."""

import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from nlp.errors import ModelMissing
from nlp.understanding import Understander, Understanding, Utterance

_ANY_SENTENCE = "Which deals of ours close at $12,000 or more by the end of this month?"
_PERSONAS: tuple[Literal["rep", "customer"], ...] = ("rep", "customer")


class LaterUnderstander:
    """Stands for the model of a folder and opens it once, whoever asks first. Raises ModelMissing at once."""

    def __init__(self, model_dir: Path) -> None:
        if not model_dir.is_dir():
            raise ModelMissing(f"There is no language model in {model_dir}: run `rapport train` first.")
        self._model_dir = model_dir
        self._opened: Understander | None = None
        self._opening = threading.Lock()

    def understand(self, utterance: Utterance) -> Understanding:
        """Read one utterance."""
        return self.open().understand(utterance)

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read many at once."""
        return self.open().understand_many(utterances)

    def open(self) -> Understander:
        """The model; the first call takes seconds of processor time. Raises ModelMissing, ModelBroken."""
        with self._opening:
            if self._opened is None:
                from nlp.model import load_understander

                self._opened = load_understander(self._model_dir)
            return self._opened


def warm_up(understander: LaterUnderstander, *, now: datetime) -> None:
    """Open the model and read a sentence of each kind: what is loaded at the first words is loaded now."""
    for persona in _PERSONAS:
        understander.understand(Utterance(text=_ANY_SENTENCE, persona=persona, now=now, tz="UTC"))


class NoLanguage:
    """Stands where commands need no language, so that these start at once; reading anything is an error."""

    def understand(self, utterance: Utterance) -> Understanding:
        """Refuses."""
        raise RuntimeError("this command was started without the language model")

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Refuses."""
        raise RuntimeError("this command was started without the language model")
