"""Reading a mark of 1 to 5 from an answer: "5", "five", "4/5", "8 out of 10", "great!", "2 - too slow".

Words are read only where the answer is all about the mark: "great, but now my chain broke" is no 5.
"""

import re
from dataclasses import dataclass

BEST = 5
MOST_WORDS = 60
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
    "eins": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "uno": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
}
_VERY = "(?:very|really|extremely|absolutely|totally|truly|so|super)"
_RATHER = "(?:pretty|quite|rather|mostly|fairly|kinda|kind of|a bit|a little|somewhat)"
_NOT = "(?:not|was ?n't|was not|is ?n't|is not)"
_GOOD = "good(?! (?:morning|day|afternoon|evening|night|luck|question|news|to))"
_PRAISE_AND_BLAME = {
    1: f"{_VERY}? ?(?:terrible|awful|horrible|worst|useless|abysmal)|not at all|a joke"
    f"|{_VERY} (?:bad|poor|unhappy|dissatisfied|disappoint(?:ed|ing)|slow)",
    2: f"(?:{_RATHER} )?(?:poor|bad|badly|unhappy|dissatisfied|disappoint(?:ed|ing)|(?:too )?slow)"
    f"|{_NOT} (?:so |that |very |really |all that )?(?:good|great|happy|satisfied|impressed)",
    3: f"(?:{_RATHER} )?(?:ok|okay|so[- ]?so|average|all right|alright|neutral|mediocre|meh)|not (?:too )?bad"
    "|could (?:be|have been) better",
    4: f"(?:{_RATHER} )?(?:{_GOOD}|happy|satisfied|content|well(?!,)|nice|fine)|thumbs up|no complaints",
    5: f"(?:{_VERY} )?(?:excellent|perfect|great|amazing|awesome|fantastic|outstanding|superb|brilliant"
    f"|wonderful|flawless)|{_VERY} (?:good|happy|satisfied|content|well|nice|pleased)|(?:the )?best|top|super"
    "|(?:i )?loved? it|could ?n(?:'t|ot) (?:be|have been) better",
}
_FACES = {"👍": 5, "😀": 5, "😃": 5, "😊": 5, "🙂": 4, "😐": 3, "🙁": 2, "😞": 2, "👎": 1, "😡": 1, "😠": 1}
_STAR = "★⭐✮🌟"
_STARS = re.compile(rf"^\s*(?:[{_STAR}]\ufe0f?\s*){{1,5}}")
_LEAD = (
    r"^\W*(?:(?:i(?:'d| would)? (?:give|rate|say|go with)(?: (?:you|it|this|that))?(?: guys)?|rating|score"
    r"|mark|my (?:rating|score|mark)(?: is)?|it'?s|that'?s"
    r"|make (?:that|it)|i me(?:an|ant)|sorry|thanks?|thank you|thx|cheers"
    r"|an?|definitely|solid|clear|(?:that |it )?was|all"
    r"|i(?:'m| am| was)|we(?:'re| are| were)"
    r"|(?:everything|(?:the |your )?(?:service|support|help)) (?:is|was)"
    r"|i (?:guess|think|suppose)|maybe|probably|overall|honestly|well,|hi|hello|hey)"
    r"(?: (?:a lot|so much|guys))?[\s:,!.]+)*"
)
_VALUE = rf"(?P<value>10|\d|{'|'.join(_NUMBERS)})(?![\w.,]*\d)\b"
_OF = r"(?:\s*(?:/|of|out of|from|von|de)\s*(?P<of>10|5|five|ten))?"
_UNIT = r"(?:\s*(?:(?:stars?|points?)\b|[★⭐🌟]\ufe0f?))?"
_NUMBER = re.compile(rf"{_LEAD}{_VALUE}{_OF}{_UNIT}(?P<rest>.*)$", re.I | re.S)
_TRAILING = re.compile(rf"(?:^|(?P<apart>[,.!:;–—-]\s+)|\s){_VALUE}{_OF}{_UNIT}\s*(?:from me)?[\s.!]*$", re.I)
_WORDS = [
    (value, re.compile(rf"{_LEAD}(?:{words})\b(?P<rest>.*)$", re.I | re.S))
    # The worst first: what is not good holds a good word.
    for value, words in sorted(_PRAISE_AND_BLAME.items())
]
_GOES_ON = re.compile(
    r"^[ \t]*(?:$|[-–—:,.;!(\n]|(?:because|cause|as|since|for|but|and|very|too|so|really|thanks?|thx|great"
    r"|good|bad|excellent|perfect|just|it|you|your|everything|all|service|support|quick|fast|slow|super|top"
    r"|i (?:guess|think|suppose|would say)|i'd say|tbh|probably|maybe)\b)",
    re.I,
)
_TURNS = re.compile(r"\?|\bbut\b|\bbroken?\b|\bwhere\b|\bhowever\b|\bplease\b|\bstill\b", re.I)
_GUESSING = re.compile(r"^(?:i (?:guess|think|suppose|would say)|i'd say|tbh)\b[\s.,;:–—-]*", re.I)
_SAYS_NOTHING = re.compile(
    r"^(?:(?:(?:thanks?|thank you|cheers|ty|thx)(?: (?:a lot|so much|again|you))*|i (?:guess|think|suppose)"
    r"|i'd say|tbh|actually|at all|sent from my \w+)[\s.!,]*)+$",
    re.I,
)
_EDGES = " \t\n\r-–—:,.;!?()/*\"'"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of 1 to 5, and the customer's own words with it."""

    value: int
    comment: str = ""


