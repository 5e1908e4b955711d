"""Several reports asked for by their names alone: "churn, CSAT and win rate since May"."""

import re

_WHOSE = (
    r"(?:(?:the|my|our|a|full|whole|weighted|team|sales|lead|ticket|deal)\s+"
    r"|(?:this|last|next) (?:week|month|quarter|year)(?:'s)?\s+|[a-z]{3,9}'s\s+)*"
)
_NAME = (
    r"(?:pipe(?:line)?|forecast|fcst|win[ -]?rates?|churn(?: rate)?|csat|nps|funnel|los[ts]s?[ -]reasons"
    r"|leader ?board|(?:sales )?cycle(?: time)?|velocity|response times?|quota(?: attainment)?|goals?"
    r"|targets?|activit(?:y|ies)|(?:lead )?sources|ticket (?:numbers|volume|counts?)|conversion(?: rates?)?"
    r"|reasons (?:why )?we (?:lost|lose)|why we (?:lost|lose)"
    r"|what(?:'?s| has)? (?:changed|slipped|moved))"
)
_OF = (
    r"(?:\s+(?:of|for|in|since|over|per|by))?(?:\s+(?:the|this|last|next|past|coming|my))*"
    r"(?:\s+[\w'/]+){0,4}"
)
_REPORT = re.compile(rf"{_WHOSE}{_NAME}{_OF}(?:\W+(?:please|pls|thanks|thx))?\W*", re.I)
_ASKED_BEFORE = re.compile(
    r"^.*(?:[.:;]\s|\b(?:give|show|send|get|pull|need|want|see|have)\b(?:\s+(?:me|us))?)\s*", re.I | re.S
)
_LINK = re.compile(
    r"\s*(?:,\s*(?:and\s+|then\s+|plus\s+)?|\b(?:and|plus|then|n|also)\b|[;&+\n]|\.\s)\s*", re.I
)


def is_report_name(text: str) -> bool:
    """Whether a text says a report's name and no more."""
    return _REPORT.fullmatch(text.strip(" ?!.")) is not None


def names_report(text: str) -> bool:
    """Whether a text says one report's name, or several in a row."""
    return all(is_report_name(part) for part in _LINK.split(text.strip(" :")))


def joins_reports(before: str, after: str) -> bool:
    """Whether a report's name stands on both sides of a joint: each is asked for by itself."""
    last = _ASKED_BEFORE.sub("", _LINK.split(before)[-1])
    first = _LINK.split(after.strip(), maxsplit=1)[0]
    return is_report_name(last) and is_report_name(first)
