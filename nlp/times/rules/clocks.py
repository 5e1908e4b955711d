"""Times of day: 3pm, 15:30, half past 7 am, quarter to five, noon, 3ish, "3 in the afternoon", 10 CET."""

from dataclasses import replace

from nlp.times.grammar import GRAMMAR, Context
from nlp.times.span import Clock

rule = GRAMMAR.rule

PART_HOURS = {
    "breakfast": 8,
    "morning": 9,
    "daytime": 9,
    "lunch": 12,
    "afternoon": 14,
    "evening": 18,
    "night": 18,
    "dinner": 18,
}
"""The hour a part of the day stands for."""


@rule("PART", "MID|LATE|EARLY|early -? PART", "PART time", weight=1)
def shade_of_part(_: Context, part: str) -> str:
    """Mid-morning, late afternoon, lunch time: the hour of the part."""
    return part


@rule("TIME", "COLON")
def colon(_: Context, clock: Clock) -> Clock:
    return clock


@rule("TIME", "COLON AMPM", weight=1)
def colon_ampm(_: Context, clock: Clock, meridiem: str) -> Clock | None:
    if clock.hour > 12:
        return replace(clock, is_exact=True)
    return replace(clock, meridiem=meridiem, is_exact=False)


@rule("TIME", "NUMBER AMPM", weight=1)
def number_ampm(_: Context, number: int, meridiem: str) -> Clock | None:
    if 1 <= number <= 12:
        return Clock(number, meridiem=meridiem)
    hour, minute = divmod(number, 100)
    if 1 <= hour <= 12 and minute < 60:
        return Clock(hour, minute, meridiem=meridiem)
    return Clock(number, is_exact=True) if 12 < number < 24 else None


@rule("TIME", "NUMBER or|/ NUMBER AMPM", weight=2)
def first_of_two_hours(_: Context, hour: int, __: int, meridiem: str) -> Clock | None:
    return Clock(hour, meridiem=meridiem) if 1 <= hour <= 12 else None


@rule("TIME", "NUMBER NUMBER AMPM", weight=2)
def two_numbers_ampm(_: Context, hour: int, minute: int, meridiem: str) -> Clock | None:
    return Clock(hour, minute, meridiem=meridiem) if 1 <= hour <= 12 and 10 <= minute < 60 else None


@rule("BARETIME", "NUMBER")
def bare(_: Context, number: int) -> Clock | None:
    """A number that could be an hour: a time only beside a day or after "at"."""
    return Clock(number, is_bare=True) if 0 <= number <= 24 else None


@rule("BARETIME", "HOURSOFDAY")
def hours_of_day(_: Context, clock: Clock) -> Clock:
    """Four figures as soldiers say them ("Thursday 0600"): a time only beside a day."""
    return clock


@rule("TIME", "at|@ HOURSMINUTES", "HOURSMINUTES hrs|hours|h|hr", "at DOTTIME")
def military(_: Context, clock: Clock) -> Clock:
    return clock


@rule(
    "TIME",
    "NUMBER oclock|ish|sharp|uhr",
    "NUMBER o clock|oclock",
    "COLON oclock|ish|sharp|h|uhr|hrs|hours",
    "NUMBER -|oclock ish|sharp",
)
def sharp(_: Context, hour: int | Clock) -> Clock | None:
    if isinstance(hour, Clock):
        return hour
    return Clock(hour) if 0 <= hour <= 24 else None


@rule(
    "TIME",
    "TIME my|your|our|their|local time",
    "TIME ish|sharp|oclock|latest",
    "TIME - ish",
    "TIME on the dot",
    "TIME at the latest",
)
def about(_: Context, clock: Clock) -> Clock:
    return clock


@rule("TIME", "about|around|exactly|approx|~|by TIME")
def around(_: Context, clock: Clock) -> Clock:
    return clock


@rule("BARETIME", "about|around|exactly|~ BARETIME")
def around_bare(_: Context, clock: Clock) -> Clock:
    return clock


@rule("TIME", "at|@ about|around|exactly? BARETIME", weight=1)
def at_bare(_: Context, clock: Clock) -> Clock:
    return replace(clock, is_bare=True)


@rule("TIME", "at|by TIME")
def at_time(_: Context, clock: Clock) -> Clock:
    return clock


@rule("SAIDTIME", "half past NUMBER", weight=1)
def half_past(_: Context, hour: int) -> Clock | None:
    return Clock(hour, 30) if 1 <= hour <= 12 else None


@rule("SAIDTIME", "half NUMBER")
def half_hour(_: Context, hour: int) -> Clock | None:
    return Clock(hour, 30) if 1 <= hour <= 12 else None


