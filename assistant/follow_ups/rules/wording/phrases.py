"""What is said of records, as conditions: `untouched for 10 days`, `over $50k`, `without a next step`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from config.crm import CrmConfig

_SPAN = (
    r"(?:for |in |since )?(?:more than |over |at least |the last )?"
    r"(?P<count>\d+|a|an|one|two|three) ?(?P<unit>hour|day|week|month)s?"
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_UNITS = {"hour": ("h", 1), "day": ("d", 1), "week": ("w", 1), "month": ("d", 30)}
_MONEY = (
    r"(?:[$€£]|usd |eur )?(?P<amount>\d[\d,]*(?:\.\d+)?) ?(?P<scale>k|m|thousand|million)?"
    r"(?: dollars| euros| usd| eur)?"
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}
Say = Callable[[re.Match[str]], str]

FILLERS = frozenset(
    {
        "the",
        "a",
        "an",
        "all",
        "every",
        "any",
        "that",
        "which",
        "who",
        "are",
        "is",
        "have",
        "has",
        "been",
        "be",
        "their",
        "its",
        "and",
        "with",
        "of",
        "our",
        "still",
        "whose",
        "it",
        "they",
    }
)
"""Words that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern and the condition it stands for."""

    pattern: re.Pattern[str]
    say: Say


@dataclass
class Reading:
    """Words going over into conditions; what is left at the end was not understood."""

    left: str
    conditions: list[str] = field(default_factory=list)

    def take(self, phrases: "tuple[Phrase, ...]") -> None:
        """Turn every phrase that is there into its condition."""
        for phrase in phrases:
            found = phrase.pattern.search(self.left)
            if found is not None:
                self.conditions.append(phrase.say(found))
                self.left = f"{self.left[: found.start()]} {self.left[found.end() :]}"

    @property
    def rest(self) -> str:
        """The words that mean something and were not understood."""
        words = re.findall(r"[^\s,.;:]+", self.left)
        return " ".join(one for one in words if one not in FILLERS)


def span(found: re.Match[str]) -> str:
    """The span of a match, as conditions write it: `10d`."""
    said = found["count"]
    unit, factor = _UNITS[found["unit"]]
    return f"{(_COUNTS.get(said) or int(said)) * factor}{unit}"


def _amount(found: re.Match[str]) -> str:
    value = float(found["amount"].replace(",", "")) * _SCALES.get(found["scale"] or "", 1)
    return f"{value:.2f}"


def _phrase(pattern: str, say: str | Say) -> Phrase:
    made = say if callable(say) else _fixed(say)
    return Phrase(re.compile(rf"\b(?:{pattern})(?!\w)"), made)


def _fixed(condition: str) -> Say:
    return lambda _found: condition


def _before(path: str) -> Say:
    return lambda found: f'{path} < ago("{span(found)}")'


def phrases_of(entity: str, crm: CrmConfig) -> tuple[Phrase, ...]:
    """Everything that can be said of records of a kind."""
    tagged = Phrase(
        re.compile(r"\btagged (?:as )?[\"“']?(?P<tag>[\w-]+)[\"”']?"),
        lambda found: f'"{found["tag"]}" in {entity}.tags',
    )
    unowned = _phrase(
        r"unassigned|unowned|without an? owner|with no owner|nobody owns", f'{entity}.owner == ""'
    )
    return (*_OF[entity](crm), *((tagged, unowned) if entity != "message" else ()))


def _of_deals(crm: CrmConfig) -> tuple[Phrase, ...]:
    stages = [stage for pipeline in crm.pipelines for stage in pipeline.stages]
    names = {one.name.lower(): one.key for one in stages} | {one.key: one.key for one in stages}
    named = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))

    def stuck(found: re.Match[str]) -> str:
        in_stage = f'deal.stage == "{names[found["stage"]]}" && ' if found["stage"] else ""
        return f'{in_stage}deal.stage_entered_at < ago("{span(found)}")'

    return (
        _phrase(rf"(?:stuck|sitting|waiting) (?:in (?:the )?(?P<stage>{named})(?: stage)? )?{_SPAN}", stuck),
        _phrase(
            rf"(?:untouched|not touched|stale|quiet|idle|with(?:out|out any| no) activity) {_SPAN}",
            _before("deal.last_activity_at"),
        ),
        _phrase(rf"nobody (?:has )?touched {_SPAN}", _before("deal.last_activity_at")),
        _phrase(r"(?:without|with no|missing|lacking)(?: an?| any)? next steps?", 'deal.next_step == ""'),
        _phrase(r"(?:past|after) (?:(?:their|its|the) )?close dates?|overdue", "deal.close_date < today"),
        _phrase(r"(?:without|with no)(?: an?)? close dates?", "deal.close_date == null"),
        _phrase(
            r"closing (?:within|in)(?: the)?(?: next)? (?P<days>\d+) days",
            lambda found: f"deal.close_date >= today && deal.close_date <= day({found['days']})",
        ),
        _phrase(r"closing this week", "deal.close_date >= today && deal.close_date <= day(7)"),
        _phrase(
            rf"(?:over|above|worth (?:more than|over)|bigger than|larger than|more than) {_MONEY}",
            lambda found: f"deal.amount > {_amount(found)}",
        ),
        _phrase(
            rf"(?:under|below|worth (?:less than|under)|smaller than|less than) {_MONEY}",
            lambda found: f"deal.amount < {_amount(found)}",
        ),
        _phrase(
            rf"in (?:the )?(?P<stage>{named})(?: stage)?",
            lambda found: f'deal.stage == "{names[found["stage"]]}"',
        ),
        _phrase(r"won|lost", lambda found: f'deal.status == "{found[0]}"'),
        _phrase(r"open", 'deal.status == "open"'),
    )


def _of_tickets(crm: CrmConfig) -> tuple[Phrase, ...]:
    categories = "|".join(map(re.escape, crm.tickets.categories))
    return (
        _phrase(r"urgent|high|low(?= priority| ticket)", lambda found: f'ticket.priority == "{found[0]}"'),
        _phrase(r"priority", "true"),
        _phrase(
            rf"(?:unanswered|not answered|without an? answer) {_SPAN}",
            lambda found: f'ticket.first_response_at == null && ticket.created_at < ago("{span(found)}")',
        ),
        _phrase(r"unanswered|not answered|without an? answer", "ticket.first_response_at == null"),
        _phrase(r"older than (?P<count>\d+) (?P<unit>hour|day|week)s?", _before("ticket.created_at")),
        _phrase(r"(?:pending|solved|closed|open)", lambda found: f'ticket.status == "{found[0]}"'),
        _phrase(r"on hold", 'ticket.status == "on_hold"'),
        _phrase(r"escalated", "ticket.is_escalated"),
        _phrase(r"(?:past|after) (?:the )?(?:due|sla)|overdue", "ticket.resolution_due_at < now"),
        _phrase(
            rf"(?:about|in|of category) (?P<category>{categories})",
            lambda f: f'ticket.category == "{f["category"]}"',
        ),
    )


def _of_leads(_crm: CrmConfig) -> tuple[Phrase, ...]:
    quiet = r"(?:unanswered|untouched|not contacted|not answered|uncontacted)"
    return (
        _phrase(
            rf"{quiet} {_SPAN}",
            lambda found: f'lead.first_response_at == null && lead.created_at < ago("{span(found)}")',
        ),
        _phrase(quiet, "lead.first_response_at == null"),
        _phrase(r"older than (?P<count>\d+) (?P<unit>hour|day|week)s?", _before("lead.created_at")),
        _phrase(r"new|working|qualified|unqualified", lambda found: f'lead.status == "{found[0]}"'),
        _phrase(r"from (?:the )?(?P<source>[\w-]+)", lambda found: f'lead.source == "{found["source"]}"'),
    )


def _of_contacts(_crm: CrmConfig) -> tuple[Phrase, ...]:
    return (
        _phrase(
            rf"(?:not heard from us|we (?:have not|haven't) (?:written|talked|spoken)(?: to)?) {_SPAN}",
            _before("contact.last_outbound_at"),
        ),
        _phrase(
            rf"(?:not written|not answered|not replied|silent|quiet) {_SPAN}",
            _before("contact.last_inbound_at"),
        ),
        _phrase(r"(?:with|having) (?:an? )?open deals?", "contact.open_deals > 0"),
        _phrase(r"without (?:an? )?open deals?", "contact.open_deals == 0"),
    )


def _of_tasks(_crm: CrmConfig) -> tuple[Phrase, ...]:
    return (
        _phrase(rf"overdue {_SPAN}", _before("task.due_at")),
        _phrase(r"overdue", "task.due_at < now"),
        _phrase(r"open|done|cancelled", lambda found: f'task.status == "{found[0]}"'),
    )


def _of_messages(_crm: CrmConfig) -> tuple[Phrase, ...]:
    return (
        _phrase(
            r"(?:containing|mentioning|that mentions?|with the words?) [\"“'](?P<words>[^\"”']+)[\"”']",
            lambda found: f'lower(message.text).contains("{found["words"].lower()}")',
        ),
        _phrase(r"(?:negative|angry|upset)", 'message.sentiment == "negative"'),
        _phrase(
            r"by (?P<channel>email|sms|whatsapp)", lambda found: f'message.channel == "{found["channel"]}"'
        ),
    )


_OF: Mapping[str, Callable[[CrmConfig], tuple[Phrase, ...]]] = {
    "deal": _of_deals,
    "ticket": _of_tickets,
    "lead": _of_leads,
    "contact": _of_contacts,
    "company": lambda _crm: (),
    "task": _of_tasks,
    "message": _of_messages,
}
STANDING: Mapping[str, tuple[str, str]] = {
    "deal": ("deal.status", 'deal.status == "open"'),
    "ticket": ("ticket.status", 'ticket.status in ["open", "pending", "on_hold"]'),
    "lead": ("lead.status", 'lead.status in ["new", "working", "qualified"]'),
    "task": ("task.status", 'task.status == "open"'),
}
"""What goes without saying of records looked through at an hour, unless their state was said."""
