"""Scores as text: the tables `rapport evaluate` prints."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields

from nlp.evaluation.cut_weights import Ways
from nlp.evaluation.public import PublicResults
from nlp.evaluation.scores import AbstentionPoint, Scores, Tally
from nlp.evaluation.speed import Speed
from nlp.rep.cutting.judge import Figures

_CONFUSIONS_SHOWN = 20


def scores_table(persona: str, scores: Scores) -> str:
    """Everything about one persona, as aligned plain text."""
    parts = [
        f"{persona}: {scores.messages} messages",
        _table(("what", "%"), _headline(scores)),
        _table(("intent", "F1", "precision", "recall", "n"), _tallies(scores.by_intent)),
        _table(("slot type", "F1", "precision", "recall", "n"), _tallies(scores.slots_by_kind)),
        _table(("meant", "read as", "n"), _confusions(scores)),
        _table(("acting at", "acted on %", "right %"), _abstention(scores)),
    ]
    return "\n\n".join(parts)


def scores_data(scores: Scores) -> dict[str, object]:
    """The same as values for JSON; shares from 0 to 1, F1 beside every tally."""
    return {field.name: _plain(getattr(scores, field.name)) for field in fields(scores)}


def speed_table(speed: Speed) -> str:
    """Speed and memory as aligned plain text."""
    rows = [
        ("one message, median ms", f"{speed.p50_ms:.1f}"),
        ("one message, worst in a hundred ms", f"{speed.p99_ms:.1f}"),
        ("messages a second in batches", f"{speed.per_second:.0f}"),
        ("peak memory MB", f"{speed.peak_memory_mb:.0f}"),
    ]
    return _table(("speed", ""), rows)


def public_table(results: PublicResults) -> str:
    """The public sets as aligned plain text."""
    sets = [
        (
            one.name,
            percent(one.right),
            percent(one.calibration_error),
            f"{one.training_seconds:.1f}",
            f"{one.milliseconds_a_text:.1f}",
        )
        for one in results.sets
    ]
    scope = [
        (f"{point.threshold:.3f}", percent(point.in_scope_right), percent(point.out_of_scope_recall))
        for point in results.scope
    ]
    return "\n\n".join(
        (
            _table(("set", "right %", "calibration error %", "training s", "ms a text"), sets),
            _table(("threshold", "in scope right %", "out of scope refused %"), scope),
        )
    )


def _headline(scores: Scores) -> list[tuple[str, str]]:
    rows: list[tuple[str, float | None]] = [
        ("ordered intents right", scores.intents_right),
        ("intents, macro-F1", scores.macro_f1),
        ("slots, micro-F1", scores.slots.f1),
        ("slots without sentences, micro-F1", scores.slots_without_sentences.f1),
        (f"times and money right, {scores.exact_messages} messages", scores.exact_right),
        *((f"  {kind} found exactly", share) for kind, share in scores.exact_by_kind.items()),
        ("priority right", scores.priority_right),
        ("sentiment right", scores.sentiment_right),
    ]
    return [(name, percent(share)) for name, share in rows if share is not None]


def cuts_table(messages: Sequence[Ways], *, in_force: Figures, fitted: Figures) -> str:
    """Two settings of the weights of a way to cut, and how many of the disputed messages each gets right."""
    rights = [sum(one.is_right(weights) for one in messages) for weights in (in_force, fitted)]
    rows = zip(Figures._fields, map(str, in_force), map(str, fitted), strict=True)
    right = (f"right, of {len(messages)}", *map(str, rights))
    return _table(("weight", "in force", "fitted"), [*rows, right])


def _tallies(tallies: dict[str, Tally]) -> list[tuple[str, ...]]:
    return [
        (name, *map(percent, (tally.f1, tally.precision, tally.recall)), str(tally.right + tally.missed))
        for name, tally in tallies.items()
    ]


def _plain(value: object) -> object:
    match value:
        case Tally():
            return {**asdict(value), "f1": value.f1}
        case AbstentionPoint():
            return asdict(value)
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case _:
            return value


def _confusions(scores: Scores) -> list[tuple[str, ...]]:
    return [(meant, read, str(count)) for meant, read, count in scores.confusion[:_CONFUSIONS_SHOWN]]


def _abstention(scores: Scores) -> list[tuple[str, ...]]:
    return [
        (f"{point.threshold:.1f}", percent(point.acted), percent(point.right)) for point in scores.abstention
    ]


def percent(share: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{100 * share:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
