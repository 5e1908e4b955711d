"""Single days: today, Friday, the 30th, 3 May 2027, 3/4, the first Monday of next month, Christmas."""

from datetime import date

from nlp.times.calendar import (
    add_business_days,
    add_days,
    add_months,
    make_date,
    nth_weekday,
    start_of,
    weekday_after,
    weekday_before,
    weekday_in_week_of,
)
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.units import full_year
from nlp.times.span import Span, day_span

rule = GRAMMAR.rule


def _day(found: date | None) -> Span | None:
    return None if found is None else day_span(found)


@rule("DAY", "RELATIVE")
def relative(context: Context, days: int) -> Span:
    return day_span(add_days(context.today, days))


@rule("DAY", "the? day after|following DAY", weight=1)
def day_after(_: Context, day: Span) -> Span:
    return day_span(add_days(day.first, 1))


@rule("DAY", "the? day before DAY", weight=1)
def day_before(_: Context, day: Span) -> Span:
    return day_span(add_days(day.first, -1))


@rule("DAY", "EXACTDAY", "WEEKDAY ,|the? EXACTDAY")
def exact(_: Context, *said: object) -> Span | None:
    return day_span(said[-1]) if isinstance(said[-1], date) else None


@rule("DAY", "WEEKDAY")
def weekday(context: Context, day: int) -> Span:
    return day_span(context.weekday(day))


@rule("DAY", "THIS|COMING WEEKDAY", "THIS COMING WEEKDAY", "the COMING WEEKDAY", "WEEKDAY COMING")
def this_weekday(context: Context, day: int) -> Span:
    return day_span(weekday_after(context.today, day))


@rule("DAY", "the? NEXT WEEKDAY")
def next_weekday(context: Context, day: int) -> Span:
    return day_span(weekday_in_week_of(add_days(context.today, 7), day))


@rule("DAY", "the? LAST WEEKDAY", "THIS LAST WEEKDAY", "WEEKDAY just? gone", "WEEKDAY LAST")
def last_weekday(context: Context, day: int) -> Span:
    return day_span(weekday_before(context.today, day))


@rule("DAY", "the? WEEKDAY after NEXT", "NEXT NEXT WEEKDAY")
def weekday_after_next(context: Context, day: int) -> Span:
    return day_span(weekday_in_week_of(add_days(context.today, 14), day))


@rule("DAY", "NUMBER WEEKDAYS AGO")
def weekdays_ago(context: Context, count: int, day: int) -> Span:
    return day_span(add_days(weekday_before(context.today, day), -7 * (min(count, 500) - 1)))


@rule("DAY", "the? WEEKDAY before LAST")
def weekday_before_last(context: Context, day: int) -> Span:
    return day_span(add_days(weekday_before(context.today, day), -7))


@rule("DAY", "WEEKDAY week")
def weekday_week(context: Context, day: int) -> Span:
    return day_span(add_days(weekday_after(context.today, day), 7))


@rule("DAY", "the? WEEKDAY of|in|,? SPAN", "SPAN ,? on|the? WEEKDAY")
def weekday_of_a_week(_: Context, first: int | Span, second: int | Span) -> Span | None:
    day, span = (first, second) if isinstance(first, int) else (second, first)
    if not (isinstance(span, Span) and isinstance(day, int)) or span.grain != "week" or span.period:
        return None
    return day_span(weekday_in_week_of(span.first, day))


@rule("DAY", "WEEKDAY or|and|/ WEEKDAY of|in|,? SPAN", weight=1)
def first_of_two_weekdays(_: Context, first: int, __: int, span: Span) -> Span | None:
    """Monday or Tuesday next week: the first is meant first."""
    return (
        day_span(weekday_in_week_of(span.first, first)) if span.grain == "week" and not span.period else None
    )


@rule("DAY", "the? NUMBER|ORDINAL or|and the? NUMBER|ORDINAL of? MONTH", weight=1)
def first_of_two_days(context: Context, first: int, __: int, month: int) -> Span | None:
    return _day(context.month_day(month, first)) if 1 <= first <= 31 else None


