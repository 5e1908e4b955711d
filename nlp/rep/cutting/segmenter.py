"""Where one request ends and the next begins: candidates at joints, a small linear model decides."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.rep.tagging.names import Name
from nlp.rep.words.linking import LINK, OPENING
from nlp.rep.words.tokens import word_class

_SIZE = 1 << 15
_ASIDE = (
    r"(?:,\s*(?:if (?:i|you) (?:may|can|could|don'?t mind)"
    r"|while (?:you|we)(?:'re|\s+are) (?:at|about|there|on)"
    r"(?: it)?|if possible|when you (?:can|get a (?:chance|minute|second|moment)))(?=,),)"
)
"""What is put in between politely ("and, if I may, ...")."""
_JOINT = re.compile(
    rf"\s*(?:[,;.!?\n]+[\s,;.!?]*)(?:(?:{LINK}|{OPENING})\b,?\s*)*(?=\S)"
    rf"|\s+{LINK}{_ASIDE}\s+(?=\S)"
    rf"|\s+(?:(?:oh|uh|um|ah)\s+)?(?:{LINK}|&|\+|n|und)(?:\s+(?:oh|uh|um|ah)\b)?\s+(?=\S)"
    r"|\s*\s[-–/|]+\s+(?=\S)"
    r"|[,;.]?\s+\(?\d[.)]\s+(?=[^\W\d])"
    r"|[ ]{3,}(?=[\w#@])"
    r"|(?<!\byou)(?<!\bu)(?<!\bso)(?<!\bthen)(?<!\balso)(?<!\bplus)\s+(?=(?:please|pls|plz|kindly)\s+[a-z]{2,}\s)",
    re.IGNORECASE,
)
"""The last two: a gap where a picture stood, and what is begged for without a stop before it."""
_DAY = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}$")
"""A day in figures keeps the dot behind it ("the 30.11., and ...")."""
_MAX_JOINTS = 24
_BLANK, _NAME = "\u00a4", "<name>"
_WORD = re.compile(r"[\w'#$€£@%\u00a4]+")


Message: TypeAlias = tuple[str, Sequence[int]]
"""A text and where in it each act after the first begins."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A place where a message may be cut: `[start, end)` belongs to neither side."""

    start: int
    end: int
    chance: float = 0.0


class Segmenter:
    """Says how likely each joint of a message parts two acts."""

    def __init__(self, *, weights: NDArray[np.float32], bias: float) -> None:
        self._weights = weights
        self._bias = bias

    @classmethod
    def train(cls, messages: Sequence[Message], *, seed: int) -> "Segmenter":
        """Learn from messages with their cuts, names blanked as `blank_names` does."""
        from scipy import sparse
        from sklearn.linear_model import LogisticRegression

        columns, ends, targets = [list[int](), [0], list[int]()]
        for text, cuts in messages:
            for names, joint in _described(text):
                columns += [crc32(name.encode()) % _SIZE for name in names]
                ends.append(len(columns))
                targets.append(int(any(joint.start <= cut <= joint.end for cut in cuts)))
        rows = sparse.csr_matrix(
            (np.ones(len(columns), np.float32), columns, ends), shape=(len(targets), _SIZE)
        )
        rows.sum_duplicates()
        model = LogisticRegression(C=1.0, tol=0.01, max_iter=200, random_state=seed, solver="liblinear")
        model.fit(rows, targets)
        return cls(weights=model.coef_[0].astype(np.float32), bias=float(model.intercept_[0]))

    def joints(self, text: str) -> list[Joint]:
        """Every candidate with its chance of being a cut."""
        found = []
        for names, joint in _described(text):
            score = self._bias + float(sum(self._weights[crc32(name.encode()) % _SIZE] for name in names))
            found.append(Joint(joint.start, joint.end, 1.0 / (1.0 + exp(-score))))
        return found

    def save(self, path: Path) -> None:
        """Write as plain arrays."""
        head = np.frombuffer(json.dumps({"bias": self._bias}).encode(), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez_compressed(file, weights=self._weights, head=head)

    @classmethod
    def load(cls, path: Path) -> "Segmenter":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(weights=stored["weights"], bias=json.loads(stored["head"].tobytes())["bias"])


def blank_names(text: str, names: Sequence[Name]) -> str:
    """The text, character for character, with every name as one blank word: no joint lies in it."""
    for name in names:
        text = text[: name.start] + _BLANK * (name.end - name.start) + text[name.end :]
    return text


def candidates(text: str) -> list[Joint]:
    """Every joint of a text that has words on both sides."""
    found = []
    for match in _JOINT.finditer(text):
        if match.start() > 0 and match.end() < len(text) and not _inside_number(text, match):
            keeps_dot = match[0].startswith(".") and _DAY.search(text, 0, match.start()) is not None
            found.append(Joint(match.start() + keeps_dot, match.end()))
        if len(found) >= _MAX_JOINTS:
            break
    return found


def _inside_number(text: str, match: re.Match[str]) -> bool:
    """Whether the mark is part of a figure, an address or an abbreviation ("1.234", "St. James")."""
    if match[0].strip() in {".", ",", "?"} and not match[0].endswith((" ", "\n")):
        return text[match.start() - 1].isalnum() and text[match.end()].isalnum()
    return bool(
        re.search(
            r"\b(?:[a-z]|dr|mr|mrs|ms|prof|st|vs|no|inc|ltd|approx|e\.g|i\.e|p\.m|a\.m|jr|sr)$"
            r"|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$",
            text[: match.start()],
            re.I,
        )
    ) and match[0].startswith(".")


def _described(text: str) -> Iterator[tuple[list[str], Joint]]:
    joints = candidates(text)
    edges = [0, *(joint.end for joint in joints)]
    for index, joint in enumerate(joints):
        until = joints[index + 1].start if index + 1 < len(joints) else len(text)
        yield _features(text, joint, since=edges[index], until=until), joint


def _features(text: str, joint: Joint, *, since: int, until: int) -> list[str]:
    left = _words(text[since : joint.start])
    right = _words(text[joint.end : until])
    rest = _words(text[joint.end :])
    opening = _words(text[: joint.start])
    link = re.sub(r"\s+", " ", text[joint.start : joint.end].lower()).strip() or "\n"
    first, second, third = [*rest, "", "", ""][:3]
    last = left[-1] if left else ""
    start = opening[0] if opening else ""
    colon = ":" in text[: joint.start]
    return [
        *(f"c|{link}", f"r1|{first}", f"r2|{first}|{second}", f"r3|{first}|{second}|{third}"),
        *(f"s2|{second}", f"l1|{last}", f"o1|{start}", f"o2|{' '.join(opening[:2])}", f"or|{start}|{first}"),
        *(f"cr|{link}|{first}", f"co|{link}|{start}", f"c12|{link}|{first}|{second}", f"lr|{last}|{first}"),
        *(f"nr|{min(len(right), 6)}", f"nR|{min(len(rest), 8)}", f"nl|{min(len(left), 5)}"),
        *(f"cnr|{link}|{min(len(right), 4)}", f"col|{colon}", f"ccol|{link}|{colon}", f"vl|{start == first}"),
        *(f"cap|{text[joint.end].isupper()}|{text[0].isupper()}", f"rl|{rest[-1] if rest else ''}"),
        *(f"in|{word}" for word in right[:6]),
        *(f"ol|{word}" for word in opening[:5]),
    ]


def _words(text: str) -> list[str]:
    return [
        _NAME if set(word) == {_BLANK} else word_class(word) or word.lower() for word in _WORD.findall(text)
    ]
