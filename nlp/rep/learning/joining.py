"""Several acts as one message, the way people join them."""

from collections.abc import Sequence
from random import Random

from nlp.rep.learning.examples import Example
from nlp.rep.learning.noise import noise_words

_OPEN_ENDED = frozenset(
    [
        "message.send",
        "message.draft",
        "ticket.reply",
        "ticket.note",
        "activity.log",
        "ticket.create",
        "deal.lose",
        "background",
    ]
)


def join(examples: Sequence[Example], rng: Random) -> tuple[str, list[int]]:
    """One text, and where in it each act after the first begins."""
    words = noise_words()
    text, cuts = examples[0].text.rstrip(".! "), list[int]()
    before = examples[0]
    for example in examples[1:]:
        text += rng.choice(words.strong_links if before.intent in _OPEN_ENDED else words.links)
        cuts.append(len(text))
        text += example.text
        text = text.rstrip(".! ") if example is not examples[-1] else text
        before = example
    return text, cuts
