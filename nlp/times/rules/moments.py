"""A day with an hour: tomorrow 3pm, Friday morning, tonight at 8, EOD Thursday, now."""

from dataclasses import replace
from datetime import datetime, timedelta

from nlp.times.calendar import add_days
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.clocks import PART_HOURS, in_part
from nlp.times.span import Clock, Span, day_span, midnight

rule = GRAMMAR.rule

DAY_ENDS = Clock(17, is_exact=True)


def at_clock(day: Span, clock: Clock, *, part: str | None = None) -> Span:
    """The clock time on that day."""
    start = midnight(day.first) + timedelta(seconds=clock.seconds(part=part))
    grain = "second" if clock.second else "minute" if clock.minute else "hour"
    length = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}[
        grain
    ]
    return Span(start, start + length, grain, has_hour=True, zone=clock.zone)  # type: ignore[arg-type]


@rule(
    "MOMENT",
    "DAY ,|-|at|by|from|for|@|around|about|after|before? TIME",
    "DAY , at TIME",
    "DAY ( TIME )",
    weight=1,
)
def day_then_time(_: Context, day: Span, clock: Clock) -> Span:
    return at_clock(day, clock)


@rule(
    "MOMENT",
    "DAY ,? at|@|around|about|by|after|before|from|until? BARETIME|SPOKENTIME",
    "PLAINDAY ,? at BARETIME|SPOKENTIME",
    weight=-1,
)
def day_then_bare(_: Context, day: Span, clock: Clock) -> Span:
    return at_clock(day, clock)


@rule("MOMENT", "POINT ,? at|@|around TIME|BARETIME|SPOKENTIME", "POINT , TIME", weight=1)
def point_then_time(_: Context, day: Span, clock: Clock) -> Span | None:
    """In three weeks at 10."""
    return None if day.has_hour else at_clock(day, clock)


@rule("MOMENT", "DOTTIME on|, DAY|PLAINDAY")
def dotted_then_day(_: Context, clock: Clock, day: Span) -> Span:
    return at_clock(day, clock)


@rule("MOMENT", "BARETIME|SPOKENTIME RELATIVE")
def bare_then_relative(context: Context, clock: Clock, days: int) -> Span:
    return at_clock(day_span(add_days(context.today, days)), clock)


@rule("MOMENT", "BARETIME|SPOKENTIME WEEKDAY")
def bare_then_weekday(context: Context, clock: Clock, weekday: int) -> Span:
    return at_clock(day_span(context.weekday(weekday)), clock)


@rule("HTIME", "NUMBER h|hrs|hr")
def continental(_: Context, hour: int) -> Clock | None:
    """15h: an hour beside a day, else a length."""
    return Clock(hour) if 0 <= hour <= 24 else None


@rule("MOMENT", "HTIME on|,? DAY")
def continental_then_day(_: Context, clock: Clock, day: Span) -> Span:
    return at_clock(day, clock)


@rule("MOMENT", "DAY ,|at|um? HTIME")
def day_then_continental(_: Context, day: Span, clock: Clock) -> Span:
    return at_clock(day, clock)


@rule("MOMENT", "DAY ,|at? DOTTIME")
def day_then_dotted(_: Context, day: Span, clock: Clock) -> Span:
    return at_clock(day, clock)


@rule(
    "MOMENT",
    "TIME ,|on|of|this|the|at? DAY|PLAINDAY",
    "BARETIME|SPOKENTIME on|, DAY",
    "by|before|after|until|till|around|about|for BARETIME DAY",
)
def time_then_day(_: Context, clock: Clock, day: Span) -> Span:
    return at_clock(day, clock)


@rule("MOMENT", "TIME on the PLAINDAY", "TIME , on DAY")
def time_on_day(_: Context, clock: Clock, day: Span) -> Span:
    return at_clock(day, clock)


@rule("MOMENT", "EXACTTIME")
def exact_time(_: Context, said: datetime) -> Span:
    wall = said.replace(tzinfo=None)
    instant = said if said.tzinfo is not None else None
    return Span(wall, wall + timedelta(minutes=1), "minute", has_hour=True, instant=instant)


def part_of(day: Span, part: str) -> Span:
    """The part of that day, standing for one hour."""
    start = midnight(day.first) + timedelta(hours=PART_HOURS[part])
    return Span(start, start + timedelta(hours=4), "part", has_hour=True)


@rule(
    "MOMENT",
    "DAY in|,|at|around|during|over|before|after|by? the|early|late? PART",
    "PART|LUNCHTIME of|on|,? DAY",
    "the? PART of DAY",
)
def part_of_day(_: Context, first: Span | str, second: Span | str) -> Span:
    day, part = (first, second) if isinstance(first, Span) else (second, first)
    assert isinstance(day, Span)
    assert isinstance(part, str)
    return part_of(day, part)


@rule("MOMENT", "DAY in|the? AMPM")
def half_of_day(_: Context, day: Span, meridiem: str) -> Span:
    return part_of(day, "morning" if meridiem == "am" else "afternoon")


@rule("MOMENT", "DAY BARETIME PART", weight=1)
def day_bare_part(_: Context, day: Span, clock: Clock, part: str) -> Span:
    return at_clock(day, in_part(clock, part))


@rule(
    "MOMENT",
    "DAY first thing",
    "first thing DAY",
    "first thing on DAY",
    "first thing in the morning DAY",
    weight=1,
)
def first_thing(_: Context, day: Span) -> Span:
    return part_of(day, "morning")


