"""Messages made plain: typographic marks replaced one for one, figures made alike for the classifier."""

import re

READ_AT_MOST = 6_000
"""Characters of a rep's message that are read."""

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": ".",
        "\u00a0": " ",
        "\t": " ",
        "\u200b": " ",
        "\u202f": " ",
        "`": "'",
    }
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\ufe0f\u200d\u2b50\u2b55]")
_SLACK_EMOJI = re.compile(r":[a-z][a-z0-9_+-]{2,30}:")


def plain(text: str) -> str:
    """The same text, character for character, in plain marks."""
    return text[:READ_AT_MOST].translate(_PLAIN)


def without_emoji(text: str) -> str:
    """The same text with spaces in place of emoji."""
    text = _EMOJI.sub(" ", text)
    return _SLACK_EMOJI.sub(lambda match: " " * len(match[0]), text)


_SIGNS = (
    (re.compile("^\\W*[📞☎📱]\ufe0f?\\s*(?!call|phone|voicemail|vm)", re.I), "call "),
    (re.compile("^\\W*[⏰🔔⏱]\ufe0f?\\s*(?!remind|task|snooze|in |at )", re.I), "remind me "),
    (re.compile("^\\W*[📧✉📩]\ufe0f?\\s*(?!e?mail|send)", re.I), "email "),
    (
        re.compile("^\\W*[✅✔☑]\ufe0f?\\s*(?=\\w+\\W+\\w)(?!yes|ok|confirm|done|looks|great|go )", re.I),
        "done with ",
    ),
    (re.compile("^\\W*📝\\s*(?!note)", re.I), "note "),
)


_TICKED = re.compile("^\\W*(?:ticket |case )?(#?\\d{1,6})\\s*[✅✔☑]\ufe0f?\\W*$", re.I)


_PRIORITISED = re.compile(
    r"^\W*(?:(?:re|on|for|ticket|case|tkt)\W+)*#?(\d{1,6})\s*[:-]\s*(p[1-4]|urgent|critical|high|normal|low)"
    r"(?: prio(?:rity)?)?(?: please| pls)?\W*$",
    re.I,
)
"""A ticket and how soon it matters, and no more ("re 3: P1")."""
_ARROW = re.compile(r"\s*(?:→|⇒|➡\ufe0f?|[-=]{1,2}>)\s*")
_SPELLED_OUT = re.compile(
    r"\b(?P<who>[\w-]+(?: (?:dot|underscore|dash) [\w-]+)*)"
    r" at (?P<where>[\w-]+(?: (?:dot|dash) [\w-]+)*? dot [\w-]+)\b",
    re.I,
)
"""An address as it is dictated ("tina dot ng at acme dot com")."""
_SPOKEN = {" dot ": ".", " underscore ": "_", " dash ": "-"}


_FIRST_POINT = re.compile(r"^\W*1[.)]\s+(?=[^\W\d].*\s2[.)]\s)", re.S)


def with_words(text: str) -> str:
    """Signs as the words they stand for ("📞 Jane", "Acme → proposal"); addresses as they are written."""
    text = _SPELLED_OUT.sub(_written_address, _ARROW.sub(" to ", text))
    text = _TICKED.sub(r"close ticket \1", _FIRST_POINT.sub("", text))
    text = _PRIORITISED.sub(r"set ticket \1 to \2", text)
    for sign, word in _SIGNS:
        text = sign.sub(word, text, count=1)
    return text


def _written_address(said: re.Match[str]) -> str:
    address = f"{said['who']}@{said['where']}"
    for spoken, sign in _SPOKEN.items():
        address = re.sub(spoken, sign, address, flags=re.I)
    return address


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
    r"|morning|bonjour|hola|hallo|ciao|goedemorgen|guten tag|eek|yikes|phew|crikey|blimey|jeez|omg|wow|yay"
    r"|chai|haba|good lord)(?: (?:there|team|all|dear|everyone|everybody|rapport|bot))?"
    r"\s*[,!.:]+\s+(?=\w+\W+\w)",
    re.I,
)
_SIGNED = re.compile(
    r"(?<=[.!?\n])\s*(?:groetjes|groeten|(?:kind |best )?regards|best|cheers|saludos|merci|greetings|rgds)"
    r",?\s+[A-Z][\w.]+(?: [A-Z][\w.]+)?\W*$"
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
    shorter = _THANKS.sub("", _SIGNED.sub("", bare))
    return shorter if len(shorter.split()) > 1 else bare


_UNITS = "k|mil|million|grand|€|£|usd|eur|gbp|dollars|euros?|pounds|quid|bucks"
_MASKS = (
    (re.compile(r"\S+@\S+\.\w+"), "a@b.com"),
    (re.compile(r"[$€£₹]\s?\d[\d.,']*\s?(?:k|m|mil|million)?\b", re.I), "$5k"),
    (re.compile(rf"\b\d[\d.,']*\s?(?:{_UNITS})(?!\w)", re.I), "$5k"),
    (re.compile(r"\+?\(?\d{1,4}\)?(?:[\s-]\d{2,4}){2,}\b|\+\d{8,}"), "555-0100"),
    (re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:%|percent\b|pct\b|per cent\b)", re.I), "60%"),
    (re.compile(r"#\s?\d+\b"), "#1042"),
    (re.compile(r"(?<=\bticket )\d{1,2}(?![\w:/%.-])|(?<=\bcase )\d{1,2}(?![\w:/%.-])", re.I), "1042"),
    (re.compile(r"(?<=\bticket )\d{5,9}\b|(?<=\bcase )\d{5,9}\b", re.I), "1042"),
    (re.compile(r"(?<![\w:/.-])(?!20\d\d\b)\d{3,4}(?![\w:/%-])"), "1042"),
    (re.compile(r"\b\d{5,}\b"), "$5k"),
)  # fmt: skip


def for_classifier(text: str) -> str:
    """The text with its figures replaced by standard ones: which amount it is does not change the intent."""
    text = without_emoji(text) if len(text.strip()) > 2 else text
    for pattern, stand_in in _MASKS:
        text = pattern.sub(stand_in, text)
    return " ".join(text.split()) or "..."


_CODES = re.compile(r"\W*(?:(?:[A-Z]{2,4}\W{0,2})?(?=[\w-]*\d)(?=\w*[A-Z]|\w+-)[\w-]{4,}\W*)+")
"""Numbers pasted from elsewhere ("PO 7719-B / SO-00412") ask for nothing."""


def is_only_numbers(text: str) -> bool:
    """Whether a clause holds nothing but numbers of papers."""
    return _CODES.fullmatch(text) is not None
