"""A whole segment put into a sequence: looked at before, begun at once, taken back as one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assistant.actions.access import require
from assistant.actions.messages import choose_address
from assistant.follow_ups.campaigns import segments
from assistant.follow_ups.sending import gate
from assistant.follow_ups.sequences import enrolments
from assistant.follow_ups.sequences.steps import Step, read_steps
from assistant.work import InvalidValue, Work
from storage.models import Contact, Segment, Sequence
from storage.queries import enrolling, people
from storage.queries.enrolling import Past

MOST = 10_000
"""So many contacts are begun in one transaction at most."""
MOST_JUDGED = 1_000
SAMPLE = 5
NO_ADDRESS = "no address for it"


@dataclass(frozen=True, slots=True)
class Preview:
    """What enrolling a segment would come to.

    `withheld` are reasons for which the first `judged` of them would get nothing, `later` those that only
    put the first step off; `running` are in the sequence now, `had` were before.
    """

    count: int
    new: int
    running: int
    had: int
    sample: tuple[str, ...]
    judged: int
    withheld: Mapping[str, int] = field(default_factory=dict)
    later: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Member:
    contact: Contact
    past: Past | None

    @property
    def is_new(self) -> bool:
        return self.past is None or not (self.past.is_running or self.past.had_it)


def preview(work: Work, segment: Segment, sequence: Sequence) -> Preview:
    """Count a segment, and ask the gate about who would be new. Reads only."""
    found = list(_members(work, segment, sequence))
    new = [one.contact for one in found if one.is_new]
    running = sum(one.past is not None and one.past.is_running for one in found)
    steps = read_steps(sequence.steps)
    judged = new[:MOST_JUDGED] if steps else []
    verdicts = [_verdict(work, one, steps[0]) for one in judged]
    return Preview(
        count=len(found),
        new=len(new),
        running=running,
        had=len(found) - len(new) - running,
        sample=tuple(one.name for one in new[:SAMPLE]),
        judged=len(judged),
        withheld=_counted(verdicts, "never"),
        later=_counted(verdicts, "later"),
    )


def enrol_segment(work: Work, segment: Segment, sequence: Sequence) -> int:
    """Begin the sequence for everybody of a segment who is not in it and never was; how many.

    Raises InvalidValue where the sequence is off, or the segment is of something else or too large.
    """
    require_both(work)
    if not sequence.is_active:
        raise InvalidValue(f"The sequence {sequence.name} is switched off.")
    new = [one for one in _members(work, segment, sequence) if one.is_new]
    if len(new) > MOST:
        raise InvalidValue(
            f"{segment.name} holds {len(new)} contacts; at most {MOST} are enrolled at once. Narrow it down."
        )
    for one in new:
        last = one.past.round if one.past is not None else 0
        enrolments.begin(work, one.contact, sequence, round=last + 1)
    return len(new)


def take_back(work: Work, batch_id: str) -> int:
    """Let everybody leave whom a batch put into a sequence; what did not go out yet never will. How many."""
    require(work, "sequences.write", doing="stop sequences")
    running = enrolling.made_in_batch(work.uow, batch_id)
    why = f"{enrolling.TAKEN_BACK} by {work.actor.name}"
    # Each sequence is held while its enrolments end: let go of, it would be read again for every one of them.
    for sequence in [work.uow.get(Sequence, one) for one in {each.sequence_id for each in running}]:
        for enrolment in running:
            if enrolment.sequence_id == sequence.id:
                enrolments.stop(work, enrolment, reason=why)
    return len(running)


def require_both(work: Work) -> None:
    """Writing to a whole segment takes the right to sequences and the right to campaigns."""
    require(work, "sequences.write", doing="start sequences")
    require(work, segments.RIGHT, doing="put a whole segment into a sequence")


def _members(work: Work, segment: Segment, sequence: Sequence) -> Iterator[_Member]:
    if segment.entity != "contact":
        raise InvalidValue(f"{segment.name} is of {segment.entity} records; a sequence goes to contacts.")
    condition = segments.condition_of(work, segment.expression, segment.entity)
    for page in segments.members(work, condition):
        ids = [contact_id for contact_id, _ in page.rows]
        pasts = enrolling.pasts_of(work.uow, sequence_id=sequence.id, contact_ids=ids)
        contacts = people.contacts_by_id(work.uow, ids)
        yield from (_Member(contacts[one], pasts.get(one)) for one in ids)


def _verdict(work: Work, contact: Contact, step: Step) -> gate.Verdict:
    """What the gate says of the first step now."""
    try:
        identity, channel = choose_address(work, contact, channel=step.channel)
    except InvalidValue as error:
        return gate.Verdict("never", str(error), why=NO_ADDRESS)
    return gate.judge(
        work, contact=contact, identity=identity, purpose="marketing", is_automatic=True, channel=channel
    )


def _counted(verdicts: list[gate.Verdict], decision: str) -> dict[str, int]:
    return dict(Counter(one.why for one in verdicts if one.decision == decision).most_common())
