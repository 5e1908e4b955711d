"""What a training is given beside the shipped data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nlp.encoder import SentenceEncoder


@dataclass(frozen=True, slots=True)
class TrainingInput:
    """The same input gives the same model; no training has to use all of it."""

    encoder: SentenceEncoder
    seed: int = 0
    own_examples: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The organisation's own texts by intent."""
