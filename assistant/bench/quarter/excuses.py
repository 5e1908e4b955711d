"""The rules about what did not come, or came late: there is a reason, it is true, and it is over in time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from assistant.bench.quarter.books import Books, due_times
from assistant.bench.quarter.ledger import Decided

LONGEST_WAIT = timedelta(days=1)
"""A night and a pace of the hour put nothing off for longer at a time."""
WEEK = timedelta(days=7)


def everything_due_is_sent_or_explained(books: Books) -> Iterator[str]:
    """What is due is sent at its time, or as soon as what put it off is over; or never, and that is said.

    What comes late without being put off is marked as late.
    """
    for person, tag, step, due in due_times(books):
        sent, verdicts = books.sent.get((person, tag, step)), books.verdicts((person, tag, step))
        until = books.deadline(put_off(verdicts, due))
        if sent is None:
            if until < books.ledger.terms.end and not any(one.verdict == "never" for one in verdicts):
                yield f"step {step} of {tag} for person {person}, due {due:%d %b %H:%M}, is missing"
        elif sent.at > until:
            yield f"step {step} of {tag} for person {person} came {sent.at - due} late, unexplained"
        elif sent.at > books.deadline(due) and len(verdicts) < 2:
            yield f"step {step} of {tag} for person {person} came {sent.at - due} late, and no word of why"
        elif sent.at - due > timedelta(hours=12) and len(verdicts) == 1 and not verdicts[0].late_minutes:
            yield f"step {step} of {tag} for person {person} came {sent.at - due} late, and is not marked so"


def no_excuse_is_false(books: Books) -> Iterator[str]:
    """Nothing is withheld for good but after something that ends it, or because an outage made it stale."""
    company = {one.number: one.company for one in books.ledger.people}
    ended: dict[int, datetime] = {}
    answered: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for one in books.ledger.happened:
        if one.deed in books.ENDS:
            ended[one.person] = min(one.at, ended.get(one.person, one.at))
        if one.deed == "reply":
            answered[company[one.person]].append((one.at, one.person))
    for verdict in books.ledger.decided:
        if verdict.verdict != "never" or _was_over(verdict, ended):
            continue
        if _is_for_a_colleague(books, verdict, answered[company[verdict.person]]):
            continue
        if not _is_stale_by_the_outage(books, verdict):
            yield (
                f"step {verdict.step} of {verdict.tag} was withheld from person {verdict.person} on "
                f"{verdict.at:%d %b %H:%M} for no true reason: {verdict.reason}"
            )


def nothing_is_put_off_too_long(books: Books) -> Iterator[str]:
    """What is put off says until when, and for a day at most; longer only for who is away, or for who hears
    so much that a day before there was no room in their week."""
    away = {one.person for one in books.ledger.happened if one.deed == "away"}
    heard: dict[int, list[datetime]] = defaultdict(list)
    for sent in books.ledger.sent:
        heard[sent.person].append(sent.at)
    for one in books.ledger.decided:
        if one.verdict != "later" or one.person in away:
            continue
        latest = one.at if one.not_before is None else one.not_before - LONGEST_WAIT
        week = [at for at in heard[one.person] if latest - WEEK < at <= latest]
        if one.not_before is None or (latest > one.at and len(week) < books.ledger.terms.per_week):
            yield f"step {one.step} of {one.tag} for person {one.person} was put off to {one.not_before}"


def reminders_come_once(books: Books) -> Iterator[str]:
    """Every reminder reaches its colleague once, never early and never late."""
    told: dict[str, list[datetime]] = defaultdict(list)
    for one in books.ledger.reminded:
        told[one.words].append(one.at)
    for reminder in books.ledger.reminders:
        times = told[reminder.words]
        if len(times) != 1:
            yield f"“{reminder.words}” was said {len(times)} times"
        elif times[0] < reminder.due:
            yield f"“{reminder.words}” was said early"
        elif times[0] > books.deadline(reminder.due):
            yield f"“{reminder.words}” was said {times[0] - reminder.due} late"


def put_off(verdicts: Sequence[Decided], due: datetime) -> datetime:
    """Until when the reasons given put it off."""
    later = [one.not_before for one in verdicts if one.verdict == "later" and one.not_before is not None]
    return max(due, *later) if later else due


def _was_over(verdict: Decided, ended: Mapping[int, datetime]) -> bool:
    return verdict.person in ended and ended[verdict.person] <= verdict.at


def _is_for_a_colleague(books: Books, verdict: Decided, answers: Sequence[tuple[datetime, int]]) -> bool:
    return verdict.tag in books.ledger.terms.stops_on_colleague and any(
        at <= verdict.at and person != verdict.person for at, person in answers
    )


def _is_stale_by_the_outage(books: Books, verdict: Decided) -> bool:
    end = books.ledger.terms.outage[1]
    return "dropped" in verdict.reason and end <= verdict.at <= end + timedelta(days=1)
