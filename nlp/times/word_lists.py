"""Lists of words written as one line of text."""


def words_of(line: str) -> frozenset[str]:
    """The set of the words of a line."""
    return frozenset(line.split())


def numbered(line: str, *, start: int = 1) -> dict[str, int]:
    """The words of a line, each with its place."""
    return {word: place for place, word in enumerate(line.split(), start=start)}
