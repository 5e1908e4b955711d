"""A text whose understood parts are struck out, so that what is left over can be seen."""

from dataclasses import dataclass, field

from assistant.reports.heard.words import ALSO, BEFORE


@dataclass(frozen=True, slots=True)
class Mention:
    """Something said of a kind (`region`, `owner`, `time`, `group`, …), where, and whether it is left out."""

    kind: str
    value: str
    start: int
    end: int
    is_excluded: bool = False


@dataclass
class Sheet:
    """The text, what was understood of it so far, and what is left, of the same length."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    left: str = ""

    def __post_init__(self) -> None:
        self.left = self.text

    def strike(self, start: int, end: int) -> None:
        """Take a part out of what is left."""
        self.left = f"{self.left[:start]}{'·' * (end - start)}{self.left[end:]}"

    def note(self, kind: str, value: str, start: int, end: int) -> Mention:
        """Something was understood: its words, and those that lead to it, are struck out."""
        # A time brings its preposition along.
        before = BEFORE.search(self.left[:start]) if kind != "time" else None
        former = self._joined_to(start)
        is_excluded = bool(before and before["out"]) if before or former is None else former.is_excluded
        begin = before.start() if before else former.end if former else start
        found = Mention(kind, value, begin, end, is_excluded)
        self.mentions.append(found)
        self.strike(begin, end)
        return found

    def _joined_to(self, start: int) -> Mention | None:
        """The mention this one goes on from: “without EMEA and APAC”."""
        for one in self.mentions:
            if one.end <= start and ALSO.match(self.text[one.end : start]):
                return one
        return None
