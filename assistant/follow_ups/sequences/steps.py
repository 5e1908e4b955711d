"""The steps of a sequence: which version of them somebody is on, and which words of a step they get.

A step somebody waits for goes out as it was when the waiting began; after it they go on by the newest
version. Steps with a `key` are found again by it, others by their place.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.work import Work
from storage.models import Enrolment, SequenceVersion
from storage.models import Sequence as SequenceRow
from storage.queries import sequencing

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Words:
    """One wording of a step; `label` is `a` for the first, `b` for the next."""

    label: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it goes out, how many business days after the one before, in which wordings."""

    key: str
    channel: str
    wait_days: int
    wordings: tuple[Words, ...]
    template: str = ""
    """The WhatsApp template asked for by name."""

    def words_for(self, *, sequence_id: str, contact_id: str, index: int) -> Words:
        """The wording a contact gets: the same whoever asks and whenever, an equal share each."""
        seed = f"{sequence_id}:{self.key or index}:{contact_id}"
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
        return self.wordings[number % len(self.wordings)]


def read_steps(rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps as they are kept."""
    return tuple(_read_step(row) for row in rows)


def steps_of(work: Work, enrolment: Enrolment, sequence: SequenceRow) -> tuple[Step, ...]:
    """The steps an enrolment is on: the version its next step was taken from."""
    if enrolment.version == sequence.version:
        return read_steps(sequence.steps)
    kept = sequencing.find_version(work.uow, sequence_id=sequence.id, version=enrolment.version)
    return read_steps(kept.steps if kept is not None else sequence.steps)


def index_after(old: Sequence[Step], index: int, new: Sequence[Step]) -> int:
    """Which of the `new` steps follows the `old` one at `index`: after its namesake, else the next place."""
    key = old[index].key if index < len(old) else ""
    named = [place for place, step in enumerate(new) if key and step.key == key]
    return named[0] + 1 if named else index + 1


def change_steps(sequence: SequenceRow, steps: Sequence[Mapping[str, Any]]) -> SequenceVersion:
    """Give a sequence new steps; returns its former ones, to be kept for those who wait on them."""
    former = SequenceVersion(
        sequence_id=sequence.id, version=sequence.version, steps=[dict(one) for one in sequence.steps]
    )
    sequence.steps = [dict(one) for one in steps]
    sequence.version += 1
    return former


def _read_step(row: Mapping[str, Any]) -> Step:
    first = Words(LETTERS[0], str(row.get("subject", "")), str(row["body"]))
    others = tuple(
        _variant(LETTERS[place], first, one) for place, one in enumerate(row.get("variants") or (), start=1)
    )
    return Step(
        key=str(row.get("key", "")),
        channel=str(row.get("channel", "any")),
        wait_days=int(row.get("wait_days", 0)),
        wordings=(first, *others),
        template=str(row.get("template", "")),
    )


def _variant(label: str, first: Words, row: Mapping[str, Any] | str) -> Words:
    if isinstance(row, str):
        return Words(label, first.subject, row)
    return Words(label, str(row.get("subject") or first.subject), str(row.get("body") or first.body))
