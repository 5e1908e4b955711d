"""The training data read: the patterns of each intent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlp.rep.learning.pools import DATA
from nlp.rep.learning.written import load_written

_NOT_PATTERNS = ("names", "phrases", "noise", "follow_ons", "everyday")
_HELD_OUT_EVERY = 8


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say an intent, as written in the training data."""

    intent: str
    text: str

    @property
    def is_held_out(self) -> bool:
        """Whether the pattern belongs to the test share (whole patterns, so that no wording leaks)."""
        digest = hashlib.sha256(f"{self.intent}|{self.text}".encode()).digest()
        return digest[0] % _HELD_OUT_EVERY == 0


def load_patterns(folder: Path = DATA) -> list[Pattern]:
    """Every shipped pattern, in the order of the files."""
    patterns: list[Pattern] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem in _NOT_PATTERNS:
            continue
        blocks: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for intent, block in blocks.items():
            patterns += [Pattern(intent, line.strip()) for line in block.splitlines() if line.strip()]
    return patterns


def written_patterns(folder: Path = DATA) -> list[Pattern]:
    """Every order of the messages written one by one, joining words left out."""
    return [Pattern(part.intent, part.order) for parts in load_written(folder) for part in parts]
