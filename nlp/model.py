"""The whole language model: trained into a folder, opened from it."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Protocol, cast

from threadpoolctl import threadpool_limits

from nlp.encoder import SentenceEncoder, build_encoder
from nlp.errors import ModelBroken, ModelMissing
from nlp.personas import PERSONAS, PersonaUnderstander, Reader
from nlp.understanding import Persona, Understander

ExtraExamples = Mapping[Persona, Mapping[str, Sequence[str]]]
"""An organisation's own words: examples by intent, for each persona."""

ClassName = tuple[str, str]
"""A class by its module and name."""

_READERS: Mapping[Persona, ClassName] = {
    "rep": ("nlp.rep", "RepReader"),
    "customer": ("nlp.customer", "CustomerReader"),
}
_TRAININGS: Mapping[str, tuple[Persona, ClassName]] = {
    "rep": ("rep", ("nlp.rep.training", "MeaningTraining")),
    "customer": ("customer", ("nlp.customer", "CustomerReader")),
    "rep, bounds": ("rep", ("nlp.rep.training", "BoundsTraining")),
}
"""What is trained beside each other, the longest first; each leaves its files in its persona's folder."""
_MANIFEST = "manifest.json"
_SOURCES = (".py", ".yaml", ".json", ".jsonl", ".txt", ".tsv", ".csv")
_NOT_TRAINING = ("evaluation", "__pycache__")


class Trained(Protocol):
    """What a training has learnt: a reader, or a part of one."""

    def save(self, directory: Path) -> None:
        """Write all that the reader loads of it."""
        ...


class TrainingClass(Protocol):
    """How readers come to be."""

    def train(
        self,
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> Trained:
        """Learn from the shipped examples and the organisation's own."""
        ...


class ReaderClass(Protocol):
    """How readers are opened."""

    def load(self, directory: Path, *, encoder: SentenceEncoder) -> Reader:
        """Read what `save` wrote."""
        ...


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """One finished part of a training run."""

    name: str
    """`encoder`, or a persona; behind it the part, where its reader is trained in several."""
    seconds: float


def train_model(
    model_dir: Path,
    *,
    personas: Sequence[Persona] = PERSONAS,
    seed: int = 0,
    extra_examples: ExtraExamples | None = None,
    processes: int = 1,
    report: Callable[[TrainingStep], None] = lambda step: None,
) -> None:
    """Build the encoder and train the readers of `personas`; what was in `model_dir` is replaced at the end.

    A persona left out keeps the reader it has. With `processes`, readers are trained beside each other. Same
    code, data, examples and seed: same predictions, in however many processes.
    """
    extra = extra_examples or {}
    staged = _staging_copy(model_dir)
    started = time.perf_counter()
    build_encoder(staged)
    report(TrainingStep("encoder", time.perf_counter() - started))
    hashes = _manifest(staged)
    for persona in personas:
        hashes.pop(persona, None)
        shutil.rmtree(staged / persona, ignore_errors=True)
        (staged / persona).mkdir()
    for step in _trained(staged, personas, processes=processes, seed=seed, extra=extra):
        report(step)
    hashes |= dict.fromkeys(personas, fingerprint(extra))
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


def _class_named(named: ClassName) -> object:
    module, name = named
    return getattr(import_module(module), name)


def _open_reader(model_dir: Path, persona: Persona, *, encoder: SentenceEncoder) -> Reader:
    try:
        reader = cast(ReaderClass, _class_named(_READERS[persona]))
        return reader.load(model_dir / persona, encoder=encoder)
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


def _trained(
    model_dir: Path, personas: Sequence[Persona], *, processes: int, seed: int, extra: ExtraExamples
) -> Iterator[TrainingStep]:
    """Train and save all that the readers are made of; each part is told as it is done."""
    due = [
        _Due(name, trained, extra.get(persona), model_dir, persona, seed)
        for name, (persona, trained) in _TRAININGS.items()
        if persona in personas
    ]
    if processes <= 1 or len(due) <= 1:
        yield from (_train(one, threads=2) for one in due)
        return
    # A fresh interpreter each: a forked one would share the libraries' threads, which fork does not copy.
    apart = get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(due)), mp_context=apart, initializer=end_with_parent) as pool:
        started = [pool.submit(_train, one, threads=1) for one in due]
        yield from (one.result() for one in as_completed(started))


def end_with_parent() -> None:
    """End this process as soon as the one that started it ends, killed or not.

    What a killed training left working would write into the folder of the next.
    """
    Thread(target=_end_after, args=(parent_process(),), daemon=True).start()


def _end_after(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


@dataclass(frozen=True, slots=True)
class _Due:
    """One training that is due; who trains is named, as another interpreter knows only what it is told."""

    name: str
    training: ClassName
    extra_examples: Mapping[str, Sequence[str]] | None
    model_dir: Path
    persona: Persona
    seed: int


def _train(due: _Due, *, threads: int) -> TrainingStep:
    started = time.perf_counter()
    encoder = SentenceEncoder.load(due.model_dir, threads=threads)
    training = cast(TrainingClass, _class_named(due.training))
    with threadpool_limits(threads):  # two trainings on two cores would wait for each other's threads
        trained = training.train(encoder=encoder, seed=due.seed, extra_examples=due.extra_examples)
    trained.save(due.model_dir / due.persona)
    return TrainingStep(due.name, time.perf_counter() - started)
