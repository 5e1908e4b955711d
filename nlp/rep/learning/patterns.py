"""The pattern language of the training data: choices, tagged slots, pools of fillers.

    (move|push) {deal} to <stage_open>

`(a|b|)` picks one; `{slot}` is a tagged filler from the pool of that name, `{slot@kind}` from another pool,
`{slot=words}` tags the words given, `{slot:name}` a name given or, more often, another of its pool; `{slot?}`
may be a pronoun instead (then untagged). `<pool>` and `<pool:name>` are untagged fillers. Fillers and tagged
words are patterns themselves.
"""

import re
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Protocol, TypeAlias

from nlp.errors import TrainingDataError

_TOKEN = re.compile(r"[(|)]|\{(\w+)(\?|@\w+|=|:)?|\}|<([a-z_0-9]+)(?:>|(:))|>")
_PRONOUN_SHARE = 0.25
_DRAWN_SHARE = 0.6
"""How often another name stands where one was written."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple["Sequence_", ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """Words from a pool (or given), tagged with `slot` unless that is empty."""

    slot: str
    pool: str
    words: "Sequence_ | None" = None
    may_be_pronoun: bool = False
    is_name: bool = False
    """Whether the words are a name, in whose place another may be drawn."""


Node: TypeAlias = str | Choice | Filler
Sequence_: TypeAlias = tuple[Node, ...]
Piece: TypeAlias = tuple[str, str]
"""Some words and the slot they fill ("" for none); a name told within a text is a piece of its own, its slot
followed by what it names ("text/person")."""
PERSON, ORGANISATION = "person", "organisation"
_NAMED_BY = {
    **dict.fromkeys(("first", "person", "name", "user", "owner", "contact", "into"), PERSON),
    **dict.fromkeys(("company", "company_other", "deal", "lead", "about"), ORGANISATION),
}
_MAY_TELL_OF = frozenset({"", "text", "reason", "next_step", "subject", "task"})
"""Slots whose words may hold names that are not the slot's own."""


class Pools(Protocol):
    """Where fillers come from."""

    def draw(self, pool: str, *, slot: str, rng: Random) -> str:
        """A filler, itself a pattern; raises `TrainingDataError` for a pool that is not there."""
        ...


@cache
def parse(pattern: str) -> Sequence_:
    """Read a pattern; raises `TrainingDataError` where brackets do not match."""
    nodes, rest = _sequence(pattern, 0, closing="")
    if rest != len(pattern):
        raise TrainingDataError(f"The pattern {pattern!r} has a bracket too many at {rest}.")
    return nodes


def _sequence(pattern: str, at: int, *, closing: str) -> tuple[Sequence_, int]:
    nodes: list[Node] = []
    while at < len(pattern):
        match = _TOKEN.search(pattern, at)
        if match is None:
            nodes.append(pattern[at:])
            return tuple(nodes), len(pattern)
        if match.start() > at:
            nodes.append(pattern[at : match.start()])
        if closing and match[0] in closing:
            return tuple(nodes), match.start()
        node, at = (">", match.end()) if match[0] == ">" else _node(pattern, match)
        nodes.append(node)
    return tuple(nodes), at


def _node(pattern: str, match: re.Match[str]) -> tuple[Node, int]:
    slot, kind, pool = match[1], match[2] or match[4] or "", match[3]
    if pool or slot:
        words, end, closing = None, match.end(), ">" if pool else "}"
        if kind in {"=", ":"}:
            words, end = _sequence(pattern, end, closing=closing)
        if not pool or kind:
            _expect(pattern, end, closing)
            end += 1
        name = kind[1:] if kind.startswith("@") else pool or ""
        return Filler(slot or "", name, words, kind == "?", kind == ":"), end
    if match[0] == "(":
        return _choice(pattern, match.end())
    raise TrainingDataError(f"The pattern {pattern!r} has a {match[0]!r} too many at {match.start()}.")


def _choice(pattern: str, at: int) -> tuple[Choice, int]:
    options: list[Sequence_] = []
    while True:
        option, at = _sequence(pattern, at, closing="|)")
        options.append(option)
        if pattern[at : at + 1] != "|":
            break
        at += 1
    _expect(pattern, at, ")")
    return Choice(tuple(options)), at + 1


def _expect(pattern: str, at: int, mark: str) -> None:
    if pattern[at : at + 1] != mark:
        raise TrainingDataError(f"The pattern {pattern!r} lacks {mark!r} at {at}.")


def literal_words(pattern: str) -> str:
    """The words of the pattern itself, without its fillers; words tagged in it count."""
    return " ".join(_literals(parse(pattern)))


def _literals(nodes: Sequence_) -> list[str]:
    found: list[str] = []
    for node in nodes:
        match node:
            case str():
                found.append(node)
            case Choice():
                found += [text for option in node.options for text in _literals(option)]
            case Filler():
                found += _literals(() if node.is_name else node.words or ())
    return found


def expand(pattern: str, *, pools: Pools, rng: Random) -> list[Piece]:
    """One way to say the pattern, as pieces of words with their slots."""
    return _say(parse(pattern), slot="", pools=pools, rng=rng)


def _say(nodes: Sequence_, *, slot: str, pools: Pools, rng: Random) -> list[Piece]:
    pieces: list[Piece] = []
    for node in nodes:
        match node:
            case str():
                pieces.append((node, slot))
            case Choice():
                pieces += _say(rng.choice(node.options), slot=slot, pools=pools, rng=rng)
            case Filler():
                pieces += _fill(node, slot=slot, pools=pools, rng=rng)
    return pieces


def _fill(node: Filler, *, slot: str, pools: Pools, rng: Random) -> list[Piece]:
    tag = slot or node.slot
    if node.may_be_pronoun and rng.random() < _PRONOUN_SHARE:
        return [(pools.draw("pronoun", slot=node.slot, rng=rng), slot)]
    kind = _NAMED_BY.get(node.pool or node.slot) if node.words is None or node.is_name else None
    words = node.words
    if words is None or (node.is_name and kind and rng.random() < _DRAWN_SHARE):
        words = parse(pools.draw(node.pool, slot=node.slot, rng=rng))
    said = _joined(_say(words, slot=tag, pools=pools, rng=rng))
    is_told = kind and tag in _MAY_TELL_OF and (slot or not node.slot)
    return [(said[0][0], f"{tag}/{kind}")] if is_told and len(said) == 1 else said


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces with neighbours of one slot made one."""
    joined: list[Piece] = []
    for words, slot in pieces:
        if joined and joined[-1][1] == slot and "/" not in slot:
            joined[-1] = (joined[-1][0] + words, slot)
        else:
            joined.append((words, slot))
    return joined
