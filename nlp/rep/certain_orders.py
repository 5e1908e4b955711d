"""Orders whose words leave no choice of what is meant."""

import re

from nlp.rep.polite import POLITE

OF_ORDERS = (
    (
        "activity.log",
        re.compile(
            POLITE + r"(?:log|file|save|record|note) (?:this|that|it|the following) "
            r"(?:on|for|with|under|against|to|at) (?!.*\b(?:ticket|case)\b)[^:]{1,40}:\s"
            r"|" + POLITE + r"(?:add|log|file|save|record) an? (?:e-?mail|text|sms|call|voicemail) "
            r"(?:to|from|with|for) (?!.*\b(?:ticket|case)\b)[^:]{1,40}:\s",
            re.I,
        ),
    ),
    (
        "correct",
        re.compile(
            r"^\W*(?:please |pls )?make that (?:the |next |this )?"
            r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|\d)",
            re.I,
        ),
    ),
    (
        "deal.create",
        re.compile(
            POLITE + r"(?:(?:add|create|open|make|log) (?:an? )?)?new (?:deal|opp|opportunity)\s*[:,.-]\s",
            re.I,
        ),
    ),
    (
        "ticket.merge",
        re.compile(
            r"^\W*(?:(?:ticket|case) )?#?\d{2,6} (?:is|looks like|seems)(?: to be)? (?:an? |the )?"
            r"(?:same|duplicate|dupe?|copy|double|identical)\b.*\b#?\d{2,6}\b",
            re.I,
        ),
    ),
    (
        "sequence.stop",
        re.compile(
            POLITE
            + r"(?:stop|end|pause|halt|cancel|kill|quit|terminate)\b[^,;.]* (?:sequence|cadence|drip)\b",
            re.I,
        ),
    ),
    ("task.complete", re.compile(r"^\W*i(?:'m| am|m) (?:done|finished|through) with \w+ing\b", re.I)),
    (
        "explain",
        re.compile(
            POLITE
            + r"why (?:did|have|had) you (?:put|send|sent|text|e-?mail\w*|move|moved|close|closed|change"
            r"|changed|assign|assigned|add|added|merge|merged|remove|removed|enrol|take|tag|tagged|mark|marked)\b",
            re.I,
        ),
    ),
    (
        "ticket.assign",
        re.compile(
            POLITE + r"(?:i'll|i will|let me) (?:take|handle|own|grab) (?:it|this|that)(?: one)?"
            r"(?: myself)?\W*$",
            re.I,
        ),
    ),
    (
        "lead.list",
        re.compile(
            POLITE + r"(?:pull up|show(?: me)?|list|get(?: me)?|give me|see) (?:(?:all|the|my|our|new|open"
            r"|qualified) )*leads (?:with|of) (?:the |a )?source\b",
            re.I,
        ),
    ),
    (
        "activity.log",
        re.compile(
            POLITE + r"(?:i )?(?:called|rang|phoned|tried)\b(?!.*\b(?:ticket|deal|lost|won)\b)"
            r"(?:.{2,40}?\b(?:no (?:answer|reply|joy|luck|pick-?up)|didn't (?:pick up|answer)|engaged)\W*$"
            r"|.{2,25}? \d+ ?(?:mins?|minutes|hours?|hrs?)\b)",
            re.I,
        ),
    ),
    (
        "deal.move",
        re.compile(
            r"^.*\b(?:deal|opp|opportunity|Acme) (?:can|may|should) (?:go|move|be moved|come) "
            r"(?:in)?to (?:propos|negot|qualif)",
            re.I,
        ),
    ),
)
"""Intents with the clauses that mean them for certain, names stood in for."""
