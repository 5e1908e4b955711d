"""Signs, shorthand and what is dictated, as the words and figures they stand for."""

import re

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


_FOR = re.compile(
    r"(?<=[a-z] )4 (?=(?:the )?(?:next|nxt|last|lst|this) (?:week|wk|month|mth|quarter|qtr|year|yr)\b)", re.I
)
"""Shorthand for "for" that could count ("forecast 4 nxt month")."""
_SAME = re.compile(
    r"\b(assign|give|hand|pass|route|forward|move|push|close|reopen|escalate|snooze|mark|set|update|cancel|send)"
    r" the same(?= (?:to|over|on|as|at|for|until|till|by)\b)",
    re.I,
)
"""What was just spoken of, in the English of offices ("mark it urgent and assign the same to Ravi")."""
_KIND = re.compile(r"\b(task|ticket|deal|lead|reminder|meeting)s?\b", re.I)
_ONE = re.compile(
    r"\b((?:cancel|close|complete|delete|drop|finish|move|push|reopen|snooze|show|assign) the) one"
    r"(?= (?:of|about|for|with|from)\b)",
    re.I,
)
"""One more of the kind spoken of before ("done with the catalogue task, cancel the one about the gifts")."""
_DIGIT_WORDS = {
    **dict.fromkeys(("zero", "oh", "o", "nought", "naught"), "0"),
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_DIGIT = rf"(?:(?:double|triple|treble) )?(?:{'|'.join(_DIGIT_WORDS)}|\d)"
_SPOKEN_NUMBER = re.compile(rf"(?:\bplus )?\b{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{6,}}\b", re.I)
"""A phone number as it is dictated ("plus six four double two one ...")."""
_SPOKEN_DIGIT = re.compile(r"\b(?:zero|oh|nought|six|seven|four|five)\b", re.I)
_TIMES = {"double": 2, "triple": 3, "treble": 3}


def _written_number(said: re.Match[str]) -> str:
    written, times = "", 1
    for word in re.split(r"[ ,-]+", said[0].lower()):
        if word in _TIMES:
            times = _TIMES[word]
            continue
        written += "+" if word == "plus" else _DIGIT_WORDS.get(word, word) * times
        times = 1
    return written


def with_words(text: str) -> str:
    """Signs as the words they stand for ("📞 Jane", "Acme → proposal"); what is dictated as it is written."""
    text = _SPELLED_OUT.sub(_written_address, _ARROW.sub(" to ", text))
    text = _SAME.sub(r"\1 it", _FOR.sub("for ", text))
    text = _ONE.sub(_kind_named, text)
    if _SPOKEN_DIGIT.search(text):
        text = _SPOKEN_NUMBER.sub(_written_number, text)
    text = _TICKED.sub(r"close ticket \1", _FIRST_POINT.sub("", text))
    text = _PRIORITISED.sub(r"set ticket \1 to \2", text)
    for sign, word in _SIGNS:
        text = sign.sub(word, text, count=1)
    return text


def _kind_named(said: re.Match[str]) -> str:
    """An order about "the one ..." with the kind of record named before it, if only one is."""
    kinds = {kind.lower() for kind in _KIND.findall(said.string, 0, said.start())}
    return f"{said[1]} {kinds.pop()}" if len(kinds) == 1 else said[0]


def _written_address(said: re.Match[str]) -> str:
    address = f"{said['who']}@{said['where']}"
    for spoken, sign in _SPOKEN.items():
        address = re.sub(spoken, sign, address, flags=re.I)
    return address
