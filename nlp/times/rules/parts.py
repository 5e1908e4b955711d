"""Stretches counted from today and parts of units: the last 30 days, year to date, end of May, mid June."""

from datetime import timedelta

from nlp.times.calendar import (
    FRIDAY,
    SECONDS_IN,
    add_business_days,
    add_days,
    add_months,
    shift,
    start_of,
)
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.units import calendar_unit, shift_unit
from nlp.times.span import Length, Span, day_span, length_of, midnight, unit_span

rule = GRAMMAR.rule
_DAYS_OF_MONTH = range(28, 32)
_FORTNIGHT = 14
"""The middle of any month is its fifteenth."""


@rule("SPAN", "the? LAST LENGTH")
def last_length(context: Context, amount: Length) -> Span | None:
    """Days and weeks end with today; months, quarters and years are the full ones before this."""
    tomorrow = add_days(context.today, 1)
    if amount.is_exact:
        first = (context.now - timedelta(seconds=amount.seconds)).date()
        return Span.of_days(first, tomorrow, "range")
    if amount.business_days:
        first = add_business_days(tomorrow, -amount.business_days, is_day_off=context.is_day_off)
        return Span.of_days(first, tomorrow, "range")
    if amount.days and not amount.months:
        return Span.of_days(add_days(tomorrow, -amount.days), tomorrow, "range")
    end = start_of(amount.unit, context.today)
    return Span.of_days(add_months(end, -amount.months), end, "range")


@rule("SPAN", "the? NEXT|COMING LENGTH")
def next_length(context: Context, amount: Length) -> Span | None:
    """Days and weeks begin today; months, quarters and years are the full ones after this."""
    if amount.is_exact:
        last = (context.now + timedelta(seconds=amount.seconds)).date()
        return Span.of_days(context.today, add_days(last, 1), "range")
    if amount.business_days:
        last = add_business_days(context.today, amount.business_days, is_day_off=context.is_day_off)
        return Span.of_days(context.today, add_days(last, 1), "range")
    if amount.days and not amount.months:
        return Span.of_days(context.today, add_days(context.today, amount.days), "range")
    first = shift_unit(context.today, amount.unit, 1)
    end = add_months(first, amount.months)
    return Span.of_days(first, end, "range", on=add_days(end, -1))


@rule("SPAN", "the? COUNT NEXT|COMING UNIT")
def inverted_next(context: Context, number: float, unit: str) -> Span | None:
    amount = length_of(number, unit)
    return next_length(context, amount) if amount else None


@rule("SPAN", "the? COUNT LAST UNIT")
def inverted_last(context: Context, number: float, unit: str) -> Span | None:
    amount = length_of(number, unit)
    return last_length(context, amount) if amount else None


@rule(
    "SPAN",
    "TODATE",
    "UNIT to date",
    "UNIT - to - date",
    "UNIT so far",
    "THIS UNIT so far",
    "so far THIS UNIT",
)
def to_date(context: Context, unit: str) -> Span | None:
    if unit in SECONDS_IN:
        return None
    return Span.of_days(start_of(unit, context.today), add_days(context.today, 1), "range")


@rule("SPAN", "the? rest|remainder of ANYSPAN", "the? remaining ANYSPAN")
def rest_of(context: Context, span: Span) -> Span | None:
    first = max(context.today, span.first)
    return (
        Span.of_days(first, span.end.date(), "range", on=span.date_reading)
        if first < span.end.date()
        else None
    )


@rule("SPAN", "later in? ANYSPAN")
def later_in(context: Context, span: Span) -> Span | None:
    return rest_of(context, span) if span.first <= context.today else late_in(context, span)


