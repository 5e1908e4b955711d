"""Training of the whole language model into a folder: its parts beside each other, one training at a time."""

import gc
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Protocol, cast

from filelock import FileLock, Timeout
from threadpoolctl import threadpool_limits

from nlp.encoder import SentenceEncoder, build_encoder
from nlp.model import MANIFEST, ClassName, ExtraExamples, class_named, fingerprint, manifest, model_is_current
from nlp.personas import PERSONAS
from nlp.training_input import TrainingInput
from nlp.understanding import Persona

_TRAININGS: Mapping[str, tuple[Persona, ClassName]] = {
    "rep": ("rep", ("nlp.rep.training", "MeaningTraining")),
    "customer": ("customer", ("nlp.customer.training", "MeaningTraining")),
    "rep, names": ("rep", ("nlp.rep.training", "NamesTraining")),
    "rep, cuts": ("rep", ("nlp.rep.training", "CutsTraining")),
    "customer, slots": ("customer", ("nlp.customer.training", "SlotsTraining")),
}
"""What is trained beside each other, the longest first; each leaves its files in its persona's folder."""


class Trained(Protocol):
    """What a training has learnt: a reader, or a part of one."""

    def save(self, directory: Path) -> None:
        """Write all that the reader loads of it."""
        ...


class TrainingClass(Protocol):
    """How readers come to be."""

    def train(self, given: TrainingInput) -> Trained:
        """Learn from the shipped data and from what is given beside it."""
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
    only_if_missing: bool = False,
    report: Callable[[TrainingStep], None] = lambda step: None,
    waiting: Callable[[], None] = lambda: None,
) -> bool:
    """Build the encoder and train the readers of `personas`; what was in `model_dir` is replaced at the end.

    A persona left out keeps the reader it has. With `processes`, readers are trained beside each other. Same
    code, data, examples and seed: same predictions, in however many processes. One training at a time works
    for a folder: `waiting` is called where another has to end first. Returns whether anything was trained:
    not with `only_if_missing` where the model is current.
    """
    extra = extra_examples or {}

    def is_done() -> bool:
        return only_if_missing and model_is_current(model_dir, extra_examples=extra)

    if is_done():
        return False
    with _alone(model_dir, waiting=waiting):
        if is_done():  # by whoever worked before
            return False
        _train_into(model_dir, personas, seed=seed, extra=extra, processes=processes, report=report)
    return True


@contextmanager
def _alone(model_dir: Path, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the right to train into a folder; a process that ends, however it ends, lets go of it."""
    model_dir.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_beside(model_dir, "lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _beside(model_dir: Path, ending: str) -> Path:
    return model_dir.with_name(f"{model_dir.name}.{ending}")


def _train_into(
    model_dir: Path,
    personas: Sequence[Persona],
    *,
    seed: int,
    extra: ExtraExamples,
    processes: int,
    report: Callable[[TrainingStep], None],
) -> None:
    staged = _staging_copy(model_dir)
    started = time.perf_counter()
    build_encoder(staged)
    report(TrainingStep("encoder", time.perf_counter() - started))
    hashes = manifest(staged)
    for persona in personas:
        hashes.pop(persona, None)
        shutil.rmtree(staged / persona, ignore_errors=True)
        (staged / persona).mkdir()
    for step in _trained(staged, personas, processes=processes, seed=seed, extra=extra):
        report(step)
    hashes |= dict.fromkeys(personas, fingerprint(extra))
    (staged / MANIFEST).write_text(json.dumps(hashes, indent=2) + "\n", encoding="utf-8")
    _replace(model_dir, staged)


def _replace(model_dir: Path, staged: Path) -> None:
    """Put a new model in the place of the old, which is gone for no longer than two renames take."""
    former = _beside(model_dir, "old")
    shutil.rmtree(former, ignore_errors=True)
    if model_dir.exists():
        model_dir.rename(former)
    staged.rename(model_dir)
    shutil.rmtree(former, ignore_errors=True)


def _staging_copy(model_dir: Path) -> Path:
    staged = _beside(model_dir, "new")
    shutil.rmtree(staged, ignore_errors=True)
    if manifest(model_dir):
        shutil.copytree(model_dir, staged)
    staged.mkdir(parents=True, exist_ok=True)
    return staged


def _trained(
    model_dir: Path, personas: Sequence[Persona], *, processes: int, seed: int, extra: ExtraExamples
) -> Iterator[TrainingStep]:
    """Train and save all that the readers are made of; each part is told as it is done."""
    due = [
        _Due(name, trained, extra.get(persona, {}), model_dir, persona, seed)
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


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the collector from looking through millions of small objects, none of which is garbage yet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    own_examples: Mapping[str, Sequence[str]]
    model_dir: Path
    persona: Persona
    seed: int


def _train(due: _Due, *, threads: int) -> TrainingStep:
    started = time.perf_counter()
    encoder = SentenceEncoder.load(due.model_dir, threads=threads)
    training = cast(TrainingClass, class_named(due.training))
    # Two trainings on two cores would wait for each other's threads.
    with threadpool_limits(threads), _without_collection():
        trained = training.train(TrainingInput(encoder, due.seed, due.own_examples))
    trained.save(due.model_dir / due.persona)
    return TrainingStep(due.name, time.perf_counter() - started)