@rule("DAYOFMONTH", "the ORDINAL")
def the_day_of_month(_: Context, day: int) -> int | None:
    return day if 1 <= day <= 31 else None


@rule("DAY", "DAYOFMONTH")
def day_of_month(context: Context, day: int) -> Span | None:
    return _day(context.day_of_month(day))


@rule("PLAINDAY", "ORDINAL")
def plain_day_of_month(context: Context, day: int) -> Span | None:
    return _day(context.day_of_month(day)) if 1 <= day <= 31 else None


@rule("DAY", "the? ORDINAL of? SPAN", "SPAN on? the ORDINAL")
def day_of_a_month(_: Context, first: int | Span, second: int | Span) -> Span | None:
    day, span = (first, second) if isinstance(first, int) else (second, first)
    if not (isinstance(span, Span) and isinstance(day, int)) or span.grain != "month":
        return None
    return day_span(span.first.replace(day=min(day, span.last.day))) if 1 <= day <= 31 else None


@rule("DAY", "the? ORDINAL of CURRENT")
def day_of_this_month(context: Context, day: int, span: Span) -> Span | None:
    """The 15th of the month: the coming one."""
    return _day(context.day_of_month(day)) if span.grain == "month" and 1 <= day <= 31 else None


@rule("DAY", "the? WEEKDAY before DAY", weight=1)
def weekday_before_day(_: Context, weekday_said: int, day: Span) -> Span:
    return day_span(weekday_before(day.first, weekday_said))


@rule("DAY", "the? WEEKDAY after|following DAY", weight=1)
def weekday_after_day(_: Context, weekday_said: int, day: Span) -> Span:
    return day_span(weekday_after(day.first, weekday_said))


@rule("MONTHDAY", "MONTH -|/|the|.? NUMBER|ORDINAL", "MONTH . NUMBER|ORDINAL", "MONTH the ORDINAL")
def month_then_day(_: Context, month: int, day: int) -> tuple[int, int] | None:
    return (month, day) if 1 <= day <= 31 else None


@rule(
    "MONTHDAY",
    "the? NUMBER|ORDINAL -|/|of|day? MONTH",
    "the? ORDINAL day of MONTH",
    "the? ORDINAL of the? MONTH",
)
def day_then_month(_: Context, day: int, month: int) -> tuple[int, int] | None:
    return (month, day) if 1 <= day <= 31 else None


@rule("DAY", "MONTHDAY", "THIS|NEXT|COMING? WEEKDAY ,|(|the|-? MONTHDAY", "WEEKDAY , the MONTHDAY")
def month_day(context: Context, *said: object) -> Span | None:
    if not isinstance(said[-1], tuple):
        return None
    return _day(context.month_day(*said[-1]))


@rule("DAY", "MONTHDAY ( WEEKDAY )", "MONTHDAY , WEEKDAY", "MONTHDAY ( WEEKDAY")
def month_day_and_weekday(context: Context, said: tuple[int, int], _: int) -> Span | None:
    return _day(context.month_day(*said))


@rule("DAY", "MONTHDAY ,|/|-|of|in|.? YEAR", "MONTHDAY . , YEAR", "MONTHDAY of TWODIGITS", weight=1)
def month_day_year(_: Context, said: tuple[int, int], year: int) -> Span | None:
    return _day(make_date(full_year(year), *said))


@rule("DAY", "YEAR -|/ MONTH -|/ NUMBER", weight=2)
def year_month_day(_: Context, year: int, month: int, day: int) -> Span | None:
    return _day(make_date(year, month, day))


@rule("DAY", "WEEKDAY ,|the? MONTHDAY ,|of|in? YEAR", weight=1)
def weekday_month_day_year(_: Context, __: int, said: tuple[int, int], year: int) -> Span | None:
    return _day(make_date(year, *said))


@rule("DAY", "MONTHDAY ,|of|in? SPAN", weight=1)
def month_day_of_a_year(_: Context, said: tuple[int, int], span: Span) -> Span | None:
    return _day(make_date(span.first.year, *said)) if span.grain == "year" else None


