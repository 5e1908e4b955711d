"""Orders whose words leave no choice of what is meant."""

import re

from nlp.rep.words.polite import POLITE

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
    (
        "meeting.book",
        re.compile(
            POLITE + r"(?:(?:can|could) you )?(?:fix|arrange|set up|organi[sz]e|plan) (?:me |us )?"
            r"(?:an? |the )?(?:meeting|call|visit|appointment|catch-?up)\b (?:with|for|at)\b",
            re.I,
        ),
    ),
    (
        "deal.reopen",
        re.compile(POLITE + r"take (?:the )?(?:Acme|Jane|it)(?: deal)? (?:back )?out of lost\b", re.I),
    ),
    (
        "deal.advise",
        re.compile(
            r"^\W*(?:would it be|is it) (?:wiser|better|smarter|wise|worth it) to "
            r"(?:discount|hold|push|offer|wait|drop|lower)\b",
            re.I,
        ),
    ),
    (
        "deal.move",
        re.compile(
            r"^\W*(?!(?:how|what|who|from|conversion|rate|new|leads?|deals?|win|close|time)\b)[\w&'.-]+"
            r"(?: [\w&'.-]+){0,2} to (?:qualified|proposal|negotiation)\W*(?:$|,)",
            re.I,
        ),
    ),
    (
        "deal.update",
        re.compile(
            r"^\W*(?:when you get a (?:sec|minute|moment|chance),? )?(?:please |pls )?put (?:the )?"
            r"(?:Acme|Jane) deal (?:at|on|to) (?:[$€£]|[A-Z]{3} )?\d",
            re.I,
        ),
    ),
    ("cancel", re.compile(r"^\W*cancel\s*(?:$|[.!]+(?:\s|$))", re.I)),
    (
        "smalltalk",
        re.compile(
            r"^\W*(?:(?:thanks|thank you|cheers|ta|ty)(?: \w+){0,2}[.!, ]*)?"
            r"(?:good|great|nice) (?:work|job)\b(?: today| bot| mate)?\W*$"
            r"|^\W*(?:lol |haha )?(?:ur|you'?re|you are) (?:the |a )?"
            r"(?:best|sweetest|legend|star|lifesaver|gem)\b",
            re.I,
        ),
    ),
    ("ticket.reopen", re.compile(POLITE + r"re-?open (?:ticket |case |tkt )?#?\d{2,}\b", re.I)),
    (
        "ticket.assign",
        re.compile(r"^\W*(?:ticket |case |tkt )?#?\d{2,6} goes to (?!propos|negot|qualif|\d)\w", re.I),
    ),
    (
        "correct",
        re.compile(
            r"^\W*(?:wait|no|nope|oops|sorry|actually|hang on|hold on)\W+(?:(?:sorry|i meant?|no)\W+)*"
            r"[\w$\u20ac\u00a3%#' -]{1,24}, not [\w$\u20ac\u00a3%#' -]{1,24}\W*$",
            re.I,
        ),
    ),
    (
        "cancel",
        re.compile(
            POLITE + r"(?:abort|scrap|forget) (?:that|it|this)\b(?: please| pls| one)?\W*(?:$|[,;.])", re.I
        ),
    ),
    (
        "lead.score",
        re.compile(
            r"^\W*(?:and )?why(?:'s| is| are) (?:it|s?he|they|his|her|their)\b.{0,12}\b(?:low|high)\b",
            re.I,
        ),
    ),
    (
        "message.send",
        re.compile(
            POLITE + r"(?:e-?mail|text|sms|message|msg|mail|dm|whatsapp|slack) (?:Jane|Acme|him|her|them)"
            r"(?: (?:at|from|of) (?:Jane|Acme))?\s*:\s*(?!\S+@)\w+ \w",
            re.I,
        ),
    ),
    (
        "meeting.book",
        re.compile(
            POLITE + r"book (?:me |us )?(?:also )?(?:an? |the )?(?:meeting|call|demo|visit|appointment) "
            r"(?:with|at|for) (?:Jane|Acme)\b",
            re.I,
        ),
    ),
    (
        "confirm",
        re.compile(
            r"^\W*(?:(?:yes|yep|yeah|ja|jo|si|oui|ok|okay|sure|fine)\W+)+(?:please )?"
            r"(?:go (?:ahead|for it)|do (?:it|that|so))\W*$",
            re.I,
        ),
    ),
    (
        "contact.show",
        re.compile(
            POLITE + r"(?:the )?(?:phone|mobile|cell|tel|e-?mail)(?: no\.?| number| nr\.?| address| id)? "
            r"(?:of|for) (?:Jane|Acme)\b",
            re.I,
        ),
    ),
    (
        "deal.create",
        re.compile(r"^.*\b(?:deal|opportunity) (?:is|has) to be (?:created|opened|made)\b", re.I),
    ),
    ("ticket.create", re.compile(r"^.*\b(?:case|ticket) (?:is|has) to be (?:created|opened|raised)\b", re.I)),
    (
        "ticket.escalate",
        re.compile(
            r"^.*\bpass (?:it|this|that|#?\d+) (?:on |up )?to (?:the |our )?(?:[\w-]+ ){0,2}"
            r"(?:specialists?|experts?|engineers|engineering|developers|devs|level \d|tier \d|second line)\b",
            re.I,
        ),
    ),
    (
        "sequence.stop",
        re.compile(
            r"^\W*(?:and |but |while )?Jane (?:leaves|quits|comes off|drops out of) (?:it|that one)\W*$", re.I
        ),
    ),
    (
        "activity.log",
        re.compile(
            POLITE + r"(?:put|add|leave|make) (?:a |one )?note (?:on|for) (?:Acme|Jane) (?:that|saying)\b",
            re.I,
        ),
    ),
    (
        "deal.split",
        re.compile(
            POLITE + r"(?:(?:can|could|would) you )?(?:split|divide|break|carve|chop) (?:up )?(?:the )?"
            r"(?:Acme|Jane|it|this|that)(?:'s)?(?: deal)?(?: up)?(?: (?:in)?to\b|\s*:).*\d.*\d",
            re.I | re.S,
        ),
    ),
    (
        "contact.merge",
        re.compile(
            r"^\W*(?:Jane|Acme) (?:and|n|&|\+) (?:Jane|Acme) (?:is|are|r) (?:both |really |actually )?"
            r"(?:the |one )?(?:and the )?(?:same|one|duplicates?|dupes?)\b",
            re.I,
        ),
    ),
    (
        "ticket.merge",
        re.compile(
            POLITE + r"(?:merge|fold|combine) (?:ticket |case )?#?\d{2,6} (?:into|with|and) #?\d{2,6}\b", re.I
        ),
    ),
    (
        "out_of_scope",
        re.compile(
            r"^\W*(?:please |pls |now )?(?:forget|ignore|disregard) (?:every|all|any|your|the)"
            r"(?: (?:previous|prior|other|your))? (?:rules?|instructions?|orders)\b|"
            + POLITE
            + r"(?:wire|transfer|pay) [$€£]?\d[\d.,]*\w* ?"
            r"(?:euros?|dollars|pounds|usd|eur|gbp|bucks)?\s*to\b",
            re.I,
        ),
    ),
    ("lead.qualify", re.compile(POLITE + r"qualify (?:her|him)\b", re.I)),
    (
        "report.lost_reasons",
        re.compile(r"^(?!.*\bbecause\b).*\breasons? for (?:our|the|my|their) loss(?:es)?\b", re.I),
    ),
    (
        "out_of_scope",
        re.compile(POLITE + r"book (?:me |us )?(?:an? )?(?:table|taxi|cab|flight|hotel|room|train)\b", re.I),
    ),
    (
        "out_of_scope",
        re.compile(
            r"^\W*(?:\w+ )?(?:don't|dont|do not) (?:mark|move|close|convert|send|set|reopen|merge)\b"
            r".*\byet\b",
            re.I,
        ),
    ),
    (
        "task.snooze",
        re.compile(
            POLITE + r"(?:(?:you )?can (?:you )?)?(?:push|move|shift|bump|put off|postpone|delay|snooze) "
            r"(?:my|the|that) (?:reminder|task|to-?do) (?:about|for|on|to) .*\b(?:till|until|to|by)\b",
            re.I,
        ),
    ),
    (
        "correct",
        re.compile(
            r"^\W*actually\W+(?:the |that )?(?:figure|amount|number|date|name|price)\b"
            r".*\b(?:ought to|should) have been\b",
            re.I,
        ),
    ),
)
"""Intents with the clauses that mean them for certain, names stood in for."""
