"""What questions of one answer compare, and by what: which words name which number of which report."""

import re
from dataclasses import dataclass
from typing import Literal

Which = Literal["most", "least"]
TRANSFERS = "transfers"
MONEY = "won money"
OPEN_MONEY = "open money"
MONEY_OF = {MONEY: "won_", OPEN_MONEY: "amount_"}
"""Numbers that are sums of money, and how their keys begin: one for each currency."""
SUMMED = (
    "tickets",
    "won",
    MONEY,
    "transfers",
    "open",
    "late",
    "solved",
    "lost",
    "calls",
    "meetings",
    "notes",
)
"""Numbers of which who has none has nought: no row tells of it."""
NOT_COUNTED = ("nobody", "none", "unknown", "no date")
"""Rows of records that have no owner, region, …: they are nobody's success."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared: the report, the number in its rows, and which end of it is the better one."""

    pattern: re.Pattern[str]
    report: str
    value: str
    noun: str
    cell: int
    better: Which = "most"
    of: str = ""
    default_group: str = "owner"
    title: str = ""
    """Of what stands open now, whenever it came: then all tickets count where no period is named."""


def _said(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.I)


_SPEED = r"\b.*\b(?:(?:fast|slow|quick)\w*|(?:least|most|shortest|longest) time)"
MEASURES: tuple[Measure, ...] = (
    Measure(
        _said(r"(?:late|overdue|breach\w*) (?:tickets?|cases?)"),
        report="tickets",
        value="late",
        noun="number of late tickets",
        cell=3,
        better="least",
        title="Late tickets",
    ),
    Measure(
        _said(r"(?:open|unsolved|unresolved) (?:tickets?|cases?)|backlog"),
        report="tickets",
        value="open",
        noun="number of open tickets",
        cell=2,
        better="least",
        title="Open tickets",
    ),
    Measure(
        _said(
            r"(?:solv|clos|resolv)\w+ (?:the )?(?:most|fewest|least)\b.*\b(?:tickets?|cases?)"
            r"|(?:solved|closed|resolved) (?:tickets?|cases?)"
        ),
        report="tickets",
        value="solved",
        noun="number of tickets solved",
        cell=4,
    ),
    Measure(
        _said(
            rf"handl\w+ time|time to (?:solve|resolve|resolution)|resolution time"
            rf"|(?:solves?|resolves?|handles?|wraps? up|gets? through|sorts? out|clears?|finish(?:es)?)"
            rf"{_SPEED}"
            r"|(?:close|solve|resolve|handle|finish) (?:a |an |the |our |their |each )?(?:tickets?|cases?)"
            r"|(?:needs?|takes?|spends?) (?:the )?(?:longest|least|most|shortest)\b.*\b(?:tickets?|cases?)"
        ),
        report="tickets",
        value="handle_hours",
        noun="median handle time",
        cell=5,
        better="least",
    ),
    Measure(
        _said(
            r"transfer\w*|hand(?:s|ed)? (?:over|off)|pass(?:es|ed) on|gives? away|re-?assign\w*"
            r"|hand(?:s|ed)? .*\bto (?:a |an |another |other )?(?:colleague|agent|some(?:one|body))s?"
            r"|(?:bounc|push|shov)\w+ .*\b(?:to (?:somebody|someone|others|another|colleagues)|around)"
        ),
        report=TRANSFERS,
        value="transfers",
        noun="number of tickets passed on",
        cell=1,
        better="least",
    ),
    Measure(
        _said(
            r"(?:issues?|categor(?:y|ies)|problems?|complaints?|moan\w*|complain\w*|grumbl\w*|topics?)\b"
            r"|reasons? (?:why )?(?:\w+ ){0,2}(?:contact|write|call|get in touch)"
            r"|(?:contact|write to|get in touch with) (?:us|support)"
        ),
        report="tickets",
        value="tickets",
        noun="number of tickets",
        cell=1,
        default_group="category",
    ),
    Measure(
        _said(rf"(?:response|reply|answer\w*) time|(?:answers?|responds?|replies){_SPEED}"),
        report="response_time",
        value="median_hours",
        noun="median time to the first answer",
        cell=3,
        better="least",
        of="tickets",
    ),
    Measure(
        _said(
            rf"(?:sales )?cycles?\b|clos(?:es?|ing){_SPEED}|time to close|clos\w+ time|days to (?:close|win)"
            r"|(?:took|takes?|needs?) (?:the )?(?:longest|shortest|least|most)\b.*\bto (?:close|win|sign)"
            r"|how long\b.*\bdeals?\b.*\b(?:take|run|last)s?"
            r"|how long\b.*\b(?:close|win) (?:a |an |our )?deals?"
        ),
        report="velocity",
        value="average_days",
        noun="average sales cycle",
        cell=2,
        better="least",
    ),
    Measure(
        _said(
            r"conversion|convert\w*|leads?[- ]to[- ](?:deal|customer|win)s?"
            r"|turns? .*\bleads? into|leads? become"
            r"|(?:percent\w*|share|fraction) of .*\bleads?"
        ),
        report="sources",
        value="conversion_percent",
        noun="conversion of leads",
        cell=3,
        default_group="source",
    ),
    Measure(
        _said(r"(?:open )?pipe(?:line)?s?\b(?! (?:stage|report|summary))|open deals?\b.*\b(?:worth|value)"),
        report="pipeline",
        value=OPEN_MONEY,
        noun="open pipeline",
        cell=2,
    ),
    Measure(
        _said(r"win[ -]?rates?|success rates?"),
        report="win_rate",
        value="win_rate_percent",
        noun="win rate",
        cell=3,
    ),
    Measure(
        _said(
            r"sold|sells?\b|br(?:ing|ings|ought) in\b|closed[- ]won|revenue|turnover"
            r"|sales(?! (?:reps?|people|team|cycles?|stages?|leads?|calls?"
            r"|meetings?|pipeline|opportunit\w+)\b)"
        ),
        report="win_rate",
        value=MONEY,
        noun="amount won",
        cell=4,
    ),
    *(
        Measure(_said(words), report="activity", value=value, noun=f"number of {value}", cell=cell)
        for cell, value, words in (
            (1, "calls", r"calls?\b|phoned|rang\b"),
            (2, "meetings", r"meetings?\b|met\b.*\bcustomers"),
            (4, "notes", r"notes?\b"),
        )
    ),
    Measure(
        _said(r"(?:loses?|lost)\b.*\bdeals?|deals?\b.*\blost"),
        report="win_rate",
        value="lost",
        noun="number of deals lost",
        cell=2,
        better="least",
    ),
    Measure(
        _said(r"(?:wins?|won)\b.*\bdeals?|deals?\b.*\bwon|clos\w+ (?:the )?(?:most|fewest) deals"),
        report="win_rate",
        value="won",
        noun="number of deals won",
        cell=1,
    ),
    Measure(
        _said(r"tickets?|cases?|support"), report="tickets", value="tickets", noun="number of tickets", cell=1
    ),
)
"""The first whose words are said counts."""
_WHICH = (
    r"(?:which|what|by|per|each|across|(?:best|worst)(?:-performing)?|strongest|weakest|top"
    r"|most (?:common|frequent)|rank|sort|compare) (?:our |the |all )?"
)
GROUPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_said(rf"{_WHICH}(?:region|territory|territories|countr|area|state)|geographically|^where "), "region"),
    (
        _said(
            rf"{_WHICH}months?|(?:per|each|every|over the) months?|monthly|month (?:by|to|over|on) month"
            r"|over time|getting (?:longer|shorter|better|worse|faster|slower)"
            r"|going (?:up|down)|rising|falling|growing|shrinking|(?:in|de)creasing"
        ),
        "month",
    ),
    (_said(rf"{_WHICH}(?:compan(?:y|ies)|accounts?|customers?)"), "company"),
    (_said(rf"{_WHICH}(?:lead )?sources?"), "source"),
    (_said(rf"{_WHICH}channels?"), "channel"),
    (_said(rf"{_WHICH}(?:issue|category|problem|complaint)s?"), "category"),
    (_said(rf"who\b|{_WHICH}(?:rep|agent|colleague|member|person|owner|seller)s?"), "owner"),
)
FIXED = {"response_time": "owner", TRANSFERS: "owner", "activity": "owner"}
"""Reports that are grouped one way only."""
MOST = _said(
    r"most(?! (?:recent|urgent|important|likely|promising))|(?:highest|top)(?! priority)"
    r"|longest|largest|biggest|slowest|max\w*|best|strongest|leading|common(?:est)?|frequent"
    r"|number one|main|flooded|swamped|busiest|peak|recurring|keeps? coming(?: back)?"
)
LEAST = _said(r"least|lowest|fewest|shortest|smallest|fastest|quickest|quietest|calmest|min\w*|worst|weakest")
GOOD, BAD = _said("best|strongest|leading|top(?! priority)"), _said("worst|weakest")
ASKS = re.compile(
    r"^(?:who|whose|which|what|when|where|in (?:which|what)|top|best|worst|monthly|show|list|give me|how"
    r"|compare|rank|sort|total|the (?:number one|most|top|main|common)|average|mean|median"
    r"|number of|is (?:our|the)|did|most|least|largest|biggest|smallest|shortest|longest|fastest"
    r"|slowest|highest|lowest|plot"
    r"|were there)\b"
    r"|\b(?:by|per|each|every|over the) months?\b|\bmonth by month\b|\bmonthly (?:trend|figures|numbers)\b"
    r"|\bratio per\b",
    re.I,
)
MONTHLY = re.compile(
    r"\b(?:monthly|(?:from )?month (?:by|to|over|on) month|(?:by|per|each|every|over the) months?)\b", re.I
)
OF_RECORDS = re.compile(
    r"^(?:which|what|show(?: me)?|list)(?: are| is| was| were)?(?: (?:the|my|our|all|open))*"
    r"(?: (?:oldest|newest|latest|biggest|largest|longest|most recent|top|highest)"
    r"(?: priority| open| waiting)?)?"
    r" (?:tickets?|cases?|deals?|leads?|tasks?|calls?|meetings?|notes?)\b(?! (?:categor|by|per|each))",
    re.I,
)
"""Records are asked for, not who or what has most of them."""
LENGTHS = re.compile(r"\b(?:longest|shortest|slowest|fastest|quickest|oldest|newest|latest)\b", re.I)
"""Ends of times, never of counts."""
UNGROUPED = re.compile(r"\b(?:which|what) (?:product|item|plan|service|brand|package|licen[cs]e)s?\b", re.I)
"""What no report goes by."""
TO_BE_POSTED = re.compile(r"#\w|\bevery (?!month\b)", re.I)
CHART = re.compile(r"\b(?:chart|graph|plot|diagram)\w*", re.I)
RANKS = re.compile(r"^(?:rank|sort|compare)\b", re.I)
EACH = re.compile(
    r"^(?:rank|sort|compare)\b|\b(?:how long|average|mean|median|typical\w*|ratio|percent\w*|share"
    r"|number of)\b",
    re.I,
)
"""All of the rows are asked for, not one end of them."""
SUM = re.compile(
    r"^(?:how much|what)\b.*\b(?:did|have|has|do|does)\b.*\b(?:br(?:ing|ought)|sold|sell)\b|^total\b", re.I
)
"""One number over all is asked for."""
EITHER = re.compile(r"\b(?P<which>more|fewer|less)\b.*\bor\b", re.I)
