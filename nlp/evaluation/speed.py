"""How fast an understander is and how much memory the process holds."""

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.understanding import Understander, Utterance

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for one message alone (median, worst in a hundred) and messages a second in batches."""

    messages: int
    p50_ms: float
    p99_ms: float
    per_second: float
    peak_memory_mb: float


def measure_speed(understander: Understander, utterances: Sequence[Utterance]) -> Speed:
    """Read every utterance once alone and once in batches; raises ValueError for none."""
    if not utterances:
        raise ValueError("There is nothing to measure.")
    understander.understand(utterances[0])
    alone = sorted(_seconds_alone(understander, utterance) for utterance in utterances)
    started = time.perf_counter()
    for start in range(0, len(utterances), _BATCH):
        understander.understand_many(utterances[start : start + _BATCH])
    batched = time.perf_counter() - started
    return Speed(
        messages=len(utterances),
        p50_ms=1000 * alone[len(alone) // 2],
        p99_ms=1000 * alone[min(len(alone) - 1, len(alone) * 99 // 100)],
        per_second=len(utterances) / batched,
        peak_memory_mb=peak_memory_mb(),
    )


def peak_memory_mb() -> float:
    """The most memory this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _seconds_alone(understander: Understander, utterance: Utterance) -> float:
    started = time.perf_counter()
    understander.understand(utterance)
    return time.perf_counter() - started
