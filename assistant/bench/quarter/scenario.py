"""Who takes part in the simulated quarter, what they are sent, and what they will do about it.

All of it comes from one seed: the same people do the same things in every run.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.bench.quarter.ledger import Deed, Person, Terms

COMPANY_ZONE = "America/New_York"
HOLIDAYS = frozenset({"2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25"})
"""The company's days off in and around the quarter."""
REPS = (
    ("Dana Reyes", "America/New_York"),
    ("Lee Park", "America/Los_Angeles"),
    ("Noor Haddad", "Europe/London"),
    ("Jo Lindt", "Europe/Berlin"),
    ("Sam Okoye", "America/New_York"),
    ("Mia Fox", "Europe/Berlin"),
)
STALE_HOURS = 36

_PHONES = (
    ("America/New_York", "+1212555", 4),
    ("America/Chicago", "+1312555", 4),
    ("America/Los_Angeles", "+1415555", 4),
    ("Europe/London", "+44207946", 4),
    ("Europe/Berlin", "+4930901", 5),
    ("Asia/Kolkata", "+91222345", 5),
    ("Australia/Sydney", "+6125550", 4),
)
_DOMAINS = (("Europe/Berlin", "de"), ("Europe/London", "co.uk"), ("Asia/Tokyo", "jp"))
_DEEDS: tuple[tuple[Deed, float], ...] = (
    ("reply", 0.16),
    ("opt_out", 0.10),
    ("bounce", 0.04),
    ("away", 0.06),
    ("thanks", 0.05),
    ("meeting", 0.03),
    ("won", 0.02),
)


@dataclass(frozen=True, slots=True)
class Intention:
    """What somebody will do some time after a step reached them."""

    deed: Deed
    after_step: int
    delay: timedelta
    by_text: bool


@dataclass(frozen=True, slots=True)
class Size:
    """How long, and with how many."""

    people: int
    start: datetime
    days: int
    outage: tuple[datetime, datetime]
    cohorts: int
    reminders: int
    grid_minutes: int
    """The clock leaps from one multiple of these minutes of a day to another."""
    slack_minutes: int
    """How late something may come unexplained: two moments, for a lost answer has it tried anew."""
    texts_share: float
    """How many of those with a phone are written to by text as well: enough to reach the cap of the week."""
    per_week: int
    per_hour: Mapping[str, int]
    """The pace of mailbox and number."""


QUARTER = Size(
    people=2_000,
    start=datetime(2026, 1, 26, 6, tzinfo=UTC),
    days=91,
    outage=(datetime(2026, 3, 10, 18, tzinfo=UTC), datetime(2026, 3, 12, 18, tzinfo=UTC)),
    cohorts=30,
    reminders=60,
    grid_minutes=120,
    slack_minutes=250,
    texts_share=0.3,
    per_week=4,
    per_hour={"email": 120, "sms": 120},
)
"""American summer time begins on 8 March, European on 29 March; Australian ends on 5 April."""
WEEKS = Size(
    people=30,
    start=datetime(2026, 3, 2, 6, tzinfo=UTC),
    days=14,
    outage=(datetime(2026, 3, 10, 18, tzinfo=UTC), datetime(2026, 3, 12, 18, tzinfo=UTC)),
    cohorts=2,
    reminders=4,
    grid_minutes=1,
    slack_minutes=30,
    texts_share=0.8,
    per_week=3,
    per_hour={"email": 4, "sms": 3},
)
"""Two weeks over the change of clocks, for the test suite: looked at so closely that an hour is not lost."""


def _mails(tag: str, waits: tuple[int, ...], *, has_variants: bool) -> list[dict[str, Any]]:
    return [
        {
            "channel": "email",
            "wait_days": wait,
            "subject": f"[{tag} {number}a]",
            "body": "Hello {{ contact.name }}",
            "variants": [{"subject": f"[{tag} {number}b]"}] if has_variants else [],
        }
        for number, wait in enumerate(waits, start=1)
    ]


SEQUENCES: Mapping[str, Any] = {
    "outreach": {"steps": _mails("outreach", (0, 3, 5), has_variants=False)},
    "account": {"steps": _mails("account", (0, 1, 1), has_variants=True), "stop_on_colleague": True},
    "texts": {
        "steps": [
            {"channel": "sms", "wait_days": wait, "body": f"[texts {number}a] Hello"}
            for number, wait in ((1, 0), (2, 2))
        ]
    },
}
WAITS = {name: tuple(step["wait_days"] for step in one["steps"]) for name, one in SEQUENCES.items()}


