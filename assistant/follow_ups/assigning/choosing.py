"""Choosing who gets a record: pure, over what is known of the colleagues and of what is wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config.service import AssignmentRules, Trait

_FITS, _UNSAID, _OTHER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who could get something. `traits` are lower-case words; none said means no speciality."""

    id: str
    load: int
    last_assigned_at: datetime | None = None
    capacity: int | None = None
    is_at_work: bool = True
    is_away: bool = False
    traits: Mapping[Trait, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a record asks of its owner: any of these words of each trait; and whose customer it comes from."""

    traits: Mapping[Trait, frozenset[str]] = field(default_factory=dict)
    owner_id: str | None = None


def choose(candidates: Sequence[Candidate], wanted: Wanted, rules: AssignmentRules) -> Candidate | None:
    """The colleague who gets it; None where nobody may have it now.

    The customer's own colleague comes first, then those at work, then who fits best, then the strategy.
    """
    able = [one for one in candidates if _may_have(one, wanted, rules)]
    return min(able, key=lambda one: _rank(one, wanted, rules), default=None)


def is_free(one: Candidate, rules: AssignmentRules) -> bool:
    """Whether a colleague may get anything at all now."""
    capacity = one.capacity if one.capacity is not None else rules.capacity
    has_room = capacity is None or one.load < capacity
    return not one.is_away and has_room and (one.is_at_work or rules.outside_hours == "assign")


def _may_have(one: Candidate, wanted: Wanted, rules: AssignmentRules) -> bool:
    return is_free(one, rules) and all(_fit(one, wanted, trait) != _OTHER for trait in rules.require)


def _rank(one: Candidate, wanted: Wanted, rules: AssignmentRules) -> tuple[object, ...]:
    is_own = rules.keeps_owner and one.id == wanted.owner_id
    fits = tuple(_fit(one, wanted, trait) for trait in rules.prefer)
    last = one.last_assigned_at.timestamp() if one.last_assigned_at is not None else 0.0
    turn = (last, one.id) if rules.strategy == "round_robin" else (one.load, last, one.id)
    return (not is_own, not one.is_at_work, fits, turn)


def _fit(one: Candidate, wanted: Wanted, trait: Trait) -> int:
    """How well a colleague fits; who has no speciality stands between who has it and who has another."""
    asked, has = wanted.traits.get(trait, frozenset()), one.traits.get(trait, frozenset())
    if not asked or not has:
        return _UNSAID
    return _FITS if asked & has else _OTHER
