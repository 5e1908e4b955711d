"""How well a name fits what was written."""

from rapidfuzz.distance import OSA

from storage.indexing.words import Name, initials_of

_INITIALS = 0.85
_SINGLE_LETTER = 0.7
_BESIDE = 0.9
_BESIDE_ONLY = 0.5
_LEAST_SIMILAR = 0.5
_OTHER_ORDER = 0.02
_WHOLE = 0.98


def score(query: Name, name: Name, beside: tuple[str, ...]) -> tuple[float, str]:
    """From 0 to 1, and why: `exact`, `prefix`, `words`, `initials` or `similar`."""
    if query.folded == name.folded:
        return 1.0, "exact"
    if query.core == name.core or query.joined == name.joined:
        return 0.99, "exact"
    if len(query.core) == 1 and len(name.core) > 1 and query.joined == initials_of(name.core):
        return _INITIALS, "initials"
    by_words, are_all_there = _by_words(query.core, name.core, beside)
    whole = _WHOLE * _similarity(query.joined, name.joined)
    best = max(by_words, whole)
    if name.folded.startswith(query.folded):
        return best, "prefix"
    return best, "words" if are_all_there and by_words >= whole else "similar"


def _by_words(query: tuple[str, ...], name: tuple[str, ...], beside: tuple[str, ...]) -> tuple[float, bool]:
    """How much of the query is in the name and the name in the query; whether every word is as written."""
    free = list(range(len(name)))
    positions: list[int] = []
    fit, are_all_there = 0.0, True
    for word in query:
        position, similarity = _best(word, name, free)
        aside = max((_BESIDE * _likeness(word, other) for other in beside), default=0.0)
        if position is not None and similarity >= aside:
            free.remove(position)
            positions.append(position)
        else:
            similarity = aside
        fit += len(word) * similarity
        are_all_there = are_all_there and similarity >= _BESIDE
    covered = sum(len(name[position]) for position in positions) / max(1, sum(map(len, name)))
    value = fit / max(1, sum(map(len, query))) * (0.8 + 0.2 * covered)
    if positions != sorted(positions):
        value -= _OTHER_ORDER
    return (value if positions else min(value, _BESIDE_ONLY)), are_all_there


def _best(word: str, name: tuple[str, ...], free: list[int]) -> tuple[int | None, float]:
    position, best = None, 0.0
    for candidate in free:
        similarity = _likeness(word, name[candidate])
        if similarity > best:
            position, best = candidate, similarity
    return position, best


def _likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if other.startswith(word):
        return _SINGLE_LETTER if len(word) == 1 else 0.75 + 0.2 * len(word) / len(other)
    similarity = _similarity(word, other)
    return similarity if similarity >= _LEAST_SIMILAR else 0.0


def _similarity(word: str, other: str) -> float:
    return float(OSA.normalized_similarity(word, other, score_cutoff=_LEAST_SIMILAR))
