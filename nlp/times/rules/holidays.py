"""Days with a name: Christmas, Easter Monday, Thanksgiving 2027, the day before New Year's Eve."""

from datetime import date

from nlp.times.feasts import feast_in
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.span import Span, day_span

rule = GRAMMAR.rule

_FEAST_PHRASES = {
    "new year's eve": ("new|new's year|years|year's|year’s eve|evening",),
    "new year": ("new year|years|year's|year’s day", "the? new year|years|year's|year’s"),
    "christmas eve": ("christmas|xmas eve",),
    "christmas": ("christmas|xmas day",),
    "good friday": ("good friday",),
    "easter": ("easter sunday|day",),
    "easter monday": ("easter monday",),
    "black friday": ("black friday",),
    "cyber monday": ("cyber monday",),
    "valentine": ("valentine|valentines|valentine's|valentine’s day", "valentines|valentine's|valentine’s"),
    "st patrick": (
        "st|saint .? patricks|patrick|patrick's|patrick’s day",
        "saint patrick",
    ),
    "mothers": ("mothers|mother's|mother’s day",),
    "fathers": ("fathers|father's|father’s day",),
    "memorial": ("memorial day",),
    "presidents": ("presidents|president's|presidents' day",),
    "martin luther king": ("mlk day", "martin luther king day"),
    "independence": ("independence day", "fourth|4th of july"),
    "labour": ("labor|labour day",),
    "columbus": ("columbus day",),
    "veterans": ("veterans|veteran's day",),
    "boxing": ("boxing day",),
    "thanksgiving": ("thanksgiving day",),
    "april fools": ("april fools|fool's day",),
    "earth": ("earth day",),
    "all saints": ("all saints day",),
    "groundhog": ("groundhog day",),
}


def _name_feast(name: str) -> None:
    for phrase in _FEAST_PHRASES[name]:

        @rule("FEAST", phrase, weight=2 * sum(not word.endswith("?") for word in phrase.split()))
        def _(__: Context) -> str:
            return name


for _name in _FEAST_PHRASES:
    _name_feast(_name)


@rule("FEAST", "FEASTWORD")
def feast_word(_: Context, name: str) -> str:
    return name


def _feast_day(context: Context, name: str) -> date:
    step = -1 if context.is_past else 1
    this_year = feast_in(name, context.today.year, country=context.country)
    is_gone = this_year > context.today if context.is_past else this_year < context.today
    return feast_in(name, context.today.year + step, country=context.country) if is_gone else this_year


@rule("DAY", "THIS|COMING|NEXT? FEAST")
def feast(context: Context, name: str) -> Span:
    return day_span(_feast_day(context, name))


@rule("DAY", "FEAST ,|of|in? YEAR", weight=1)
def feast_of_year(context: Context, name: str, year: int) -> Span:
    return day_span(feast_in(name, year, country=context.country))


@rule("DAY", "FEAST ,|of|in? SPAN", weight=1)
def feast_of_a_year(context: Context, name: str, span: Span) -> Span | None:
    if span.grain != "year":
        return None
    return day_span(feast_in(name, span.first.year, country=context.country))


@rule("DAY", "LAST FEAST")
def last_feast(context: Context, name: str) -> Span:
    this_year = feast_in(name, context.today.year, country=context.country)
    if this_year < context.today:
        return day_span(this_year)
    return day_span(feast_in(name, context.today.year - 1, country=context.country))