def crm(size: Size) -> dict[str, Any]:
    """`crm.yaml` of the simulated company."""
    return {
        "sequences": SEQUENCES,
        "sending": {
            "cap_per_week": size.per_week,
            "per_hour": dict(size.per_hour),
            "stale_hours": STALE_HOURS,
        },
        "calendar": {
            "working_hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
            "holidays_country": "US",
        },
        # Nobody judges the digests here; with their charts they take a tenth of the time.
        "digests": {"rep": []},
    }


def terms(size: Size) -> Terms:
    """What the quarter is judged by."""
    return Terms(
        waits=dict(WAITS),
        stops_on_colleague=frozenset(name for name, one in SEQUENCES.items() if one.get("stop_on_colleague")),
        company_zone=COMPANY_ZONE,
        holidays=HOLIDAYS,
        per_week=size.per_week,
        per_hour=dict(size.per_hour),
        stale_hours=STALE_HOURS,
        slack_minutes=size.slack_minutes,
        outage=size.outage,
        end=size.start + timedelta(days=size.days),
    )


def people(size: Size, chance: random.Random) -> list[Person]:
    """Customers all over the world, known by their phone, their mail's country, or neither."""
    return [_person(number, chance) for number in range(size.people)]


def _person(number: int, chance: random.Random) -> Person:
    name, company = f"Person {number}", number // 20
    kind = chance.random()
    if kind < 0.6:
        zone, prefix, digits = chance.choice(_PHONES)
        phone = f"{prefix}{number % 10**digits:0{digits}d}"
        return Person(number, name, f"p{number}@c{company}.example", phone, zone, company)
    if kind < 0.8:
        zone, ending = chance.choice(_DOMAINS)
        return Person(number, name, f"p{number}@c{company}.{ending}", "", zone, company)
    if kind < 0.9:
        zone = chance.choice(("America/Sao_Paulo", "Asia/Kolkata", "Pacific/Auckland"))
        return Person(number, name, f"p{number}@c{company}.example", "", zone, company, written_zone=zone)
    return Person(number, name, f"p{number}@c{company}.example", "", COMPANY_ZONE, company)


def intentions(everybody: list[Person], chance: random.Random) -> dict[int, Intention]:
    """Who will do what; most do nothing."""
    found: dict[int, Intention] = {}
    for person in everybody:
        deed = _chosen(chance)
        if deed is not None:
            delay = timedelta(hours=2 if deed in ("bounce", "away") else 2 * chance.randint(1, 40))
            by_text = bool(person.phone) and deed in ("reply", "opt_out") and chance.random() < 0.4
            found[person.number] = Intention(deed, chance.choice((1, 1, 2)), delay, by_text)
    return found


def _chosen(chance: random.Random) -> Deed | None:
    dice = chance.random()
    for deed, share in _DEEDS:
        dice -= share
        if dice < 0:
            return deed
    return None


Cohort = tuple[datetime, str, list[Person]]


def cohorts(size: Size, everybody: list[Person], chance: random.Random) -> list[Cohort]:
    """When whom is put into which sequence: at any hour, on all days but the last twelve."""
    shuffled = chance.sample(everybody, len(everybody))
    groups = [shuffled[place :: size.cohorts] for place in range(size.cohorts)]
    found: list[Cohort] = []
    for place, group in enumerate(groups):
        at, tag = _beginning(size, chance, is_first=place == 0)
        found.append((at, tag, group))
        also = [one for one in group if one.phone and chance.random() < size.texts_share]
        found.append((at, "texts", also))
    return sorted(found, key=lambda one: one[0])


def _beginning(size: Size, chance: random.Random, *, is_first: bool) -> tuple[datetime, str]:
    """When a cohort begins what. The second step of the first one comes due as the outage begins."""
    outage, until = size.outage
    if is_first:
        return outage - timedelta(days=5) + timedelta(hours=2), "outreach"
    hours = max(1, (size.days - 12) * 24)
    at = size.start + timedelta(hours=chance.randrange(0, hours, 2))
    if outage <= at < until:
        at = until + timedelta(hours=2)
    return at, chance.choice(("outreach", "account"))
