"""The rules a quarter's ledger is held against. Written from the promise, without the product's code."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.bench.quarter.books import Books, after_business_days, due_times
from assistant.bench.quarter.excuses import (
    everything_due_is_sent_or_explained,
    no_excuse_is_false,
    nothing_is_put_off_too_long,
    put_off,
    reminders_come_once,
)
from assistant.bench.quarter.ledger import Ledger

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
WAKES, SLEEPS = 8, 21


Rule = Callable[[Books], Iterator[str]]


def broken(ledger: Ledger) -> list[str]:
    """Every breach of every rule, in words."""
    books = Books.of(ledger)
    return [f"{name}: {breach}" for name, rule in RULES.items() for breach in rule(books)]


def nothing_twice(books: Books) -> Iterator[str]:
    """No step reaches anybody twice, whatever its channel."""
    counts = Counter((one.person, one.tag, one.step) for one in books.ledger.sent)
    for (person, tag, step), count in counts.items():
        if count > 1:
            yield f"person {person} got step {step} of {tag} {count} times"


def nothing_at_night(books: Books) -> Iterator[str]:
    """Nothing comes before eight or from nine in the evening on, where the person is."""
    zones = {one.number: ZoneInfo(one.zone) for one in books.ledger.people}
    for one in books.ledger.sent:
        local = one.at.astimezone(zones[one.person])
        if not WAKES <= local.hour < SLEEPS:
            yield f"person {one.person} got step {one.step} of {one.tag} at {local:%d %b %H:%M %Z}"


def nothing_after_the_end(books: Books) -> Iterator[str]:
    """Nothing after an answer, an opt-out, a bounce, a meeting or the deal's end."""
    ends: dict[int, datetime] = {}
    for one in books.ledger.happened:
        if one.deed in books.ENDS:
            ends[one.person] = min(one.at, ends.get(one.person, one.at))
    for sent in books.ledger.sent:
        if sent.person in ends and sent.at > ends[sent.person]:
            yield f"person {sent.person} got step {sent.step} of {sent.tag} after it was over"


def nothing_after_a_colleagues_answer(books: Books) -> Iterator[str]:
    """Where a sequence says so, it ends when somebody else of the company answers."""
    company = {one.number: one.company for one in books.ledger.people}
    answers: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for one in books.ledger.happened:
        if one.deed == "reply":
            answers[company[one.person]].append((one.at, one.person))
    begun = {(one.person, one.tag): one.at for one in books.ledger.enrolled}
    for sent in books.ledger.sent:
        if sent.tag in books.ledger.terms.stops_on_colleague:
            for at, person in answers[company[sent.person]]:
                if person != sent.person and begun[sent.person, sent.tag] < at < sent.at:
                    yield f"person {sent.person} got step {sent.step} of {sent.tag} after {person} answered"


def nothing_while_away(books: Books) -> Iterator[str]:
    """Nothing between a notice of absence and the first business day after the day of the return."""
    zones = {one.number: one.zone for one in books.ledger.people}
    for one in books.ledger.happened:
        if one.deed != "away" or one.back is None:
            continue
        zone = zones[one.person]
        day = datetime.combine(one.back.date(), time(0), tzinfo=ZoneInfo(zone))
        back = after_business_days(books, day, 1, zone=zone)
        for sent in books.ledger.sent:
            if sent.person == one.person and one.at < sent.at < back:
                yield f"person {sent.person} got step {sent.step} of {sent.tag} while away"


def no_more_than_agreed_a_week(books: Books) -> Iterator[str]:
    """The cap over all channels."""
    by_person: dict[int, list[datetime]] = defaultdict(list)
    for one in sorted(books.ledger.sent, key=lambda sent: sent.at):
        by_person[one.person].append(one.at)
    for person, times in by_person.items():
        if _busiest(times, WEEK) > books.ledger.terms.per_week:
            yield f"person {person} got {_busiest(times, WEEK)} messages in seven days"


def no_faster_than_agreed(books: Books) -> Iterator[str]:
    """The pace of a mailbox and a number."""
    for channel, most in books.ledger.terms.per_hour.items():
        times = sorted(one.at for one in books.ledger.sent if one.channel == channel)
        if _busiest(times, HOUR) > most:
            yield f"{_busiest(times, HOUR)} messages went out by {channel} within an hour"


def nothing_too_early(books: Books) -> Iterator[str]:
    """Between two steps lie the business days agreed on."""
    for person, tag, step, due in due_times(books):
        sent = books.sent.get((person, tag, step))
        if sent is not None and sent.at < due:
            yield f"person {person} got step {step} of {tag} before it was due"


def nothing_stale(books: Books) -> Iterator[str]:
    """Nothing comes so late as to be stale, whatever it was late for."""
    most = timedelta(hours=books.ledger.terms.stale_hours, minutes=books.ledger.terms.slack_minutes)
    for person, tag, step, due in due_times(books):
        sent, verdicts = books.sent.get((person, tag, step)), books.verdicts((person, tag, step))
        if sent is not None and sent.at - put_off(verdicts, due) > most:
            yield f"step {step} of {tag} came {sent.at - due} late to person {person}"


def thanks_end_nothing(books: Books) -> Iterator[str]:
    """Who only said thanks goes on."""
    deeds: dict[int, set[str]] = defaultdict(set)
    for one in books.ledger.happened:
        deeds[one.person].add(one.deed)
    for verdict in books.ledger.decided:
        if deeds[verdict.person] <= {"thanks", "away"} and "they replied" in verdict.reason:
            yield f"person {verdict.person} was taken to have answered {verdict.tag}"


def wordings_are_shared_out(books: Books) -> Iterator[str]:
    """Each wording of a step goes to about its share of people."""
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for one in books.ledger.sent:
        counts[one.tag, one.step][one.label] += 1
    for (tag, step), labels in counts.items():
        total, share = labels.total(), 1 / len(labels)
        if total >= 200 and any(abs(count / total - share) > 0.12 for count in labels.values()):
            yield f"the wordings of step {step} of {tag} went out {dict(labels)}"


RULES: dict[str, Rule] = {
    "nothing twice": nothing_twice,
    "nothing at night": nothing_at_night,
    "nothing after the end": nothing_after_the_end,
    "nothing after a colleague's answer": nothing_after_a_colleagues_answer,
    "nothing while away": nothing_while_away,
    "weekly cap": no_more_than_agreed_a_week,
    "hourly pace": no_faster_than_agreed,
    "nothing too early": nothing_too_early,
    "sent or explained": everything_due_is_sent_or_explained,
    "no false excuse": no_excuse_is_false,
    "not put off too long": nothing_is_put_off_too_long,
    "nothing stale": nothing_stale,
    "thanks end nothing": thanks_end_nothing,
    "wordings": wordings_are_shared_out,
    "reminders once": reminders_come_once,
}


def _busiest(times: list[datetime], window: timedelta) -> int:
    """The most that fell into one window; `times` in order."""
    most = start = 0
    for end, at in enumerate(times):
        while at - times[start] >= window:
            start += 1
        most = max(most, end - start + 1)
    return most
