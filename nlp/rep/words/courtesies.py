"""What is said politely around a request, and what only fills a pause: left out for reading."""

import re

_ASKED_OFF = re.compile(
    r"(?<=\w)\s*,?\s+(?:if (?:that'?s|that is|it'?s) (?:ok|okay|all ?right|fine|possible|no trouble)"
    r"|(?:would|will|could) (?:you|ya)(?: please)?)\s*[?.!]*$|(?<=[.!?])\s+over(?: and out)?\s*[.!]*$",
    re.I,
)
"""How a request may be rounded off."""
_BEGGED = re.compile(r"\bpl+(?:[sz]{2,}|ea+s*e{2,})\b", re.I)
_GREETING = re.compile(
    r"^\W*(?:excuse me|pardon me|sorry to (?:bother|disturb)(?: you)?"
    r"|hi|hello|hey|hiya|(?:respected|dear) (?:sir|madam|sirs|all)|good ?(?:morning|afternoon|evening|day)"
    r"|morning|dears|dear team|hei|hej|namaste|g'day|howdy|darling|sweetheart|my dear"
    r"|bonjour|hola|hallo|ciao|goedemorgen|guten tag|eek|yikes|phew|crikey|blimey|jeez|omg|wow|yay"
    r"|chai|haba|good lord)(?: (?:there|team|all|dear|everyone|everybody|rapport|bot))?"
    r"\s*[,!.:]+\s+(?=\w+\W+\w)",
    re.I,
)
_SIGNED = re.compile(
    r"(?<=[.!?\n])\s*(?i:groetjes|groeten|(?:many )?thanks(?= ?,?\s*\n)|thank you(?= ?,?\s*\n)"
    r"|(?:with )?(?:kind(?:est)? |best |warm |many )?(?:regards|wishes)"
    r"|best|cheers|saludos|merci|greetings|rgds|(?:yours )?sincerely|yours"
    r"|(?:mit )?(?:freundlichen|liebe[nr]?) gr(?:\u00fc|ue)(?:\u00df|ss)en?)"
    r",?\s+[A-Z][\w.]*(?: [A-Z][\w.-]+){0,2}\W*$"
)
"""How a mail is signed."""
_IF_NO_TROUBLE = re.compile(
    r"^\W*(?:if (?:it|that)(?:'s| is|s)?(?: not|n't)?(?: (?:too|at) (?:much|all))?"
    r"(?: any| of)?(?: a)? (?:trouble|bother|problem|ok|okay|possible|convenient|all ?right)"
    r"|(?:if you (?:would|could|can|may)|when(?:ever)? you (?:get|have|find) (?:a|the) "
    r"(?:minute|moment|second|sec|chance|time)))\s*,\s+(?=\w+\W+\w)",
    re.I,
)
"""How a request may be opened."""
_CONTENT = re.compile(
    r"^\W*(?:(?:ok|okay|alright|right)\W+)?(?:great|cool|nice|perfect|good|super|brilliant|lovely)\W+"
    r"(?:so |and )?now\b\W*(?=\w+\W+\w)",
    re.I,
)
"""What is said of the answer before the next is asked for ("ok great, now ...")."""
_NEEDFUL = re.compile(
    r"^\W*(?:(?:please|kindly|pls|sir|madam)\W+)*do (?:the )?needful\s*(?:and|to|by|,|:|;|-)\s+(?=\w+\W+\w)",
    re.I,
)
_ROUNDED_OFF = re.compile(
    r"(?<=[\w.!?])\s*[,.!;]?\s+(?:(?:kindly |please |pls )?do the needful(?: at the earliest)?"
    r"|(?:yeah |ya |yep )?that(?:'d| would|'ll) be (?:choice|great|grand|lovely|ace|awesome|brilliant"
    r"|perfect|sweet|super)(?: thanks| ta| cheers)?)\W*$",
    re.I,
)
"""What may round off an order and is no part of it."""
_THANKS = re.compile(
    r"(?<=\w)\s*[,.!;]\s*(?:many )?(?:thanks|thank you|thx|ty|cheers)(?: (?:a lot|so much"
    r"|in advance|again|mate))?[.! ]*$",
    re.I,
)


_GO_ON = re.compile(r"^\W*(?:please |pls )?go (?:on|ahead) and\s+(?=\w+\W+\w)", re.I)
_FILLER = re.compile(
    r"(?<=\bwho |\bwhy )(?:on earth|the hell|the heck|in the world)\s+"
    r"|(?<=\bwhat )(?:on earth|the hell|the heck|in the world)\s+"
    r"|(?<![\w'@.#-])(?:u+h*m+|u+h+|e+r+m*|h+m+|a+h+m+|lol|lmao|rofl|omg|ngl|tbh|imo|imho|fwiw|afaik|smh|brb|yo"
    r"|y'?know|ya know)(?![\w'@-])[,.]*\s*(?=\S)",
    re.I,
)


def without_courtesies(text: str) -> str:
    """The message without a greeting before and thanks behind it, and without what only fills a pause."""
    bare = _NEEDFUL.sub("", _GREETING.sub("", _FILLER.sub("", _BEGGED.sub("pls", text))))
    bare = _ASKED_OFF.sub("", _CONTENT.sub("", _IF_NO_TROUBLE.sub("", _GO_ON.sub("", bare))))
    shorter = _ROUNDED_OFF.sub("", _THANKS.sub("", _SIGNED.sub("", bare)))
    return shorter if len(shorter.split()) > 1 else bare
