"""Dialogues as text: who says what and where, what Rapport answers, what is true of the records then.

# A title
Dana: move Acme to negotiation          a direct message; `Dana in #sales: …` mentions the bot there,
                                        `Dana aside in #sales: …` does not, `Dana in the thread: …`
                                        answers below the last message, `Dana by /crm: …` is a command
< Moved Acme rollout                    what its writer now sees holds these words; `< (silence)`: nothing
<~ 48,000                               the same, and nobody else sees it
! negotiation                           what its writer now sees does not contain these words
[confirm]                               a button is pressed, by its name or label; `[choose renewal]` by
                                        an option's words, `[priority = urgent]` in a select,
                                        `[confirm 1 3]` with only these toggles on, `[Priya: confirm]`
                                        by somebody else
= deal Acme rollout: stage negotiation, amount 48000
Jane mails: Subject / words             a customer writes; `Jane texts: words`
Jane gets: words                        a mail or text to Jane contains these words; `Jane gets (nothing)`
Sam sees: words                         a direct message to Sam contains these words
#support sees: words                    a message in the channel does
@ 3 days later                          time passes; `@ sweep.reminders` lets the clock tick
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal[
    "say",
    "reply",
    "private",
    "absent",
    "press",
    "record",
    "mails",
    "texts",
    "gets",
    "sees",
    "channel",
    "time",
]
COLLEAGUES = ("Dana", "Priya", "Sam", "Maya", "Ada", "Eve")
CUSTOMERS = ("Jane", "Hank", "Bill", "Nobody")
_SPEAKER = re.compile(
    rf"^(?P<who>{'|'.join(COLLEAGUES)})(?: (?P<where>(?:aside )?in .+?|by /crm))?: (?P<said>.+)$"
)
_CUSTOMER = re.compile(rf"^(?P<who>{'|'.join(CUSTOMERS)}) (?P<verb>mails|texts|gets):? ?(?P<said>.*)$")
_SEES = re.compile(rf"^(?P<who>{'|'.join(COLLEAGUES)}) sees: (?P<said>.+)$")
_CHANNEL = re.compile(r"^(?P<who>#\w+) sees: (?P<said>.+)$")
_MARKS: dict[str, Kind] = {"<~": "private", "<": "reply", "!": "absent", "=": "record", "@": "time"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dialogue; `who` speaks, reads or is looked at, `where` they write."""

    number: int
    kind: Kind
    text: str
    who: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A titled run of lines."""

    title: str
    lines: tuple[Line, ...]


def dialogues_of(path: Path) -> Iterator[Dialogue]:
    """Read a file of dialogues. Raises ValueError for a line that says nothing."""
    title = ""
    lines: list[Line] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = raw.strip()
        if text.startswith("# "):
            if lines:
                yield Dialogue(title, tuple(lines))
            title, lines = text[2:], []
        elif text:
            lines.append(_line(number, text))
    if lines:
        yield Dialogue(title, tuple(lines))


def _line(number: int, text: str) -> Line:
    patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_SPEAKER, "say"),
        (_SEES, "sees"),
        (_CHANNEL, "channel"),
    )
    for pattern, kind in patterns:
        if found := pattern.match(text):
            groups = found.groupdict()
            return Line(number, kind, groups["said"], groups["who"], groups.get("where") or "")
    if found := _CUSTOMER.match(text):
        verbs: dict[str, Kind] = {"mails": "mails", "texts": "texts", "gets": "gets"}
        return Line(number, verbs[found["verb"]], found["said"], found["who"])
    if text.startswith("[") and text.endswith("]"):
        return _press(number, text[1:-1])
    for mark, kind in _MARKS.items():
        if text.startswith(mark):
            return Line(number, kind, text[len(mark) :].strip())
    raise ValueError(f"line {number} of a dialogue says nothing: {text!r}")


def _press(number: int, text: str) -> Line:
    who, colon, rest = text.partition(": ")
    return Line(number, "press", rest, who) if colon and who in COLLEAGUES else Line(number, "press", text)
