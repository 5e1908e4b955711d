"""The classifier measured on two public sets of intents, in files the caller has."""

import csv
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.classifier import TextClassifier
from nlp.encoder import SentenceEncoder
from nlp.errors import TrainingDataError

SHOTS = 10
SHOT_SEEDS = (0, 1, 2)
_BINS = 10
_SCOPE_SHARES = (0.95, 0.94, 0.93, 0.92, 0.90, 0.85)


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts and their labels, in parallel."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicResult:
    """One set: share right, how far probabilities are off on average, and what it took."""

    name: str
    right: float
    calibration_error: float
    training_seconds: float
    milliseconds_a_text: float


@dataclass(frozen=True, slots=True)
class ScopePoint:
    """Refusing below a threshold of `scope`: in-scope texts kept and right, out-of-scope texts refused."""

    threshold: float
    in_scope_right: float
    out_of_scope_recall: float


@dataclass(frozen=True, slots=True)
class PublicResults:
    """All of it."""

    sets: list[PublicResult]
    scope: list[ScopePoint]


def measure_public(folder: Path, *, encoder: SentenceEncoder) -> PublicResults:
    """Train and test on CLINC150 and BANKING77 below `folder`; raises `TrainingDataError` without them."""
    try:
        clinc = json.loads((folder / "clinc150.json").read_text(encoding="utf-8"))
        banking, banking_test = _csv(folder / "banking_train.csv"), _csv(folder / "banking_test.csv")
    except (OSError, ValueError) as error:
        raise TrainingDataError(f"{folder} does not hold the public sets ({error}).") from error
    clinc_test = _examples(clinc["test"])
    classifier, seconds = _train(_examples(clinc["train"]), encoder=encoder)
    results = [_result("CLINC150", classifier, clinc_test, seconds=seconds)]
    scope = _scope_points(classifier, clinc_test, _examples(clinc["oos_test"]))
    classifier, seconds = _train(banking, encoder=encoder)
    results.append(_result("BANKING77", classifier, banking_test, seconds=seconds))
    for seed in SHOT_SEEDS:
        classifier, seconds = _train(few_examples(banking, seed=seed), encoder=encoder)
        results.append(
            _result(f"BANKING77, 10 a label, draw {seed}", classifier, banking_test, seconds=seconds)
        )
    return PublicResults(results, scope)


def few_examples(examples: Examples, *, seed: int) -> Examples:
    """Ten examples of each label, drawn at random."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in zip(examples.texts, examples.labels, strict=True):
        by_label[label].append(text)
    draw = random.Random(seed)
    return _examples(
        [(text, label) for label, texts in sorted(by_label.items()) for text in draw.sample(texts, SHOTS)]
    )


def _train(examples: Examples, *, encoder: SentenceEncoder) -> tuple[TextClassifier, float]:
    started = time.perf_counter()
    classifier = TextClassifier.train(examples.texts, examples.labels, encoder=encoder)
    return classifier, time.perf_counter() - started


def _result(name: str, classifier: TextClassifier, test: Examples, *, seconds: float) -> PublicResult:
    started = time.perf_counter()
    predictions = classifier.predict(test.texts)
    spent = time.perf_counter() - started
    right = [one.label == label for one, label in zip(predictions, test.labels, strict=True)]
    return PublicResult(
        name=name,
        right=float(np.mean(right)),
        calibration_error=_calibration_error([one.probability for one in predictions], right),
        training_seconds=seconds,
        milliseconds_a_text=1000 * spent / len(test.texts),
    )


def _calibration_error(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((np.array(probabilities) * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=np.array(probabilities) - np.array(right), minlength=_BINS)
    return float(np.abs(gaps).sum() / len(right))


def _scope_points(classifier: TextClassifier, inside: Examples, outside: Examples) -> list[ScopePoint]:
    predictions = classifier.predict(inside.texts)
    scores = np.array([one.scope for one in predictions])
    right = np.array([one.label == label for one, label in zip(predictions, inside.labels, strict=True)])
    foreign = np.array([one.scope for one in classifier.predict(outside.texts)])
    thresholds = [_threshold_keeping(share, scores, right) for share in _SCOPE_SHARES]
    return [
        ScopePoint(
            threshold=threshold,
            in_scope_right=float(np.mean(right & (scores >= threshold))),
            out_of_scope_recall=float(np.mean(foreign < threshold)),
        )
        for threshold in thresholds
    ]


def _threshold_keeping(share: float, scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The highest threshold at which `share` of the in-scope texts (or all that can be) is kept and right."""
    ordered = np.sort(scores[right])[::-1]
    return float(ordered[min(len(ordered), math.ceil(share * len(scores))) - 1])


def _csv(path: Path) -> Examples:
    with path.open(encoding="utf-8", newline="") as file:
        return _examples([(row["text"], row["category"]) for row in csv.DictReader(file)])


def _examples(rows: Sequence[Sequence[str]]) -> Examples:
    return Examples(tuple(row[0] for row in rows), tuple(row[1] for row in rows))
