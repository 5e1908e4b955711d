"""A found record, and whether it is the one that was meant."""

from collections.abc import Sequence
from dataclasses import dataclass

_SURE = 0.72
"""A match below this is a suggestion."""
_AHEAD = 0.08
"""How far the first must be ahead of the second."""


@dataclass(frozen=True)
class Match:
    """A record that may be meant.

    `score` runs from 0 to 1 (the same name). `reasons`: `exact`, `prefix`, `words`, `initials` or `similar`
    (how the name fits), then `recent` and `own` (what speaks for it besides). `detail` tells it from others
    of its name.
    """

    entity: str
    record_id: str
    name: str
    score: float
    reasons: tuple[str, ...]
    detail: str = ""


def is_clear(matches: Sequence[Match]) -> bool:
    """Whether the first of the matches is meant; else ask, with the matches as the choices."""
    return clear_match(matches) is not None


def clear_match(matches: Sequence[Match]) -> Match | None:
    """The one match that is meant, or None where a person should be asked."""
    if not matches or matches[0].score < _SURE:
        return None
    first, *others = matches
    if not others:
        return first
    second = others[0]
    if first.score - second.score >= _AHEAD or _is_exact(first) > _is_exact(second):
        return first
    # Of two that fit alike, the one just spoken of is meant.
    is_only_recent = "recent" in first.reasons and not any("recent" in other.reasons for other in others)
    return first if is_only_recent and first.score >= second.score else None


def _is_exact(match: Match) -> bool:
    return "exact" in match.reasons
