"""Turns of phrase that surely ask for a report, tried as those of `certain` are."""

import re

from nlp.rep.words.polite import POLITE

OF_REPORTS = (
    (
        "report.tickets",
        re.compile(
            POLITE
            + r"(?:(?:the|open|urgent|new|all) )*tickets (?:(?:by|per|split by) (?:owner|agent|rep|company"
            r"|customer|priority|status|category|channel|team|region)\b"
            r"|(?:this|last) \w+ (?:vs|versus|against|compared to)\b)",
            re.I,
        ),
    ),
    (
        "report.lost_reasons",
        re.compile(
            POLITE + r"(?:what|which (?:deals|ones|customers)) (?:did|have) (?:i|we) (?:lose|lost)\b.{0,30}?"
            r"\b(?:and|&) (?:why|for what reasons?|how come)\b",
            re.I,
        ),
    ),
    ("report.forecast", re.compile(POLITE + r"(?:the |my |our )?commit (?:by|per|for|this|next)\b", re.I)),
    ("report.sources", re.compile(r"^\W*how (?:do|did|well do) (?:\w+ )?leads (?:convert|perform)\b", re.I)),
    ("report.funnel", re.compile(POLITE + r"(?:the |my |our )?funnel (?:for|of|by)\b", re.I)),
    (
        "report.changes",
        re.compile(
            POLITE
            + r"what(?:'s| has| have)? (?:slid|slipped|moved|changed|shifted) (?:since|this|last|in)\b",
            re.I,
        ),
    ),
)
