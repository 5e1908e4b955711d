"""A customer's message made ready for reading: its new words, as sentences."""

import re
from dataclasses import dataclass

from nlp.customer.courtesies import cut_closing, cut_greeting
from nlp.customer.instructions import cut_instructions
from nlp.customer.quoting import cut_footer, cut_history, is_bare_forward
from nlp.customer.sentences import Sentence, split_sentences
from nlp.customer.text import straighten
from nlp.understanding import Utterance

READ_AT_MOST = 8_000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Message:
    """What rules and classifiers read.

    `whole` is everything given (for machine mail, whose form tells more than its words), `body` the new
    words of the writer, `sentences` its parts, with places in `body`.
    """

    utterance: Utterance
    whole: str
    body: str
    sentences: tuple[Sentence, ...]
    subject: str
    is_forward: bool


def read_message(utterance: Utterance) -> Message:
    """Cut a message down to the words that can carry an act."""
    whole = straighten(
        _UNPRINTABLE.sub(" ", utterance.text[:READ_AT_MOST].replace("\r\n", "\n").replace("\r", "\n"))
    )
    subject = straighten(utterance.subject or "").strip()
    body = _new_words(whole)
    if not body and subject:
        body = _strip_prefix(subject)
    return Message(
        utterance=utterance,
        whole=whole,
        body=body,
        sentences=tuple(split_sentences(body)[:_MOST_SENTENCES]),
        subject=subject,
        is_forward=is_bare_forward(whole),
    )


def _new_words(whole: str) -> str:
    text = cut_footer(cut_history(whole))
    text = cut_instructions(text).strip()
    without = cut_greeting(cut_closing(text))[1].strip()
    return without or text


def _strip_prefix(subject: str) -> str:
    return re.sub(r"^(?:(?:re|fw|fwd|aw|wg|antw|tr|rv|sv)\s*:\s*)+", "", subject, flags=re.IGNORECASE)
