"""The whole language model: trained into a folder, opened from it."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, TypeVar, cast

from nlp.encoder import SentenceEncoder, build_encoder
from nlp.errors import ModelBroken, ModelMissing
from nlp.personas import PERSONAS, PersonaUnderstander, Reader
from nlp.understanding import Persona, Understander

T = TypeVar("T")
ExtraExamples = Mapping[Persona, Mapping[str, Sequence[str]]]
"""An organisation's own words: examples by intent, for each persona."""

_READERS = {"rep": ("nlp.rep", "RepReader"), "customer": ("nlp.customer", "CustomerReader")}
_MANIFEST = "manifest.json"
_SOURCES = (".py", ".yaml", ".json", ".jsonl", ".txt", ".tsv", ".csv")
_NOT_TRAINING = ("evaluation", "__pycache__")


class ReaderClass(Protocol):
    """How readers come to be."""

    def train(
        self,
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> Reader:
        """Learn from the shipped examples and the organisation's own."""
        ...

    def load(self, directory: Path, *, encoder: SentenceEncoder) -> Reader:
        """Read what `save` wrote."""
        ...


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """One finished part of a training run."""

    name: Literal["encoder", "rep", "customer"]
    seconds: float


def train_model(
    model_dir: Path,
    *,
    personas: Sequence[Persona] = PERSONAS,
    seed: int = 0,
    extra_examples: ExtraExamples | None = None,
    report: Callable[[TrainingStep], None] = lambda step: None,
) -> None:
    """Build the encoder and train the readers of `personas`; what was in `model_dir` is replaced at the end.

    A persona left out keeps the reader it has. Same code, data, examples and seed: same predictions.
    """
    extra = extra_examples or {}
    staged = _staging_copy(model_dir)
    encoder = _timed("encoder", lambda: _fresh_encoder(staged), report)
    hashes = _manifest(staged)
    for persona in personas:
        hashes.pop(persona, None)
        reader = _timed(persona, partial(_train, persona, encoder, seed, extra), report)
        shutil.rmtree(staged / persona, ignore_errors=True)
        reader.save(staged / persona)
        hashes[persona] = fingerprint(extra)
    (staged / _MANIFEST).write_text(json.dumps(hashes, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(model_dir, ignore_errors=True)
    staged.rename(model_dir)


def load_understander(model_dir: Path) -> Understander:
    """Open the model trained into `model_dir`; raises `ModelMissing` where there is none."""
    from nlp.language import detect_language

    trained = [persona for persona in PERSONAS if persona in _manifest(model_dir)]
    if not trained:
        raise ModelMissing(f"There is no language model in {model_dir}: run `rapport train` first.")
    encoder = SentenceEncoder.load(model_dir)
    readers = {persona: _open_reader(model_dir, persona, encoder=encoder) for persona in trained}
    return PersonaUnderstander(readers, detect_language=detect_language)


def model_is_current(model_dir: Path, *, extra_examples: ExtraExamples | None = None) -> bool:
    """Whether `model_dir` was trained, for every persona, by this code from this data."""
    expected = fingerprint(extra_examples or {})
    return _manifest(model_dir) == dict.fromkeys(PERSONAS, expected)


def fingerprint(extra_examples: ExtraExamples) -> str:
    """A hash over all that decides what a trained model says: code, training data, own examples."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix in _SOURCES and not any(part in _NOT_TRAINING for part in inside.parts):
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    own = {
        persona: {name: list(said) for name, said in examples.items()}
        for persona, examples in extra_examples.items()
    }
    digest.update(json.dumps(own, sort_keys=True).encode())
    return digest.hexdigest()


def _reader_class(persona: Persona) -> ReaderClass:
    module, name = _READERS[persona]
    return cast(ReaderClass, getattr(import_module(module), name))


def _open_reader(model_dir: Path, persona: Persona, *, encoder: SentenceEncoder) -> Reader:
    try:
        return _reader_class(persona).load(model_dir / persona, encoder=encoder)
    except (OSError, KeyError, ValueError) as error:
        raise ModelBroken(
            f"The {persona} model in {model_dir} is of another version ({error}): run `rapport train`."
        ) from error


def _manifest(model_dir: Path) -> dict[Persona, str]:
    """The fingerprint each persona was trained with; empty where there is no model."""
    try:
        content = json.loads((model_dir / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {persona: content[persona] for persona in PERSONAS if persona in content}


def _staging_copy(model_dir: Path) -> Path:
    staged = model_dir.with_name(f"{model_dir.name}.new")
    shutil.rmtree(staged, ignore_errors=True)
    if _manifest(model_dir):
        shutil.copytree(model_dir, staged)
    staged.mkdir(parents=True, exist_ok=True)
    return staged


def _fresh_encoder(model_dir: Path) -> SentenceEncoder:
    build_encoder(model_dir)
    return SentenceEncoder.load(model_dir, threads=2)


def _train(persona: Persona, encoder: SentenceEncoder, seed: int, extra: ExtraExamples) -> Reader:
    return _reader_class(persona).train(encoder=encoder, seed=seed, extra_examples=extra.get(persona))


def _timed(
    name: Literal["encoder", "rep", "customer"], work: Callable[[], T], report: Callable[[TrainingStep], None]
) -> T:
    started = time.perf_counter()
    result = work()
    report(TrainingStep(name, time.perf_counter() - started))
    return result