@rule("MOMENT", "DAY first thing in? the PART", "first thing on? DAY PART", weight=1)
def first_thing_in_part(_: Context, day: Span, part: str) -> Span:
    return part_of(day, part)


@rule("MOMENT", "THIS early|late? PART", "LATER|EARLY|AGO THIS PART")
def this_part(context: Context, part: str) -> Span:
    return part_of(_today(context), part)


@rule("MOMENT", "tonight|tonite|2nite", "LATER tonight")
def tonight(context: Context) -> Span:
    return part_of(_today(context), "evening")


@rule("MOMENT", "LAST PART")
def last_part(context: Context, part: str) -> Span:
    return part_of(replace(_today(context), start=midnight(add_days(context.today, -1))), part)


@rule("MOMENT", "LATER RELATIVE", "RELATIVE LATER")
def later_today(context: Context, days: int) -> Span | None:
    """Later today stands for the end of the working day, or an hour from now if that is gone."""
    if days != 0:
        return None
    day_end = at_clock(_today(context), DAY_ENDS)
    soon = (context.now + timedelta(hours=1)).replace(second=0, microsecond=0)
    return (
        day_end
        if day_end.start > context.now
        else Span(soon, soon + timedelta(hours=1), "hour", has_hour=True)
    )


@rule(
    "PARTTIME",
    "in|during|over|at|by|around|for|before|after the? early|late? PART",
    "first thing in the PART",
)
def in_the_part(context: Context, part: str) -> Span | None:
    """In the morning: the coming one, or in a report the one of today."""
    span = part_of(_today(context), part)
    if not context.is_past and context.now >= span.start:
        span = part_of(replace(span, start=midnight(add_days(context.today, 1))), part)
    return replace(span, has_day=False)


@rule("MOMENT", "tonight|tonite ,|at|by|around|from? TIME|BARETIME|SPOKENTIME", weight=1)
def tonight_at(context: Context, clock: Clock) -> Span:
    return at_clock(_today(context), in_part(clock, "evening"))


@rule("MOMENT", "TIME|BARETIME ,? tonight|tonite", weight=1)
def time_tonight(context: Context, clock: Clock) -> Span:
    return at_clock(_today(context), in_part(clock, "evening"))


@rule("MOMENT", "THIS PART ,? at|by|around? TIME|BARETIME|SPOKENTIME", weight=1)
def this_part_at(context: Context, part: str, clock: Clock) -> Span:
    return at_clock(_today(context), in_part(clock, part))


@rule("MOMENT", "DAY PART ,? at|by|around|from? TIME|BARETIME|SPOKENTIME", weight=1)
def day_part_at(_: Context, day: Span, part: str, clock: Clock) -> Span:
    return at_clock(day, in_part(clock, part))


@rule(
    "ENDOFDAY",
    "the? close|end of business|biz|day|play",
    "the? end of the|my|working|business day",
    "close day",
)
def end_of_day(_: Context) -> int:
    return 0


@rule("ENDOFDAY", "ENDWORD")
def end_of_day_word(_: Context, unit: str) -> int | None:
    return 0 if unit == "day" else None


@rule("MOMENT", "ENDOFDAY")
def end_of_today(context: Context, _: int) -> Span:
    return replace(at_clock(_today(context), DAY_ENDS), has_day=True)


@rule("MOMENT", "ENDOFDAY on|of|,|for? DAY|PLAINDAY", "the? end of DAY")
def end_of_a_day(_: Context, *said: object) -> Span:
    day = said[-1]
    assert isinstance(day, Span)
    return at_clock(day, DAY_ENDS)


@rule("MOMENT", "DAY|PLAINDAY ,|at|by|-? ENDOFDAY", "DAY 's end")
def day_end(_: Context, day: Span, *__: object) -> Span:
    return at_clock(day, DAY_ENDS)


@rule(
    "MOMENT",
    "right|just now",
    "by|from now",
    "as of now",
    "at the moment",
    "at THIS time|moment",
)
def right_now(context: Context) -> Span:
    return now_span(context)


@rule("NOW", "now")
def now(context: Context) -> Span:
    return now_span(context)


def now_span(context: Context) -> Span:
    """This very minute."""
    wall = context.now.replace(microsecond=0)
    return Span(wall, wall + timedelta(minutes=1), "minute", has_hour=True, has_day=False)


def clock_span(context: Context, clock: Clock) -> Span:
    """A time without a day: today's, or if that is gone tomorrow's; in a report the last one."""
    span = at_clock(_today(context), clock)
    if clock.zone is not None:
        return replace(span, has_day=False)
    if context.is_past and span.start > context.now:
        span = at_clock(replace(_today(context), start=midnight(add_days(context.today, -1))), clock)
    elif not context.is_past and span.start < context.now:
        span = at_clock(replace(_today(context), start=midnight(add_days(context.today, 1))), clock)
    return replace(span, has_day=False)


@rule("BYHOUR", "by|before|after|until|till|around|about|for BARETIME")
def by_hour(context: Context, clock: Clock) -> Span | None:
    """By 5: only where the sentence ends there, see `weighing`."""
    return clock_span(context, clock) if 1 <= clock.hour <= 12 else None


@rule("CLOCKTIME", "TIME", "the TIME|BARETIME one|meeting|call|slot")
def clock_alone(context: Context, clock: Clock) -> Span:
    return clock_span(context, clock)


def _today(context: Context) -> Span:
    start = midnight(context.today)
    return Span(start, start + timedelta(days=1), "day")
