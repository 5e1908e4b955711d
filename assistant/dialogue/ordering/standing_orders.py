"""“Stop posting that”, “unmute”, “what do you post?”: orders about what is told by itself.

They are few, and said in few ways; read before anything else, so that “stop …” is not taken for the refusal
of a card.
"""

import re
from collections.abc import Mapping
from typing import Literal

from nlp.understanding import Act

Order = Literal["stop", "resume", "list"]
INTENT = "schedule.mute"
READS = ("report.", "deal.attention", "deal.list", "ticket.list", "task.list", "lead.list", "contact.list")
"""Intents that can be posted again and again: they change nothing, and need no thread."""

_NOT_POSTS = r"(?!.*\b(?:sequences?|tasks?|meetings?|reminders?|cards?|tickets?|deals? with)\b)"
_ORDERS: Mapping[Order, re.Pattern[str]] = {
    "list": re.compile(
        r"^(?:what|which)\b.*\b(?:do you post|(?:reports?|posts?|digests?)\b.*\b(?:scheduled|posted))\b"
        r"|^(?:list|show)(?: me)?(?: all)?(?: my| the| your)? (?:scheduled? (?:posts|reports)|schedules)\b",
        re.I,
    ),
    "resume": re.compile(
        r"^un-?mute\b|^resume (?:posting|sending|the|my)\b"
        r"|^(?:restart|start) (?:posting|sending)\b.*\bagain\b",
        re.I,
    ),
    "stop": re.compile(
        r"^(?:please )?(?:(?:stop|quit) posting\b"
        r"|(?:stop|quit|cancel|end|delete|remove|switch off|turn off)\b"
        rf"{_NOT_POSTS}.*\b(?:digests?|reports?|posts?|schedules?)\b)",
        re.I,
    ),
}
_NOT_SUBJECT = re.compile(
    r"\b(?:posting|sending|getting|posts?|send|stop|quit|cancel|end|delete|remove|resume|restart|start|off)\b"
    r"|\b(?:switch|turn|un-?mute|please|the|my|our|that|this|it|any ?more|again|every\w*|daily|weekly)\b"
    r"|\b(?:monthly|scheduled|schedules?|regular|me|us|to)\b|\bin\s+#\S+|[#.?!,]",
    re.I,
)


def is_postable(act: Act) -> bool:
    """Whether what an act asks for can be posted again and again."""
    return act.intent.startswith(READS)


def order_of(text: str) -> Order | None:
    """Which order a text is, or None."""
    said = text.strip()
    return next((order for order, pattern in _ORDERS.items() if pattern.search(said)), None)


def read(text: str) -> tuple[Act, ...] | None:
    """The act an order is; None where the text is none."""
    if order_of(text) is None:
        return None
    what = " ".join(_NOT_SUBJECT.sub(" ", text).split())
    return (Act(INTENT, 1.0, {"what": what} if what else {}, text.strip()),)
