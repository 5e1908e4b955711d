"""The words of time in English, with their abbreviations and usual slips, each with the kinds it may be."""

from collections.abc import Mapping

from nlp.number_words import TENS, UNITS
from nlp.times.chart import Leaf
from nlp.times.feasts import FEAST_WORDS
from nlp.times.word_lists import numbered

_WEEKDAYS = (
    "monday mon mond mo",
    "tuesday tue tues tuesd tueday tusday teusday",
    "wednesday wed weds wednes wendesday wednsday wensday wedensday wednessday wednesay wendsday",
    "thursday thu thur thurs thrusday thrs thirsday thursdy",
    "friday fri frid firday fryday",
    "saturday sat satur satuday saterday",
    "sunday sun",
)
_MONTHS = (
    "january jan janury janaury",
    "february feb febr febuary feburary febraury",
    "march mar",
    "april apr apirl",
    "may",
    "june jun",
    "july jul",
    "august aug agust augst",
    "september sep sept setp septemeber",
    "october oct ocotber",
    "november nov novemeber",
    "december dec decemeber",
)
_UNITS = {
    "second": "secs sec seconds",
    "minute": "minute minutes min mins minuts",
    "hour": "hour hours hr hrs h hs",
    "day": "day days d",
    "week": "week weeks wk wks w weeek weks",
    "fortnight": "fortnight fortnights",
    "month": "month months mth mths mnth mnths mo mos monht",
    "quarter": "quarter quarters qtr qtrs quater quaters qrtr",
    "half": "halves",
    "year": "year years yr yrs y fy",
    "decade": "decade decades",
    "century": "century centuries",
}
_RELATIVE = {
    0: "today tody todays 2day tdy",
    1: "tomorrow tomorow tommorow tommorrow tmrw tmr tmrow tomo tmw tomm tomorrows 2moro 2morrow 2mrw tmo",
    -1: "yesterday yest yday yesteday yesturday ystrday",
    2: "overmorrow",
}
_PARTS = {
    "morning": "morning mornin mornings morn",
    "afternoon": "afternoon afternon arvo afternoons aft",
    "evening": "evening evenin eve evenings",
    "night": "night nite nights nightime",
    "lunch": "lunch lunchtime lunchbreak",
    "daytime": "daytime",
    "breakfast": "breakfast",
    "dinner": "dinner dinnertime",
}
_CLOCKS = {"noon": "noon midday noonish", "midnight": "midnight"}
_ORDINALS = numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
) | {"thirtieth": 30}
_CENTURIES = {"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}
_MARKERS = {
    "NEXT": "next nxt following nex nect",
    "COMING": "coming upcoming comming forthcoming",
    "LAST": "last lst previous prev past preceding trailing",
    "THIS": "this current ths dis present",
    "EVERY": "every each evry evrey ev",
    "AGO": "ago back earlier",
    "LATER": "later hence",
    "EARLY": "beginning start begin",
    "LATE": "late",
    "MID": "mid middle",
    "BUSINESS": "business working work biz",
    "TO": "to until till til thru through untill - – — ~ upto",
}
_EVERY_UNIT = {
    "daily": ("day", 1),
    "everyday": ("day", 1),
    "nightly": ("day", 1),
    "weekly": ("week", 1),
    "biweekly": ("week", 2),
    "fortnightly": ("week", 2),
    "monthly": ("month", 1),
    "quarterly": ("month", 3),
    "yearly": ("year", 1),
    "annually": ("year", 1),
    "hourly": ("hour", 1),
}
_TO_DATE = {"ytd": "year", "mtd": "month", "qtd": "quarter", "wtd": "week"}
_ENDS = {
    "eod": "day",
    "eow": "week",
    "eom": "month",
    "eoq": "quarter",
    "eoy": "year",
    "cob": "day",
    "eob": "day",
    "cop": "day",
}
_SYNONYMS = {
    "o'clock": "oclock",
    "o’clock": "oclock",
    "clock": "oclock",
    "@": "at",
    "&": "and",
    "n": "and",
    "um": "at",
    "thursday's": "thursday",
    "abt": "about",
    "~": "about",
    "wk": "week",
    "wks": "weeks",
    "b4": "before",
    "btw": "between",
    "btwn": "between",
    "frm": "from",
    "fr": "from",
    "aprox": "about",
    "approx": "about",
    "approximately": "about",
    "roughly": "about",
    "circa": "about",
    "sth": "th",
    "endof": "end",
    "wknd": "weekend",
    "week-end": "weekend",
    "oclk": "oclock",
}


def _lexicon() -> dict[str, tuple[Leaf, ...]]:
    entries: dict[str, list[Leaf]] = {}

    def add(words: str, kind: str, value: object) -> None:
        for word in words.split():
            entries.setdefault(word, []).append((kind, value))

    for number, words in enumerate(_WEEKDAYS):
        add(words, "WEEKDAY", number)
        add(words.split()[0] + "s", "WEEKDAYS", number)
    for number, words in enumerate(_MONTHS, start=1):
        add(words, "MONTH", number)
    for mapping, kind in (
        (_UNITS, "UNIT"),
        (_RELATIVE, "RELATIVE"),
        (_PARTS, "PART"),
        (_CLOCKS, "CLOCKWORD"),
    ):
        for value, words in mapping.items():
            add(words, kind, value)
    for kind, words in _MARKERS.items():
        add(words, kind, None)
    tables: tuple[tuple[Mapping[str, object], str], ...] = (
        (UNITS, "NUMBER"),
        (TENS, "NUMBER"),
        (TENS, "TENS"),
        (_CENTURIES, "CENTURY"),
        (_ORDINALS, "ORDINAL"),
        (_EVERY_UNIT, "EVERYUNIT"),
        (_TO_DATE, "TODATE"),
        (_ENDS, "ENDWORD"),
        (FEAST_WORDS, "FEASTWORD"),
    )
    for table, kind in tables:
        for word, meaning in table.items():
            add(word, kind, meaning)
    return {word: tuple(leaves) for word, leaves in entries.items()}


LEXICON: dict[str, tuple[Leaf, ...]] = _lexicon()
"""What a lower-case word may be."""

SYNONYMS = _SYNONYMS
"""Words read as another literal word."""
