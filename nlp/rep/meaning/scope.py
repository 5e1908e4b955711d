"""Whether what a clause was taken for is nothing a CRM does: unsure, and unlike all that is known of it."""

import re

from nlp.classifier import Prediction

_LEAST = 0.16
"""Probability times familiarity. Of clauses read rightly one in a hundred lies below, half of these speak of
work; of those that are out of scope and taken for something, two in three (docs/understanding.md)."""
_OF_WORK = re.compile(
    r"\b(?:deals?|opps?|opportunit\w+|leads?|tickets?|tkts?|cases?|tasks?|to-?dos?|reminders?|remind|reopen"
    r"|pipeline|stages?|nego\w*|propos\w+|qualif\w+|prob(?:ability)?|ne?xt steps?|macro|escalate|sequence"
    r"|cadence|drip|quota|forecast|conversion|prospects?|e-?mail(?:ed)?|mail|write to|voicemail|lvm|import"
    r"|win ?rates?|leader ?board|velocity|sales cycle|response times?|goals?|targets?|activit\w+|ytd|list"
    r"|contacts?|clients?|customers?|notes?|log|clos(?:e|es|ing)|worth|stale|overdue|won|lost|csat|funnel|churn"
    r"|#\d+|\d{4,6})\b",
    re.I,
)
_ANSWERS = frozenset({"correct", "smalltalk"})
"""What is said to the bot itself, in any words."""


def is_foreign(text: str, prediction: Prediction) -> bool:
    """Whether a clause, read so by the encoder, is hardly what it was taken for and speaks of no record."""
    if not prediction.familiarity or prediction.label in _ANSWERS:
        return False
    return prediction.probability * prediction.familiarity < _LEAST and not _OF_WORK.search(text)