def read_mark(text: str) -> Mark | None:
    """The mark an answer gives, or None where it gives none."""
    said = text.strip().replace("’", "'")
    if not said or len(said.split()) > MOST_WORDS:
        return None
    return _stars(said) or _faces(said) or _number(said) or _word(said) or _at_the_end(said)


def _stars(said: str) -> Mark | None:
    found = _STARS.match(said)
    if found is None:
        return None
    return Mark(sum(one in _STAR for one in found[0]), _comment(said[found.end() :]))


def _faces(said: str) -> Mark | None:
    value = _FACES.get(said[0])
    return None if value is None else Mark(value, _comment(said.lstrip("".join(_FACES) + "\ufe0f")))


def _number(said: str) -> Mark | None:
    found = _NUMBER.match(said)
    if found is None or not (found["of"] or _GOES_ON.match(found["rest"])):
        return None
    value = _scaled(found["value"], found["of"])
    return Mark(value, _comment(found["rest"])) if value is not None else None


def _scaled(value: str, of: str | None) -> int | None:
    number = _NUMBERS.get(value.lower()) or int(value)
    if of is not None and of.lower() in ("10", "ten"):
        return max(1, round(number / 2)) if number <= 2 * BEST else None
    return number if 1 <= number <= BEST else None


def _word(said: str) -> Mark | None:
    for value, pattern in _WORDS:
        found = pattern.match(said)
        if found is None:
            continue
        rest = found["rest"]
        number = _number(rest.lstrip(_EDGES)) or _at_the_end(rest)
        if number is not None:
            why = number.comment or (_comment(said[: found.start("rest")]) if number.value < BEST else "")
            return Mark(number.value, why)
        return Mark(value, _comment(rest)) if _is_all_said(rest) else None
    return None


def _is_all_said(rest: str) -> bool:
    """Whether what follows a word of praise or blame goes on about the same."""
    return len(rest.split()) <= 12 and _TURNS.search(rest) is None


def _at_the_end(said: str) -> Mark | None:
    """A mark that ends a short answer, and is set apart as one: "Quick and friendly, 5/5"."""
    found = _TRAILING.search(said)
    if found is None or len(said.split()) > 25:
        return None
    is_apart = bool(found["of"] or found["apart"])
    value = _scaled(found["value"], found["of"])
    return Mark(value, _comment(said[: found.start()])) if value is not None and is_apart else None


def _comment(words: str) -> str:
    comment = _GUESSING.sub("", words.strip(_EDGES))
    return "" if _SAYS_NOTHING.match(comment) else comment[:1000]
