"""Names said inside a sentence: which runs of its words begin a record's name, by the search index."""

import re
from collections.abc import Sequence

from storage.indexing.entries import index_written
from storage.indexing.statements import ask
from storage.indexing.words import fold
from storage.unit_of_work import UnitOfWork

LONGEST = 4
"""Words of a name that are looked for; a longer name begins with them."""
_MOST_WORDS = 40
_WORD = re.compile(r"[\w&'’.-]*\w")


def names_said(uow: UnitOfWork, text: str, *, entities: Sequence[str]) -> list[str]:
    """The runs of words, as they stand in `text`, that are or begin the name of such a record.

    Longest first; of equally long ones the earliest first. At most the first forty words are looked at.
    """
    if not uow.is_read_only:
        uow.flush()
        index_written(uow.connection())
    runs = _runs(text)
    known = _begun(uow, sorted({folded for _, folded in runs}), entities)
    return [said for said, folded in runs if folded in known]


def _runs(text: str) -> list[tuple[str, str]]:
    """Every run of up to four words, and its folded form."""
    words = list(_WORD.finditer(text))[:_MOST_WORDS]
    found = []
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            said = text[words[start].start() : words[start + length - 1].end()]
            if folded := fold(said):
                found.append((said, folded))
    return found


def _begun(uow: UnitOfWork, folded: Sequence[str], entities: Sequence[str]) -> set[str]:
    if not folded:
        return set()
    name = "folded" if uow.is_sqlite else 'folded COLLATE "C"'
    # “!” follows the space: between the two lie the name itself and all that begin with it and go on.
    kinds = ", ".join("?" * len(entities))
    said = ", ".join(["(?)"] * len(folded))
    statement = f"""WITH run (said) AS (VALUES {said})
        SELECT run.said FROM run WHERE EXISTS (
            SELECT 1 FROM search_entry WHERE entity IN ({kinds})
            AND {name} >= run.said AND {name} < run.said || '!')"""
    rows = ask(uow.connection(), statement, *folded, *entities)
    return {str(row[0]) for row in rows}
