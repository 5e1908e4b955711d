"""Calendar units: this week, next quarter, March 2027, Q3, H1, the last 30 days, year to date, end of May."""

from datetime import date

from nlp.times.calendar import (
    FRIDAY,
    MONTHS_IN,
    SECONDS_IN,
    add_days,
    add_months,
    iso_week,
    shift,
    start_of,
)
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.span import Span, unit_span, weekend_of

rule = GRAMMAR.rule


@rule("YEAR", "FOURDIGITS", "SHORTYEAR")
def year_number(_: Context, year: int) -> int:
    return year


def full_year(said: int) -> int:
    """87 is 1987, 27 is 2027."""
    return said if said > 99 else said + (1900 if said > 60 else 2000)


@rule("YEAR", "CENTURY NUMBER", "CENTURY hundred and? NUMBER")
def spoken_year(_: Context, century: int, number: int) -> int | None:
    return century * 100 + number if 10 <= number <= 99 else None


@rule("YEAR", "two thousand and? NUMBER")
def spoken_year_of_two_thousand(_: Context, number: int) -> int | None:
    return 2000 + number if number < 100 else None


@rule("SPAN", "MONTHYEAR")
def month_year(_: Context, said: tuple[int, int]) -> Span:
    return unit_span("month", date(said[1], said[0], 1))


@rule("YEARSPAN", "YEAR")
def year(_: Context, number: int) -> Span:
    return unit_span("year", date(number, 1, 1))


@rule("ANYSPAN", "SPAN|CURRENT|YEARSPAN")
def any_span(_: Context, span: Span) -> Span:
    """Any calendar unit, also one that is none by itself (the quarter, 2027)."""
    return span


@rule("SPAN", "the? year|fy|cy|fiscal of? FOURDIGITS", "fy|cy -|'|’? TWODIGITS", "fy SHORTYEAR")
def named_year(_: Context, number: int) -> Span:
    return unit_span("year", date(number if number > 99 else 2000 + number, 1, 1))


def calendar_unit(unit: str, day: date) -> Span | None:
    """The week, month or longer unit the day lies in; days and hours are none."""
    return None if unit in SECONDS_IN or unit == "day" else unit_span(unit, day)


@rule(
    "SPAN", "THIS UNIT", "the THIS UNIT", "THIS ongoing|running|whole|entire|same|very|calendar|fiscal UNIT"
)
def this_unit(context: Context, unit: str) -> Span | None:
    return calendar_unit(unit, context.today)


@rule("CURRENT", "the UNIT", "the calendar|fiscal|whole|entire|full UNIT")
def the_unit(context: Context, unit: str) -> Span | None:
    """The quarter: this one; a mention by itself only after a word that asks for a time."""
    return calendar_unit(unit, context.today)


@rule("SPAN", "the? NEXT|COMING calendar|fiscal|full|whole|-? UNIT")
def next_unit(context: Context, unit: str) -> Span | None:
    return calendar_unit(unit, shift_unit(context.today, unit, 1))


@rule("SPAN", "THIS LAST UNIT", "the? LAST calendar|fiscal|full|whole|-? UNIT")
def last_unit(context: Context, unit: str) -> Span | None:
    return calendar_unit(unit, shift_unit(context.today, unit, -1))


def shift_unit(day: date, unit: str, count: int) -> date:
    """A day within the calendar unit that many before or after the one of `day`."""
    return day if unit in SECONDS_IN else shift(start_of(unit, day), unit, count)


@rule("SPAN", "THIS BUSINESS UNIT")
def this_working_week(context: Context, unit: str) -> Span | None:
    return working_week(context.today) if unit == "week" else None


@rule("SPAN", "the? NEXT|COMING BUSINESS UNIT")
def next_working_week(context: Context, unit: str) -> Span | None:
    return working_week(add_days(context.today, 7)) if unit == "week" else None


def working_week(day: date) -> Span:
    """Monday to Friday of the week the day lies in."""
    monday = start_of("week", day)
    return Span.of_days(monday, add_days(monday, 5), "week", on=add_days(monday, FRIDAY))


@rule("SPAN", "THIS|same UNIT LAST UNIT", "the? same UNIT of? LAST UNIT", weight=1)
def same_unit_last_year(context: Context, unit: str, larger: str) -> Span | None:
    """This quarter last year."""
    return calendar_unit(unit, add_months(context.today, -12)) if larger == "year" else None


@rule("SPAN", "the? UNIT after NEXT", "NEXT NEXT UNIT")
def unit_after_next(context: Context, unit: str) -> Span | None:
    return calendar_unit(unit, shift_unit(context.today, unit, 2))


@rule("SPAN", "the? UNIT before LAST", "LAST LAST UNIT")
def unit_before_last(context: Context, unit: str) -> Span | None:
    return calendar_unit(unit, shift_unit(context.today, unit, -2))


@rule("SPAN", "the? weekend", "THIS|COMING weekend", "the COMING weekend")
def weekend(context: Context) -> Span:
    back = 7 if context.is_past and context.today.weekday() < 5 else 0
    return weekend_of(add_days(context.today, -back))


@rule("SPAN", "the? NEXT weekend")
def next_weekend(context: Context) -> Span:
    return weekend_of(add_days(context.today, 7))