@rule("SPAN", "early|earlier in|of|-? ANYSPAN", "the? EARLY part of ANYSPAN")
def early_in(_: Context, span: Span) -> Span:
    third = max(1, (span.end.date() - span.first).days // 3)
    return Span.of_days(span.first, add_days(span.first, third), "range", on=add_days(span.first, third - 1))


@rule("SPAN", "LATE in|-? ANYSPAN", "the? LATE|latter part of ANYSPAN")
def late_in(_: Context, span: Span) -> Span:
    third = max(1, (span.end.date() - span.first).days // 3)
    return Span.of_days(add_days(span.end.date(), -third), span.end.date(), "range", on=span.last)


@rule("SPAN", "the? MID in|of|-? ANYSPAN")
def mid(_: Context, span: Span) -> Span | None:
    days = (span.end.date() - span.first).days
    first, end = add_days(span.first, days * 9 // 30), add_days(span.first, days * 20 // 30)
    middle = add_days(span.first, _FORTNIGHT if days in _DAYS_OF_MONTH else (days - 1) // 2)
    if first >= end:
        return None
    return Span(midnight(middle), midnight(end), "range", date_reading=middle, period=(first, end))


@rule(
    "DAY",
    "the? very? end of|the? ANYSPAN|UNIT",
    "ANYSPAN|UNIT -? end",
    weight=1,
)
def end_of(context: Context, said: Span | str) -> Span | None:
    """The last day of the unit, the Friday of a week; the end of a day is an hour: see `clocks`."""
    span = calendar_unit(said, context.today) if isinstance(said, str) else said
    if span is None:
        return None
    return day_span(add_days(span.first, FRIDAY) if span.grain == "week" else span.last)


@rule("DAY", "the? EARLY of|the ANYSPAN", "beginning ANYSPAN", weight=1)
def start_of_span(_: Context, span: Span) -> Span:
    return day_span(span.first)


@rule("DAY", "ENDWORD NUMBER", weight=1)
def end_of_quarter(context: Context, unit: str, number: int) -> Span | None:
    """EOQ2."""
    if unit != "quarter" or not 1 <= number <= 4:
        return None
    return day_span(unit_span(unit, context.today.replace(month=3 * number, day=1)).last)


@rule("DAY", "ENDWORD", "ENDWORD of? ANYSPAN")
def end_word(context: Context, unit: str, span: Span | None = None) -> Span | None:
    if unit == "day":
        return None
    return end_of(context, span or unit)


@rule("SPAN", "the? ORDINAL half of ANYSPAN", weight=2)
def half_of(_: Context, nth: int, span: Span) -> Span | None:
    """The second half of March."""
    if nth not in (1, 2) or span.grain not in ("week", "month", "quarter"):
        return None
    first = add_days(span.first, (span.end.date() - span.first).days // 2)
    if nth == 1:
        return Span.of_days(span.first, first, "range", on=add_days(first, -1))
    return Span.of_days(first, span.end.date(), "range", on=span.date_reading)


@rule("SPAN", "the? UNIT before DAY", weight=1)
def unit_before(_: Context, unit: str, day: Span) -> Span | None:
    """The week before Christmas."""
    return calendar_unit(unit, shift_unit(day.first, unit, -1))


@rule("SPAN", "the? UNIT after|following DAY", weight=1)
def unit_after(_: Context, unit: str, day: Span) -> Span | None:
    return calendar_unit(unit, shift_unit(day.first, unit, 1))


@rule("SPAN", "MID -? UNIT")
def middle_of_this(context: Context, unit: str) -> Span | None:
    """Mid month: of this one."""
    span = calendar_unit(unit, context.today)
    return mid(context, span) if span else None


@rule("SPAN", "the? ORDINAL week of|in ANYSPAN", weight=1)
def nth_week_of(_: Context, nth: int, span: Span) -> Span | None:
    """The first week is that of the first day that lies in it for the most part (ISO 8601)."""
    if span.grain not in ("month", "quarter", "half", "year"):
        return None
    first = add_days(span.first, 3)
    monday = add_days(start_of("week", first), 7 * (nth - 1))
    return unit_span("week", monday)


@rule("SPAN", "the? LAST week of|in ANYSPAN", weight=1)
def last_week_of(_: Context, span: Span) -> Span:
    return unit_span("week", add_days(span.last, -3))


@rule("SPAN", "the? ORDINAL LENGTH of|in ANYSPAN", weight=1)
def first_length_of(_: Context, nth: int, amount: Length, span: Span) -> Span | None:
    if nth != 1 or amount.is_exact:
        return None
    return Span.of_days(span.first, amount.after(span.first), "range")


@rule("SPAN", "the? LAST LENGTH of|in ANYSPAN", weight=1)
def last_length_of(_: Context, amount: Length, span: Span) -> Span | None:
    if amount.is_exact:
        return None
    return Span.of_days(amount.after(span.end.date(), sign=-1), span.end.date(), "range")


@rule("SPAN", "the? ORDINAL UNIT of|in ANYSPAN", weight=1)
def nth_unit_of(_: Context, nth: int, unit: str, span: Span) -> Span | None:
    if unit not in ("month", "quarter", "half") or span.grain not in ("quarter", "half", "year"):
        return None
    found = unit_span(unit, shift(span.first, unit, nth - 1))
    return found if found.end <= span.end else None


@rule("SPAN", "the? LAST UNIT of|in ANYSPAN", weight=1)
def last_unit_of(_: Context, unit: str, span: Span) -> Span | None:
    if unit not in ("month", "quarter", "half") or span.grain not in ("quarter", "half", "year"):
        return None
    return unit_span(unit, span.last)