@rule("MONTHDAY", "on|by|until|till|from|for|to DOTDATE")
def dotted(_: Context, said: tuple[int, int]) -> tuple[int, int]:
    return said


@rule("DAY", "LAST MONTHDAY")
def last_month_day(context: Context, said: tuple[int, int]) -> Span | None:
    day = make_date(context.today.year, *said)
    if day is not None and day >= context.today:
        day = make_date(context.today.year - 1, *said)
    return _day(day)


@rule("DAY", "THIS|NEXT|COMING? WEEKDAY ,? the? ORDINAL", "THIS|NEXT|COMING? WEEKDAY the NUMBER", weight=1)
def weekday_and_day_of_month(context: Context, weekday_said: int, day: int) -> Span | None:
    """Friday the 13th: the nearest day that is both, else the day of the month."""
    step = -1 if context.is_past else 1
    if not 1 <= day <= 31:
        return None
    for months in range(4):
        first = add_months(start_of("month", context.today), step * months)
        found = make_date(first.year, first.month, day)
        ahead = found is not None and (found <= context.today if context.is_past else found >= context.today)
        if found is not None and ahead and found.weekday() == weekday_said:
            return day_span(found)
    return _day(context.day_of_month(day))


@rule("DAY", "the? ORDINAL WEEKDAY of|in|,? SPAN", "SPAN 's? ORDINAL WEEKDAY", weight=1)
def nth_weekday_of(_: Context, *said: object) -> Span | None:
    span = next(part for part in said if isinstance(part, Span))
    nth, weekday_said = (part for part in said if isinstance(part, int))
    if span.grain not in ("month", "quarter", "half", "year"):
        return None
    return _day(nth_weekday(span.first, span.end.date(), weekday=weekday_said, nth=nth))


@rule("DAY", "the? LAST WEEKDAY of|in SPAN", weight=1)
def last_weekday_of(_: Context, weekday_said: int, span: Span) -> Span | None:
    return _day(nth_weekday(span.first, span.end.date(), weekday=weekday_said, nth=-1))


@rule("DAY", "the? ORDINAL day of|in SPAN", weight=1)
def nth_day_of(_: Context, nth: int, span: Span) -> Span | None:
    found = add_days(span.first, nth - 1)
    return day_span(found) if found < span.end.date() else None


@rule("DAY", "the? ORDINAL BUSINESS day of|in ANYSPAN", weight=2)
def nth_business_day_of(context: Context, nth: int, span: Span) -> Span:
    return day_span(add_business_days(add_days(span.first, -1), nth, is_day_off=context.is_day_off))


@rule("DAY", "the? LAST BUSINESS day of|in ANYSPAN", weight=2)
def last_business_day_of(context: Context, span: Span) -> Span:
    return day_span(add_business_days(span.end.date(), -1, is_day_off=context.is_day_off))


@rule("DAY", "the? LAST day of|in ANYSPAN", weight=2)
def last_day_of(_: Context, span: Span) -> Span:
    return day_span(span.last)


@rule("DAY", "the? NEXT BUSINESS day")
def next_business_day(context: Context) -> Span:
    return day_span(add_business_days(context.today, 1, is_day_off=context.is_day_off))


@rule("DAY", "the? LAST BUSINESS day")
def last_business_day(context: Context) -> Span:
    return day_span(add_business_days(context.today, -1, is_day_off=context.is_day_off))


@rule("DAY", "the? NEXT day")
def the_next_day(context: Context) -> Span:
    return day_span(add_days(context.today, 1))


@rule("DAY", "midweek|mid-week", "mid - week")
def midweek(context: Context) -> Span:
    return day_span(context.weekday(2))


@rule("DAY", "THIS day")
def this_day(context: Context) -> Span:
    return day_span(context.today)


@rule("DAY", "WEEKDAY NUMBER")
def weekday_and_number(context: Context, weekday_said: int, day: int) -> Span | None:
    """Friday 13 is a day where the 13th of this or the next month is one, and always past 24."""
    found = context.day_of_month(day) if 12 < day <= 31 else None
    if found is None or (day <= 24 and found.weekday() != weekday_said):
        return None
    return weekday_and_day_of_month(context, weekday_said, day)
