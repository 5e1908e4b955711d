"""Where one request follows another with nothing between them: "show me 12 give it to Bob make it low"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.rep.cutting.segmenter import Joint
from nlp.rep.learning.noise import noise_words

_CHANCE = 0.4
"""Nothing but what both sides mean speaks for such a cut."""
_NAME = "\u00a4+"
_LEANING = re.compile(
    r"(?:\b(?:to|you|u|i|we|they|he|she|it|please|pls|plz|not|don'?t|never|will|would|can|could|should|shall"
    r"|may|might|must|and|or|but|then|also|just|let'?s|let|lets|help|the|a|an|of|for|that|this|these|those|so"
    r"|wanna|gonna|my|our|your|his|her|their|its|tell|know|see|show|me|us|him|them|find|out|sure|about|on|in"
    r"|at|with|ask|if|when|why|how|who|what|where|because|since|is|are|was|were|be|as|by|from|into|than|no"
    r"|now|do|does|did|has|have|had|need|want|wants|needs|like|go|new|deal|opp|contact|lead|hey|hi|ok|yes"
    r"|kindly|team|rapport|quick|asap|via|per|re|first|second|third"
    r"|whereas|there|got|gets|say|saying"
    r"|says|said|until|till|before|after|whether)"
    r"|'ll|[^\w\s)%\u00a4])$",
    re.I,
)
"""What a clause hardly ends with: what follows belongs to it."""
_DICTATED = re.compile(
    r"\b(?:remind|reminder|task|todo|note|reply|respond|(?<!no )answer|tell|text|e-?mail|mail|message|msg"
    r"|draft|write|every|each|sms|dm|let|ping|nudge|log|say|saying|said|says|if|when|once)\b|:",
    re.I,
)
"""After these a clause may hold any words, orders among them."""
_WHEN = re.compile(
    r"\W*(?:(?:and|then|also|so|oh) )*"
    r"(?:in (?:an?|one|two|three|\d+) [a-z]+|tomorrow|tonight|next week|first thing"
    r"|(?:on )?(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?: (?:morning|afternoon|evening|first thing|at \d+\S*))?(?: please| pls)?\W*",
    re.I,
)
"""When something shall be done, said before what ("in a fortnight remind me ...")."""
_SENTENCE = re.compile(r"[.;!?\n]\s")
_MARK = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<figure>\d{1,2})[/)]|(?P<letter>[a-e])[):]|(?P<star>[*\u2022]))\s+(?=\S)", re.I
)


def with_unlinked(joints: Sequence[Joint], text: str) -> list[Joint]:
    """The joints and the places of a text, names blanked, where a request may begin without any joiner."""
    listed = list(_listed(text))
    kept = [one for one in joints if not any(_touch(one, mark) for mark in listed)] + listed
    kept += [one for one in _opened(text) if not any(_touch(one, other) for other in kept)]
    return sorted(kept, key=lambda joint: joint.start)


def _touch(one: Joint, other: Joint) -> bool:
    return one.start <= other.end and other.start <= one.end


def _listed(text: str) -> Iterator[Joint]:
    """The marks of a list written in one line ("1/ ... 2/ ..."); the first opens the message."""
    for kind in ("figure", "letter", "star"):
        marks = [one for one in _MARK.finditer(text) if one[kind]]
        if len(marks) > 1 and marks[0].start() == 0 and _counts_up([one[kind] for one in marks]):
            yield from (Joint(len(text[: one.start()].rstrip()), one.end(), 1.0) for one in marks[1:])


def _counts_up(marks: list[str]) -> bool:
    first = marks[0].lower()
    if first in {"*", "\u2022"}:
        return True
    numbers = [ord(one.lower()) if one.isalpha() else int(one) for one in marks]
    return first in {"1", "a"} and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _opened(text: str) -> Iterator[Joint]:
    for match in _opening().finditer(text):
        before = text[: match.start()]
        sentence = _SENTENCE.split(before)[-1]
        if _WHEN.fullmatch(sentence):
            continue
        if len(sentence.split()) > 1 and not _LEANING.search(before) and not _DICTATED.search(sentence):
            yield Joint(match.start(), match.end(), _CHANCE)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """A gap before an order about "it" or a ticket, a question, or what became of somebody named."""
    verbs = "|".join(sorted(noise_words().order_verbs))
    return re.compile(
        rf"[ ]+(?=(?:(?:{verbs})\s+(?:it|him|them|\#?\d+(?![\d/.:%])|{_NAME})(?![\w-])"
        r"|(?:remind|show|give|send|tell|get) (?:me|us|him|them)\b"
        r"|(?:what(?:'?s| is| are)|who(?:'?s| is| has| owns)|when (?:is|did)|where(?:'?s| is)"
        r"|how (?:is|are|much|many|long|fast))\b"
        r"|(?:second(?:ly)?|third(?:ly)?|lastly),? (?:\u00a4|[a-z]+ (?:me|it|him|her|them|\u00a4|#?\d))"
        rf"|{_NAME} (?:is|lost|won|closes|moves|moved|goes|slipped|signed)\b))",
        re.I,
    )
