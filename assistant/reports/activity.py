"""What colleagues did: calls, meetings, messages and notes."""

from collections.abc import Sequence
from itertools import chain

from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.wording import bars, counted, owner_names, said_filter
from assistant.work import Work
from storage.queries.reporting.words import ActivitySum, activities, count_received

KINDS = {"calls": "call", "meetings": "meeting", "messages": "message", "notes": "note"}
_COUNTED_AS = {"voicemail": "call", "email": "message", "sms": "message"}


def activity_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Everything done by people in the period, by colleague and kind."""
    span = span_of(work, parameters.period, default="week")
    done = activities(work.uow, days=span.days, member_ids=owner_ids)
    received = 0 if owner_ids else count_received(work.uow, days=span.days)
    names = owner_names(work)
    by_member: dict[str, list[ActivitySum]] = {}
    for one in done:
        by_member.setdefault(names.get(one.member_id, "nobody"), []).append(one)
    ordered = sorted(by_member.items(), key=lambda each: (-_count(each[1]), each[0]))
    counts = {key: len(_of_kind(done, kind)) for key, kind in KINDS.items()}
    said = ", ".join(counted(counts[key], kind) for key, kind in KINDS.items())
    return Report(
        name="activity",
        title=f"Activity in {span.said}",
        definition=(
            "Calls (voicemail too), meetings, messages sent (mail and text) and notes by colleague; "
            "automatic messages are left out."
        ),
        said_filter=said_filter(work, f"done in {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Who", "Calls", "Meetings", "Messages", "Notes", "All", "Minutes"),
        rows=tuple(_row(name, acts) for name, acts in ordered),
        summary=f"{counted(_count(done), 'thing')} done: {said}."
        + (f" Customers wrote {counted(received, 'message')}." if not owner_ids else ""),
        totals={"activities": _count(done), **counts, **({} if owner_ids else {"received": received})},
        chart=bars(parameters, "Activity", values=[(name, float(_count(acts))) for name, acts in ordered]),
        entity="interactions",
    )


def _count(acts: Sequence[ActivitySum]) -> int:
    return sum(one.times for one in acts)


def _of_kind(acts: Sequence[ActivitySum], kind: str) -> tuple[str, ...]:
    return _ids([one for one in acts if _COUNTED_AS.get(one.kind, one.kind) == kind])


def _ids(acts: Sequence[ActivitySum]) -> tuple[str, ...]:
    return tuple(sorted(chain.from_iterable(one.ids for one in acts)))


def _row(name: str, acts: Sequence[ActivitySum]) -> Row:
    kinds = {key: _of_kind(acts, kind) for key, kind in KINDS.items()}
    minutes = sum(one.minutes for one in acts)
    counts = {key: len(ids) for key, ids in kinds.items()}
    return Row(
        (name, *(str(count) for count in counts.values()), str(_count(acts)), str(minutes)),
        {"who": name, **counts, "all": _count(acts), "minutes": minutes},
        _ids(acts),
        kinds,
    )
