"""The whole language model: trained into a folder, opened from it."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Literal, Protocol, cast

from threadpoolctl import threadpool_limits

from nlp.encoder import SentenceEncoder, build_encoder
from nlp.errors import ModelBroken, ModelMissing
from nlp.personas import PERSONAS, PersonaUnderstander, Reader
from nlp.understanding import Persona, Understander

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


def _class_named(reader: tuple[str, str]) -> ReaderClass:
    module, name = reader
    return cast(ReaderClass, getattr(import_module(module), name))


def _open_reader(model_dir: Path, persona: Persona, *, encoder: SentenceEncoder) -> Reader:
    try:
        return _class_named(_READERS[persona]).load(model_dir / persona, encoder=encoder)
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
    """Train and save each reader; each is told as it is done."""
    if processes <= 1 or len(personas) <= 1:
        for one in personas:
            yield _train(one, model_dir, seed, extra, threads=2, reader=_READERS[one])
        return
    # A fresh interpreter each: a forked one would share the libraries' threads, which fork does not copy.
    apart = get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(personas)), mp_context=apart) as pool:
        # Who reads is handed over by name: the other interpreter knows only what it is told.
        started = [
            pool.submit(_train, one, model_dir, seed, extra, threads=1, reader=_READERS[one])
            for one in personas
        ]
        yield from (one.result() for one in as_completed(started))


def _train(
    persona: Persona,
    model_dir: Path,
    seed: int,
    extra: ExtraExamples,
    *,
    threads: int,
    reader: tuple[str, str],
) -> TrainingStep:
    started = time.perf_counter()
    encoder = SentenceEncoder.load(model_dir, threads=threads)
    with threadpool_limits(threads):  # two readers on two cores would wait for each other's threads
        trained = _class_named(reader).train(encoder=encoder, seed=seed, extra_examples=extra.get(persona))
    trained.save(model_dir / persona)
    return TrainingStep(persona, time.perf_counter() - started)
