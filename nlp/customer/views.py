"""Vectors of texts; a message takes its own from its sentences, so that no word is encoded twice."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.customer.message import Message
from nlp.encoder import DIMENSIONS, VIEWS, SentenceEncoder

_PEAKS = VIEWS - 1
_EDGES = 2
"""Marks the encoder puts around every text."""


_STORY = 4
"""From so many sentences on a body is the sum of those that may say something."""


def is_story(message: Message) -> bool:
    """Whether a message has so many sentences that each says but a part of it."""
    return len(message.sentences) >= _STORY


def composable(
    messages: Sequence[Message],
    *,
    silent: Collection[str] = (),
    doubtful: Collection[str] = (),
    clear: Collection[str] = (),
) -> dict[str, list[str]]:
    """The bodies that are the sum of their sentences, with these: all that are not themselves a sentence.

    Of a story the `silent` sentences, which surely say nothing that is wanted, are left out; where it is
    `clear` what the body wants, so are those that are not `doubtful`, which are encoded anyhow.
    """
    alone = {sentence.text for message in messages for sentence in message.sentences}
    found = {}
    for message in messages:
        sentences = [sentence.text for sentence in message.sentences]
        if is_story(message):
            sentences = [text for text in sentences if text not in silent] or sentences
        if is_story(message) and message.body in clear:
            sentences = [text for text in sentences if text in doubtful] or sentences
        if sentences and message.body not in alone:
            found[message.body] = sentences
    return found


def views_of(
    texts: Sequence[str], *, composed: Mapping[str, Sequence[str]], encoder: SentenceEncoder
) -> dict[str, NDArray[np.float32]]:
    """The encoder's views of every text, those of the `composed` from the views of their parts.

    The parts come with their wholes, asked for or not.
    """
    wholes = [text for text in texts if text in composed]
    alone = [text for text in texts if text not in composed]
    alone = list(dict.fromkeys([*alone, *(part for text in wholes for part in composed[text])]))
    views = dict(zip(alone, encoder.describe(alone), strict=True))
    for text in wholes:
        parts = composed[text]
        views[text] = _together(parts, np.array([views[part] for part in parts]))
    return views


def _together(parts: Sequence[str], views: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means weighed by length, and the highest peaks; each view of length 1 again."""
    lengths = np.array([len(part.split()) + _EDGES for part in parts], dtype=np.float32)
    split = views.reshape(len(parts), VIEWS, DIMENSIONS)
    joined = np.tensordot(lengths / lengths.sum(), split, axes=1).astype(np.float32)
    joined[_PEAKS] = split[:, _PEAKS].max(axis=0)
    joined /= np.linalg.norm(joined, axis=1, keepdims=True)
    whole: NDArray[np.float32] = joined.reshape(VIEWS * DIMENSIONS)
    return whole
