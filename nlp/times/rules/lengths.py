"""Numbers in words, lengths ("an hour and a half"), and what they count from ("ago", "from now")."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from nlp.times.calendar import add_business_days, add_days
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.parts import next_length
from nlp.times.span import Length, Span, day_span, length_of, midnight
from nlp.times.zones import at_wall

rule = GRAMMAR.rule


@rule("NUMBER", "TENS -? NUMBER")
def tens_and_units(_: Context, tens: int, units: int) -> int | None:
    return tens + units if 0 < units < 10 else None


@rule("ORDINAL", "TENS -? ORDINAL")
def tens_and_ordinal(_: Context, tens: int, ordinal: int) -> int | None:
    return tens + ordinal if 0 < ordinal < 10 else None


@rule("COUNT", "NUMBER", "DECIMAL")
def count(_: Context, number: float) -> float:
    return number


@rule("COUNT", "a? couple", "a? couple of")
def couple(_: Context) -> float:
    return 2


@rule("COUNT", "a? few|several")
def few(_: Context) -> float:
    return 3


@rule("COUNT", "NUMBER -|to|or NUMBER")
def from_to(_: Context, least: int, most: int) -> float | None:
    """Two to three weeks: the first is counted, as of every range."""
    return least if least < most else None


@rule("COUNT", "NUMBER and a half")
def and_a_half(_: Context, number: int) -> float:
    return number + 0.5


@rule("LENGTH", "COUNT -|more|of|full|whole|other|solid? UNIT")
def length(_: Context, number: float, unit: str) -> Length | None:
    return length_of(number, unit)


@rule("LENGTH", "a|an|one|1 UNIT")
def one(_: Context, unit: str) -> Length | None:
    return length_of(1, unit)


@rule("LENGTH", "half a|an? UNIT")
def half(_: Context, unit: str) -> Length | None:
    return length_of(0.5, unit)


@rule("LENGTH", "a? quarter of an UNIT", "a quarter UNIT")
def quarter_hour(_: Context, unit: str) -> Length | None:
    return length_of(0.25, unit) if unit == "hour" else None


@rule("LENGTH", "NUMBER quarters of an UNIT")
def quarter_hours(_: Context, number: int, unit: str) -> Length | None:
    return length_of(number / 4, unit) if unit == "hour" else None


@rule("LENGTH", "a|an|one UNIT and a half")
def one_and_a_half(_: Context, unit: str) -> Length | None:
    return length_of(1.5, unit)


@rule("LENGTH", "COUNT UNIT and a half")
def some_and_a_half(_: Context, number: float, unit: str) -> Length | None:
    return length_of(number + 0.5, unit)


@rule("LENGTH", "NUMBER m")
def short_minutes(_: Context, number: int) -> Length | None:
    return length_of(number, "minute")


@rule("LENGTH", "LENGTH NUMBER")
def hour_and_minutes(_: Context, hours: Length, minutes: int) -> Length | None:
    """An hour 30."""
    if hours.unit != "hour" or not 5 <= minutes < 60:
        return None
    return Length(seconds=hours.seconds + 60 * minutes, unit="minute", count=minutes)


@rule("LENGTH", "COUNT BUSINESS UNIT")
def business_days(_: Context, number: float, unit: str) -> Length | None:
    return length_of(number, "business day") if unit == "day" else None


@rule("LENGTH", "LENGTH ,? and? LENGTH")
def sum_of_lengths(_: Context, first: Length, second: Length) -> Length | None:
    size = first.months * 2_592_000 + first.days * 86_400 + first.seconds
    other = second.months * 2_592_000 + second.days * 86_400 + second.seconds
    return first + second if size > other > 0 and first.unit != second.unit else None


def from_today(context: Context, amount: Length, *, sign: int) -> Span:
    """The day (or for hours and minutes the instant) that much from now."""
    if amount.is_exact and not (amount.days or amount.months):
        instant = at_wall(context.now, context.tz).astimezone(UTC) + timedelta(seconds=sign * amount.seconds)
        wall = instant.astimezone(context.tz).replace(tzinfo=None)
        return Span(wall, wall + timedelta(minutes=1), "minute", has_hour=True, instant=instant)
    if amount.is_exact:
        day = amount.after(context.today, sign=sign)
        wall = (
            midnight(day) + (context.now - midnight(context.today)) + timedelta(seconds=sign * amount.seconds)
        )
        return Span(wall, wall + timedelta(minutes=1), "minute", has_hour=True)
    return day_span(shifted(context, amount, day_span(context.today), sign=sign))


def shifted(context: Context, amount: Length, day: Span, *, sign: int) -> date:
    """The day that much after (before) another."""
    if amount.business_days:
        return add_business_days(day.first, sign * amount.business_days, is_day_off=context.is_day_off)
    return amount.after(day.first, sign=sign)


@rule(
    "POINT",
    "in|within about|around|exactly|another? LENGTH",
    "in LENGTH or so",
    "LENGTH 's? from now|today",
    "LENGTH LATER",
)
def in_a_while(context: Context, amount: Length) -> Span:
    return from_today(context, amount, sign=1)


@rule("POINT", "in|within the? NEXT LENGTH", "in|within the? NEXT UNIT", weight=1)
def within(context: Context, said: Length | str) -> Span | None:
    """Within the next two hours stands for their end."""
    amount = length_of(1, said) if isinstance(said, str) else said
    return from_today(context, amount, sign=1) if amount and amount.is_exact else None


@rule("POINT", "after LENGTH")
def after_a_while(context: Context, amount: Length) -> Span:
    return from_today(context, amount, sign=1)


@rule("POINT", "in LENGTH 's|' time", "in LENGTH time")
def in_the_time_of(context: Context, amount: Length) -> Span:
    return from_today(context, amount, sign=1)


@rule("POINT", "LENGTH AGO")
def ago(context: Context, amount: Length) -> Span:
    return from_today(context, amount, sign=-1)


@rule("DAY", "LENGTH from|after|past|following|on DAY")
def after_a_day(context: Context, amount: Length, day: Span) -> Span | None:
    return None if amount.is_exact else day_span(shifted(context, amount, day, sign=1))


@rule("DAY", "LENGTH RELATIVE", weight=1)
def after_relative(context: Context, amount: Length, days: int) -> Span | None:
    """A week tomorrow."""
    return day_span(add_days(context.today, amount.days + days)) if amount.unit == "week" else None


@rule("DAY", "LENGTH before|prior|ahead to|of? DAY")
def before_a_day(context: Context, amount: Length, day: Span) -> Span | None:
    return None if amount.is_exact else day_span(shifted(context, amount, day, sign=-1))


@rule("FORLENGTH", "for about|around|another|the? LENGTH")
def for_a_while(context: Context, amount: Length) -> Span:
    """A length from now on; whether a mere length was meant only the caller can know."""
    end = from_today(context, amount, sign=1)
    if end.has_hour:
        return Span(end.start, end.end, end.grain, has_hour=True, is_length=True, instant=end.instant)
    period = (context.today, max(end.first, add_days(context.today, 1)))
    return Span(end.start, end.end, "day", is_length=True, period=period)


@rule("FORLENGTH", "for the? COMING|NEXT LENGTH")
def for_the_next(context: Context, amount: Length) -> Span:
    """As a time its end ("mute it for the next two days"), as a period the days of it."""
    said = next_length(context, amount)
    end = for_a_while(context, amount)
    if said is None or amount.is_exact:
        return end
    return replace(end, is_length=False, period=(said.first, said.end.date()))


@rule("BARELENGTH", "by? LENGTH", "another|one LENGTH")
def bare_length(context: Context, amount: Length) -> Span:
    """Snooze it two days: a time only after such a word, see `weighing`."""
    return for_a_while(context, amount)
