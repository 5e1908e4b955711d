"""From one day to another: 3-10 March, Monday to Friday, January to March, since Monday."""

from dataclasses import replace
from datetime import date

from nlp.times.calendar import add_days, add_months, make_date, weekday_after, weekday_before
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.holidays import feast
from nlp.times.span import Length, Span, day_span, unit_span

rule = GRAMMAR.rule


def days(first: date, last: date) -> Span | None:
    """From the first day to the last, the last included (convention 24)."""
    return Span.of_days(first, add_days(last, 1), "range", on=first) if first <= last else None


@rule("RANGE", "from? DAY TO DAY", "between DAY and DAY", "from DAY and? TO DAY", "starting DAY TO DAY")
def day_to_day(_: Context, first: Span, last: Span) -> Span | None:
    end = last.first
    while end < first.first and (first.first - end).days < 7:
        end = add_days(end, 7)
    return days(first.first, end)


@rule("RANGE", "RELATIVE and|& RELATIVE", weight=1)
def two_days(context: Context, first: int, second: int) -> Span | None:
    """Today and tomorrow."""
    return (
        days(add_days(context.today, first), add_days(context.today, second)) if second == first + 1 else None
    )


@rule("RANGE", "from? WEEKDAY TO WEEKDAY", "between WEEKDAY and WEEKDAY", weight=1)
def weekday_to_weekday(context: Context, first: int, last: int) -> Span | None:
    start = context.weekday(first)
    if context.is_past:
        end = context.weekday(last)
        return days(weekday_before(end, first), end)
    return days(start, weekday_after(start, last))


@rule("RANGE", "from? WEEKDAY TO WEEKDAY ,|of|in? SPAN", "SPAN ,? from? WEEKDAY TO WEEKDAY", weight=2)
def weekdays_of_week(_: Context, *said: object) -> Span | None:
    span = next(part for part in said if isinstance(part, Span))
    first, last = (part for part in said if isinstance(part, int))
    if span.grain != "week" or first > last:
        return None
    return days(add_days(span.first, first), add_days(span.first, last))


@rule("RANGE", "from? MONTHDAY TO MONTHDAY", "between MONTHDAY and MONTHDAY", weight=1)
def month_day_to_month_day(context: Context, first: tuple[int, int], last: tuple[int, int]) -> Span | None:
    """The stretch that is coming or going on (in a report the last); as a period that of this year."""
    this_year = make_date(context.today.year, *first)
    going_on = _from_to(this_year, last) if this_year else None
    if going_on and not context.is_past and going_on.first <= context.today <= going_on.last:
        return going_on
    coming = _from_to(context.month_day(*first), last)
    if coming and going_on and coming.first.year > context.today.year:
        return replace(coming, period=(going_on.first, going_on.end.date()))
    return coming


def _from_to(start: date | None, last: tuple[int, int]) -> Span | None:
    if start is None:
        return None
    end = make_date(start.year, *last)
    if end is not None and end < start:
        end = make_date(start.year + 1, *last)
    return days(start, end) if end else None


@rule("RANGE", "from? MONTHDAY TO EXACTDAY", "between MONTHDAY and EXACTDAY", weight=2)
def month_day_to_exact(_: Context, first: tuple[int, int], last: date) -> Span | None:
    start = make_date(last.year, *first)
    if start is not None and start > last:
        start = make_date(last.year - 1, *first)
    return days(start, last) if start else None


@rule(
    "RANGE",
    "from? MONTHDAY TO MONTHDAY ,|of|in? YEAR",
    "between MONTHDAY and MONTHDAY ,|of|in? YEAR",
    weight=2,
)
def month_days_of_year(_: Context, first: tuple[int, int], last: tuple[int, int], year: int) -> Span | None:
    start, end = make_date(year, *first), make_date(year, *last)
    if start and end and start > end:
        start = make_date(year - 1, *first)
    return days(start, end) if start and end else None


@rule(
    "MONTHDAYS",
    "from? MONTH the? NUMBER|ORDINAL TO the? NUMBER|ORDINAL",
    "between MONTH NUMBER and NUMBER",
)
def month_then_days(_: Context, month: int, first: int, last: int) -> tuple[int, int, int] | None:
    return (month, first, last) if 1 <= first < last <= 31 else None


@rule(
    "MONTHDAYS",
    "from? the? NUMBER|ORDINAL TO the? NUMBER|ORDINAL of? MONTH",
    "between the? NUMBER|ORDINAL and the? NUMBER|ORDINAL of? MONTH",
)
def days_then_month(_: Context, first: int, last: int, month: int) -> tuple[int, int, int] | None:
    return (month, first, last) if 1 <= first < last <= 31 else None


@rule("RANGE", "MONTHDAYS", weight=1)
def days_of_month(context: Context, said: tuple[int, int, int]) -> Span | None:
    month, first, last = said
    return month_day_to_month_day(context, (month, first), (month, last))


@rule("RANGE", "MONTHDAYS ,|of|in? YEAR", weight=2)
def days_of_month_of_year(_: Context, said: tuple[int, int, int], year: int) -> Span | None:
    month, first, last = said
    start, end = make_date(year, month, first), make_date(year, month, last)
    return days(start, end) if start and end else None


@rule(
    "RANGE",
    "from? DAYOFMONTH|ORDINAL TO DAYOFMONTH|ORDINAL",
    "between DAYOFMONTH|ORDINAL and DAYOFMONTH|ORDINAL",
    weight=1,
)
def day_of_month_to(context: Context, first: int, last: int) -> Span | None:
    start = context.day_of_month(first)
    if start is None or not 1 <= last <= 31:
        return None
    end = make_date(start.year, start.month, last)
    if end is None or end < start:
        following = add_months(start.replace(day=1), 1)
        end = make_date(following.year, following.month, last)
    return days(start, end) if end else None