@rule("SAIDTIME", "a? quarter past|after NUMBER", weight=1)
def quarter_past(_: Context, hour: int) -> Clock | None:
    return Clock(hour, 15) if 1 <= hour <= 12 else None


@rule("SAIDTIME", "a? quarter to|of|before|til|till NUMBER", weight=1)
def quarter_to(_: Context, hour: int) -> Clock | None:
    return _minutes_to(hour, 15)


@rule("SAIDTIME", "NUMBER minutes|mins|min? past|after NUMBER", weight=1)
def minutes_past(_: Context, minutes: int, hour: int) -> Clock | None:
    return Clock(hour, minutes) if 1 <= hour <= 12 and 1 <= minutes < 60 else None


@rule("SAIDTIME", "NUMBER minutes|mins|min to|before|til|till NUMBER", weight=1)
def minutes_to(_: Context, minutes: int, hour: int) -> Clock | None:
    return _minutes_to(hour, minutes)


@rule("TIME", "NUMBER to NUMBER")
def plain_minutes_to(_: Context, minutes: int, hour: int) -> Clock | None:
    return _minutes_to(hour, minutes) if minutes in (5, 10, 20, 25) and minutes > hour else None


@rule("TIME", "SAIDTIME")
def said_in_words(_: Context, clock: Clock) -> Clock:
    return clock


@rule("TIME", "SAIDTIME AMPM", weight=1)
def said_with_ampm(_: Context, clock: Clock, meridiem: str) -> Clock:
    """Half past 7 am, quarter to nine pm."""
    return replace(clock, hour=clock.hour % 12 or 12, meridiem=meridiem, is_exact=False)


@rule("TIME", "at NUMBER to NUMBER", weight=2)
def at_minutes_to(_: Context, minutes: int, hour: int) -> Clock | None:
    """At ten to eleven."""
    return _minutes_to(hour, minutes) if minutes in (5, 10, 20, 25) else None


def _minutes_to(hour: int, minutes: int) -> Clock | None:
    """Quarter to one is 12:45; the hour that was said decides between morning and afternoon."""
    if not (1 <= hour <= 12 and 1 <= minutes < 60):
        return None
    said = Clock(hour).seconds() // 3600
    return Clock((said - 1) % 24, 60 - minutes, is_exact=True, is_likely=True)


@rule("TIME", "CLOCKWORD")
@rule("TIME", "NUMBER CLOCKWORD", weight=1)
def clock_word(_: Context, *said: int | str) -> Clock | None:
    word = said[-1]
    if len(said) == 2 and said[0] != 12:
        return None
    return Clock(12, is_exact=True) if word == "noon" else Clock(0, is_exact=True, next_day=True)


_SPOKEN_MINUTES = "NUMBER -? NUMBER"


@rule("SPOKENTIME", _SPOKEN_MINUTES, "NUMBER TENS")
def spoken_minutes(_: Context, hour: int, minute: int) -> Clock | None:
    """Two thirty, seven twenty-seven: only beside a day or after "at"."""
    return Clock(hour, minute) if 1 <= hour <= 12 and 10 <= minute < 60 else None


@rule("TIME", "at SPOKENTIME", weight=1)
def at_spoken(_: Context, clock: Clock) -> Clock:
    return clock


@rule("TIME", "TIME ZONE", "TIME ( ZONE )", weight=1)
def in_zone(_: Context, clock: Clock, zone: str) -> Clock | None:
    return replace(clock, zone=zone, is_bare=False)


@rule("TIME", "BARETIME ZONEALONE", weight=1)
def bare_in_zone(_: Context, clock: Clock, zone: str) -> Clock | None:
    return replace(clock, zone=zone, is_bare=False)


@rule("ZONE", "ZONE time")
def zone_time(_: Context, zone: str) -> str:
    return zone


def in_part(clock: Clock, part: str) -> Clock:
    """The clock time read within a part of the day."""
    if clock.meridiem or (clock.is_exact and not clock.is_likely):
        return clock
    seconds = clock.seconds(part=part)
    return Clock(seconds // 3600 % 24, clock.minute, clock.second, is_exact=True, zone=clock.zone)


@rule(
    "TIME",
    "TIME in|at|of? THIS|the? early? PART",
    "BARETIME|SPOKENTIME in|at|of THIS|the? early? PART",
    weight=1,
)
def time_in_part(_: Context, clock: Clock, part: str) -> Clock:
    return in_part(clock, part)


@rule("TIME", "in? the? early|late? PART ,? at TIME|BARETIME", "in the PART at? TIME|BARETIME", weight=1)
def part_then_time(_: Context, part: str, clock: Clock) -> Clock:
    return in_part(clock, part)