@rule("SPAN", "the? LAST weekend")
def last_weekend(context: Context) -> Span:
    return weekend_of(add_days(context.today, -7))


@rule("SPAN", "the? weekend of|in|,? SPAN")
def weekend_in(_: Context, span: Span) -> Span | None:
    return weekend_of(span.first) if span.grain == "week" else None


@rule("SPAN", "MONTH", "the? month of MONTH")
def month(context: Context, number: int) -> Span:
    """As a date the coming one (in a report the last), as a period that of the current year."""
    meant = unit_span("month", context.month(number))
    first = date(context.today.year, number, 1)
    period = (first, add_months(first, 1))
    return Span(meant.start, meant.end, "month", date_reading=meant.date_reading, period=period)


@rule("SPAN", "MONTH .|,|of|in|-|/|'? YEAR", "MONTH . , YEAR", "MONTH of TWODIGITS", weight=1)
def month_of_year(_: Context, number: int, said: int) -> Span:
    return unit_span("month", date(full_year(said), number, 1))


@rule("SPAN", "MONTH .|,|of|in? SPAN", "THIS MONTH of? SPAN", weight=1)
def month_of_a_year(_: Context, number: int, span: Span) -> Span | None:
    return unit_span("month", date(span.first.year, number, 1)) if span.grain == "year" else None


@rule("SPAN", "SPAN|YEARSPAN in|, MONTH", weight=1)
def year_then_month(_: Context, span: Span, number: int) -> Span | None:
    return unit_span("month", date(span.first.year, number, 1)) if span.grain == "year" else None


@rule("SPAN", "THIS MONTH")
def this_month_by_name(context: Context, number: int) -> Span:
    return unit_span("month", date(context.today.year, number, 1))


@rule("SPAN", "the? NEXT|COMING MONTH")
def next_month_by_name(context: Context, number: int) -> Span:
    first = date(context.today.year, number, 1)
    return unit_span("month", first if number > context.today.month else add_months(first, 12))


@rule("SPAN", "the? LAST MONTH")
def last_month_by_name(context: Context, number: int) -> Span:
    first = date(context.today.year, number, 1)
    return unit_span("month", first if number < context.today.month else add_months(first, -12))


@rule("QUARTER", "q NUMBER", "NUMBER|ORDINAL q|qtr|quarter", "qtr|quarter NUMBER")
def quarter_number(_: Context, number: int) -> tuple[str, int] | None:
    return ("quarter", number) if 1 <= number <= 4 else None


@rule("QUARTER", "h NUMBER", "ORDINAL half")
def half_number(_: Context, number: int) -> tuple[str, int] | None:
    return ("half", number) if 1 <= number <= 2 else None


def _part_of_year(said: tuple[str, int], number: int) -> Span:
    unit, nth = said
    return unit_span(unit, date(number, 1 + (nth - 1) * MONTHS_IN[unit], 1))


@rule("SPAN", "the? QUARTER")
def quarter(context: Context, said: tuple[str, int]) -> Span:
    return _part_of_year(said, context.today.year)


@rule("SPAN", "the? QUARTER ,|of|in|-|/|fy? YEAR", weight=1)
def quarter_of_year(_: Context, said: tuple[str, int], number: int) -> Span:
    return _part_of_year(said, number)


@rule("SPAN", "the? QUARTER ,|of|in? ANYSPAN", weight=1)
def quarter_of_a_year(_: Context, said: tuple[str, int], span: Span) -> Span | None:
    return _part_of_year(said, span.first.year) if span.grain == "year" else None


@rule("SPAN", "YEAR -? QUARTER", weight=1)
def year_quarter(_: Context, number: int, said: tuple[str, int]) -> Span:
    return _part_of_year(said, number)


@rule("SPAN", "THIS QUARTER")
def this_quarter(context: Context, said: tuple[str, int]) -> Span:
    return _part_of_year(said, context.today.year)


@rule("SPAN", "the? NEXT|COMING QUARTER")
def next_quarter(context: Context, said: tuple[str, int]) -> Span:
    span = _part_of_year(said, context.today.year)
    return span if span.first > context.today else _part_of_year(said, context.today.year + 1)


@rule("SPAN", "the? LAST QUARTER")
def last_quarter(context: Context, said: tuple[str, int]) -> Span:
    span = _part_of_year(said, context.today.year)
    return span if span.end.date() <= context.today else _part_of_year(said, context.today.year - 1)


@rule("SPAN", "the? week|wk of|commencing|beginning|starting|from DAY|PLAINDAY", "w / c DAY", "wc|w/c DAY")
def week_of_day(_: Context, day: Span) -> Span:
    return unit_span("week", day.first)


@rule("SPAN", "week|wk|kw|cw -|number|no|nr|#? NUMBER", "calendar week NUMBER")
def numbered_week(context: Context, number: int) -> Span | None:
    return week_of_year(context, number, context.today.year)


@rule("SPAN", "week|wk|kw|cw -|number|no|nr|#? NUMBER of|in|,|/? YEAR", weight=1)
def week_of_year(_: Context, number: int, said: int) -> Span | None:
    monday = iso_week(said, number)
    return None if monday is None else unit_span("week", monday)