@rule(
    "RANGE",
    "from? DAYOFMONTH|ORDINAL TO DAYOFMONTH|ORDINAL of SPAN",
    "between DAYOFMONTH|ORDINAL and DAYOFMONTH|ORDINAL of SPAN",
    weight=2,
)
def days_of_a_month(_: Context, first: int, last: int, span: Span) -> Span | None:
    if span.grain != "month":
        return None
    start = make_date(span.first.year, span.first.month, first)
    end = make_date(span.first.year, span.first.month, last)
    return days(start, end) if start and end else None


@rule("RANGE", "from MONTHDAY TO now|date|present|today", "between MONTHDAY and now|today", weight=2)
def month_day_until_now(context: Context, first: tuple[int, int]) -> Span | None:
    found = replace(context, is_past=True).month_day(*first)
    return days(found, context.today) if found else None


@rule("RANGE", "between SPAN|DAY and DAY", "between DAY and SPAN")
@rule("RANGE", "from? SPAN TO SPAN", "between SPAN and SPAN", "from? SPAN TO DAY", "from? DAY TO SPAN")
@rule("RANGE", "from|between YEARSPAN TO|and SPAN|DAY", "from|between SPAN|DAY TO|and YEARSPAN")
def span_to_span(_: Context, first: Span, last: Span) -> Span | None:
    start = first.period[0] if first.period else first.first
    end = add_days(last.period[1], -1) if last.period else last.last
    return days(start, end)


@rule("RANGE", "from? MONTH TO MONTH", "between MONTH and MONTH", weight=1)
def month_to_month(context: Context, first: int, last: int) -> Span | None:
    start = date(context.today.year, first, 1)
    end = date(context.today.year + (last < first), last, 1)
    return days(start, unit_span("month", end).last)


@rule("RANGE", "from? MONTH TO MONTH ,|of|in? YEAR", "between MONTH and MONTH ,|of|in? YEAR", weight=2)
def months_of_year(_: Context, first: int, last: int, year: int) -> Span | None:
    return days(date(year - (last < first), first, 1), unit_span("month", date(year, last, 1)).last)


@rule("RANGE", "from? QUARTER TO QUARTER", "between QUARTER and QUARTER", weight=1)
def quarter_to_quarter(context: Context, first: tuple[str, int], last: tuple[str, int]) -> Span | None:
    size = {"quarter": 3, "half": 6}
    start = date(context.today.year, (first[1] - 1) * size[first[0]] + 1, 1)
    end = unit_span(last[0], date(context.today.year, (last[1] - 1) * size[last[0]] + 1, 1))
    return days(start, end.last)


@rule("YEARSPAN", "from? YEAR TO YEAR", "between YEAR and YEAR", weight=1)
def year_to_year(_: Context, first: int, last: int) -> Span | None:
    return days(date(first, 1, 1), date(last, 12, 31)) if first < last else None


@rule(
    "RANGE",
    "from? DAY|SPAN|YEARSPAN TO now|date|present",
    "from? DAY|SPAN|YEARSPAN up TO now|date",
    "between DAY|SPAN|YEARSPAN and now|today",
    weight=1,
)
def until_now(context: Context, first: Span) -> Span | None:
    return since(context, first)


@rule(
    "SINCE",
    "ever? since the? DAY|SPAN|YEARSPAN|MOMENT|POINT|CURRENT",
    "since|after the start|beginning of SPAN|CURRENT",
)
def since(context: Context, said: Span) -> Span | None:
    """From then to the end of today; a weekday or month is the one just gone."""
    start = said.period[0] if said.period else said.first
    if start > context.today:
        start = add_months(start, -12)
    return Span.of_days(start, add_days(context.today, 1), "range") if start <= context.today else None


@rule("SINCE", "ever? since LENGTH")
def since_length(context: Context, amount: Length) -> Span | None:
    """Since two weeks: for so long up to now."""
    return None if amount.is_exact else since(context, day_span(amount.after(context.today, sign=-1)))


@rule("SINCE", "ever? since WEEKDAY", "from WEEKDAY on|onward|onwards|forward", weight=1)
def since_weekday(context: Context, day: int) -> Span | None:
    return since(context, day_span(weekday_before(context.today, day)))


@rule("SINCE", "ever? since MONTHDAY", weight=1)
def since_month_day(context: Context, said: tuple[int, int]) -> Span | None:
    return (
        since(context, day_span(found))
        if (found := replace(context, is_past=True).month_day(*said))
        else None
    )


@rule("SINCE", "ever? since DAYOFMONTH", weight=1)
def since_day_of_month(context: Context, said: int) -> Span | None:
    return (
        since(context, day_span(found))
        if (found := replace(context, is_past=True).day_of_month(said))
        else None
    )


@rule("SINCE", "ever? since MONTH", weight=1)
def since_month(context: Context, month: int) -> Span | None:
    return since(context, day_span(replace(context, is_past=True).month(month)))


@rule("SINCE", "ever? since FEAST", weight=1)
def since_feast(context: Context, name: str) -> Span | None:
    return since(context, feast(replace(context, is_past=True), name))


@rule("RANGE", "LENGTH ,? starting|beginning from|on? DAY", "for LENGTH ,? from|starting|beginning on? DAY")
def length_from(_: Context, amount: Length, day: Span) -> Span | None:
    if amount.is_exact or amount.business_days:
        return None
    return Span.of_days(day.first, amount.after(day.first), "range", on=day.first)


@rule("RANGE", "from|starting|beginning DAY ,? for LENGTH", "DAY for LENGTH")
def from_for(context: Context, day: Span, amount: Length) -> Span | None:
    return length_from(context, amount, day)
