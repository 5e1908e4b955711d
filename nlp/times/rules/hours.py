"""From one hour to another: 2-3pm, between 5 and 6 tomorrow, tonight from 7 to 9, 2pm for an hour."""

from dataclasses import replace
from datetime import timedelta

from nlp.times.calendar import add_days
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.clocks import in_part
from nlp.times.rules.moments import at_clock, clock_span
from nlp.times.span import Clock, Span, day_span, midnight

rule = GRAMMAR.rule


@rule(
    "TIMES",
    "from? TIME|BARETIME|SPOKENTIME TO TIME",
    "between TIME|BARETIME|SPOKENTIME and|TO TIME",
    "from|between SPOKENTIME TO|and SPOKENTIME",
)
def time_to_time(_: Context, first: Clock, last: Clock) -> tuple[Clock, Clock] | None:
    """In "2-3pm" the pm is meant for both, in "11-1pm" only for the last."""
    if not first.meridiem and not first.is_exact and (last.meridiem or last.is_exact):
        first = _latest_before(first, last)
    elif last.seconds() <= first.seconds() and not last.meridiem and not last.is_exact:
        last = replace(last, meridiem="pm")
    return (first, replace(last, zone=None)) if first.seconds() < last.seconds() else None


def _latest_before(clock: Clock, last: Clock) -> Clock:
    """The morning or afternoon reading of a clock time that comes right before another."""
    afternoon = replace(clock, meridiem="pm")
    return afternoon if afternoon.seconds() < last.seconds() else replace(clock, meridiem="am")


@rule("BARETIMES", "BARETIME TO BARETIME", "from|between BARETIME|TIME TO|and BARETIME", weight=1)
def plain_times(context: Context, first: Clock, last: Clock) -> tuple[Clock, Clock] | None:
    """Times only beside a day: "between 10 and 12" may be money."""
    return time_to_time(context, first, last)


@rule("TIMES", "TIMES|BARETIMES in the? PART", weight=1)
def times_in_part(context: Context, said: tuple[Clock, Clock], part: str) -> tuple[Clock, Clock] | None:
    return time_to_time(context, in_part(said[0], part), in_part(said[1], part))


@rule("TIMES", "TIMES|BARETIMES ZONEALONE", weight=1)
def times_in_zone(_: Context, said: tuple[Clock, Clock], zone: str) -> tuple[Clock, Clock]:
    return replace(said[0], zone=zone), said[1]


def _in_part(times: tuple[Clock, Clock], part: str) -> tuple[Clock, Clock]:
    first, last = (in_part(clock, part) for clock in times)
    return first, last


def _between(day: Span, times: tuple[Clock, Clock]) -> Span | None:
    start = at_clock(day, times[0])
    end = midnight(day.first) + timedelta(seconds=times[1].seconds())
    return replace(start, end=end, grain="hour") if end > start.start else None


@rule("MOMENTS", "DAY ,|at|from|between? TIMES|BARETIMES", weight=1)
def times_after_day(_: Context, day: Span, times: tuple[Clock, Clock]) -> Span | None:
    return _between(day, times)


@rule("MOMENTS", "TIMES|BARETIMES ,|on|of? DAY", weight=1)
def times_before_day(_: Context, times: tuple[Clock, Clock], day: Span) -> Span | None:
    return _between(day, times)


@rule("MOMENTS", "THIS PART ,? TIMES|BARETIMES", weight=2)
def this_part_times(context: Context, part: str, times: tuple[Clock, Clock]) -> Span | None:
    return _between(day_span(context.today), _in_part(times, part))


@rule("MOMENTS", "TIMES|BARETIMES ,? THIS PART", weight=2)
def times_this_part(context: Context, times: tuple[Clock, Clock], part: str) -> Span | None:
    return _between(day_span(context.today), _in_part(times, part))


@rule("MOMENTS", "DAY PART ,? TIMES|BARETIMES", weight=2)
def day_part_times(_: Context, day: Span, part: str, times: tuple[Clock, Clock]) -> Span | None:
    return _between(day, _in_part(times, part))


@rule("MOMENTS", "TIMES|BARETIMES ,|on? DAY PART", weight=2)
def times_day_part(_: Context, times: tuple[Clock, Clock], day: Span, part: str) -> Span | None:
    return _between(day, _in_part(times, part))


@rule("MOMENTS", "TIMES|BARETIMES LAST PART", "LAST PART TIMES|BARETIMES", weight=2)
def times_of_last_part(context: Context, *said: object) -> Span | None:
    times = next(value for value in said if isinstance(value, tuple))
    part = next(value for value in said if isinstance(value, str))
    return _between(day_span(add_days(context.today, -1)), _in_part(times, part))


@rule("CLOCKTIME", "TIMES")
def times_alone(context: Context, said: tuple[Clock, Clock]) -> Span:
    start = clock_span(context, said[0])
    return replace(start, end=start.start + timedelta(seconds=said[1].seconds() - said[0].seconds()))


@rule("MOMENTS", "from? MOMENT TO TIME|BARETIME")
def moment_to_time(_: Context, first: Span, last: Clock) -> Span | None:
    end = midnight(first.first) + timedelta(seconds=last.seconds())
    return replace(first, end=end) if end > first.start else None


@rule("MOMENTS", "from? MOMENT TO MOMENT")
def moment_to_moment(_: Context, first: Span, last: Span) -> Span | None:
    return replace(first, end=last.start) if last.start > first.start else None
