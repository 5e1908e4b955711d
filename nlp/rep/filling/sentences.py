"""Free texts of a clause: the reason, the note, the message, the thing to do; as said, whole."""

import re

from nlp.rep.filling.clause import Clause
from nlp.rep.filling.refs import sentence

_BECAUSE = re.compile(
    r"(?:\b(?:because(?: of)?|bc|b/c|cause|cuz|coz|cos|since|due to|reason(?: is| was|:)?"
    r"|on account of)\b|[,;:.?!]|\s-)\s*(?P<text>[^\s].*)$",
    re.I | re.S,
)
_SAYING = re.compile(
    r"(?:\b(?:that|saying|say|stating(?: that)?|about|regarding|re|to say|telling (?:her|him|them)|with"
    r"|asking)\b"
    r"|:)\s*(?P<text>\S.*)$",
    re.I | re.S,
)
_TELLING = re.compile(
    r":\s*(?P<text>\S.*)$|\b(?:that|saying|say|internally)\b:?\s*(?P<said>\S.*)$", re.I | re.S
)
_SAID = re.compile(r"\b(?:saying|to say)\b(?: that\b)?:?\s+(?P<text>\S.*)$", re.I | re.S)
_TOLD_PERSON = re.compile(r"(?<=\w)\s+(?:know\s+)?(?P<text>(?!by\b|via\b|an?\b|on\b)\w+ \w.*)$", re.I | re.S)
_TOLD_THEM = re.compile(
    r"\b(?:tell|let|send|email|text|mail|give) (?:him|her|them)\s+(?:know\s+)?"
    r"(?P<text>(?!an?\b|by\b|via\b)\w+ \w.*)$",
    re.I | re.S,
)
_TOLD_CUSTOMER = re.compile(
    r"\b(?:tell|inform|let) (?:the |our |this )?(?:customer|client|user|him|her|them|guy)(?: know)?\s+"
    r"(?P<text>(?!on\b)\S.*)$",
    re.I | re.S,
)
_ORDER = re.compile(
    r"(?:please |pls |so |just |and )*"
    r"(?:write|mark|kill|close|drop|bin|call|log|set|move|archive|disqualify|lose|scrap)"
    r" (?:it|them|him|her|this|that)\b",
    re.I,
)
_THEN_ORDER = re.compile(rf"\s*[,;.]\s*{_ORDER.pattern}.*$", re.I | re.S)
_TOLD = re.compile(
    r"[\s,:-]+(?P<text>(?:went|chose|picked|has|have|had|is|are|no|not|never|did|do|can)\b[^,;.]+)", re.I
)
_AFTER_STEP = re.compile(
    r"\bnext\s+(?:step|action|move)?\s*(?:on|for|with|of)?[^:]{0,40}?(?::|\bis\b|\bto be\b|="
    r"|\bas\b|\bto\b)\s*(?P<text>\S.*)$",
    re.I | re.S,
)
_LEADS = re.compile(
    r"^(?:that|saying|about|regarding|re|because(?: of)?|bc|since|due to|and said|to say"
    r"|reason(?: is)?|of|to)\b[:,]?\s+(?=\S)",
    re.I,
)
_KEEPS_TO = frozenset({"next_step"})


def free_text(clause: Clause, name: str) -> str | None:
    """The text of a slot: what was tagged, grown to a whole; else what follows the introducing word."""
    spans = [span for span in clause.tagged if span.slot == name]
    if clause.intent == "task.create":
        return _todo(clause)
    if not spans:
        return _introduced(clause, name)
    start = min(span.start for span in spans)
    end = max(span.end for span in spans)
    if name == "subject":
        return _whole_subject(clause, start, end)
    if name == "reason" and (chosen := _CHOSEN.search(clause.text, 0, start)):
        start = chosen.start()
    if name == "reason" and (opened := _REASON.search(clause.text)) and opened.end() < start:
        start = opened.end()
    if clause.intent in _MESSAGES and (opened := _THAT.match(clause.text, _names_end(clause))):
        return _clean(clause.text[opened.end() :], name)
    if lead := _LED_IN.get(clause.intent):
        said = lead.search(clause.text, _names_end(clause))
        if said and (said.end() < start if name == "text" else start < _names_end(clause) < said.end()):
            start, end = said.end(), max(end, said.end())
    rest = clause.text[end:]
    if _reaches_end(clause, end) or rest.strip(" .,!?") == "":
        end = len(clause.text)
    return _clean(clause.text[start:end], name)


_CHOICE = re.compile(
    r"\b(?:chose|picked|(?:went|going|gone) (?:with|for|to)|signed with|decided (?:for|on)|bought from)\b"
    r" \S.*$"
    r"|\blost (?:to|2|over|on) (?P<to>\S.*)$",
    re.I | re.S,
)
"""What was chosen instead, where nothing opens the reason."""
_LED_IN = {
    "ticket.note": re.compile(r"(?<=\d)\s*[:-]\s+(?=\S)|:\s+(?=\S)"),
    "ticket.reply": re.compile(r"(?<=\d)\s*:\s+(?=\S)"),
    "message.draft": re.compile(r"\b(?:saying|stating|to say)\b(?: that\b)?:?\s+(?=\S)|:\s+(?=\S)", re.I),
    "message.send": re.compile(r"\b(?:saying|stating|to say)\b(?: that\b)?:?\s+(?=\S)|:\s+(?=\S)", re.I),
    "lead.disqualify": re.compile(r"(?:\b(?:because(?: of)?|bc|cos|cuz|since|as)\b|:)\s+(?=\S)", re.I),
    "deal.lose": re.compile(r"(?:\b(?:because(?: of)?|bc|cos|cuz|since)\b|:)\s+(?=\S)", re.I),
}
"""What opens a message or a reason for certain, wherever the tagger saw it begin."""
_MESSAGES = frozenset({"message.send", "message.draft"})
_THAT = re.compile(r"\s+(?:(?:saying|stating|explaining)\s+)?that\s+(?=\S+\s+\S)", re.I)
"""What follows straight upon the person a message goes to is the message, whole."""
_REASON = re.compile(r"\breason\s*(?::|is\b|was\b)\s*(?=\S)", re.I)
_CHOSEN = re.compile(
    r"\b(?:(?:went|gone|going|goes|chose|picked|signed|decided|opted) (?:with |for |to |on )?|to )"
    r"(?:the |an? )?$",
    re.I,
)
"""What was chosen instead tells why ("went with Acme")."""


def _whole_subject(clause: Clause, start: int, end: int) -> str | None:
    """The tagged subject with the words between the company and it ("cannot" of "Acme cannot log in")."""
    tagged = _clean(clause.text[start:end], "subject")
    colon = clause.text.find(":")
    if tagged and -1 < colon < start and (whole := _subject(clause, clause.text[colon + 1 :])):
        return whole if tagged in whole else tagged
    names = [span.end for span in clause.spans if span.slot in {"company", "contact"} and span.end <= start]
    between = clause.text[max(names) : start] if names else ""
    if re.fullmatch(
        r"\s+(?:can|can't|cannot|could|does|do|did|has|have|is|are|was|were|will|won't|needs?|not|no|never"
        r"|still|again|[a-z]+n't)(?: [a-z']+)?\s+",
        between,
        re.I,
    ):
        start = max(names)
    return _clean(clause.text[start:end], "subject")


def _reaches_end(clause: Clause, end: int) -> bool:
    """Whether nothing after the tagged words was tagged for another slot."""
    return clause.intent in _TO_THE_END and not any(span.start >= end for span in clause.spans)


_TO_THE_END = frozenset(
    {
        "ticket.reply",
        "ticket.note",
        "message.send",
        "message.draft",
        "explain",
        "deal.lose",
        "lead.disqualify",
    }
)


def _introduced(clause: Clause, name: str) -> str | None:
    text = clause.text
    match: re.Match[str] | None = None
    if name == "reason":
        match = _BECAUSE.search(text, _names_end(clause))
        if match is None and (chosen := _CHOICE.search(text, _names_end(clause))):
            return _clean(chosen["to"] or chosen[0], name)
        if match and _ORDER.match(match["text"]):
            match = _TOLD.match(text, _names_end(clause))
    elif clause.intent in _MESSAGES:
        after = _names_end(clause)
        match = _SAYING.search(text, after) or _TOLD_PERSON.match(text, after) or _TOLD_THEM.search(text)
    elif clause.intent in {"ticket.reply", "ticket.note"}:
        match = _TELLING.search(text) or _TOLD_CUSTOMER.search(text)
    elif name == "next_step":
        match = _AFTER_STEP.search(text)
    elif clause.intent == "activity.log":
        match = _SAID.search(text)
    elif clause.intent == "ticket.create" and ":" in text:
        return _subject(clause, text[text.index(":") + 1 :])
    elif clause.intent == "ticket.create" and (about := _ABOUT.search(text)):
        return _subject(clause, about["text"])
    elif clause.intent == "explain":
        return sentence(text)
    if match is None:
        return None
    found = match["text"] or (match["said"] if "said" in match.re.groupindex else None)
    return _clean(found, name) if found else None


_ABOUT = re.compile(
    r"\b(?:about|regarding|re|concerning|because(?: of)?|bc|since|saying|over)\b:?\s+(?P<text>\S.*)$",
    re.I | re.S,
)


def _subject(clause: Clause, text: str) -> str | None:
    """What a ticket is about, without the company before or behind it and the priority behind it."""
    for slot in ("company", "contact"):
        for words in clause.words(slot)[:1]:
            named = re.escape(words)
            text = re.sub(rf"^\s*(?:user\s+|customer\s+)?{named}\s*[:,-]?\s*", "", text, flags=re.I)
            text = re.sub(rf"\s+(?:for|at|from|of|by|with)\s+{named}(?=\s*(?:$|[,.;]))", "", text, flags=re.I)
    return sentence(
        re.sub(
            r"[,;.]\s*(?:priority|prio|severity|category|p[1-4]|urgent|high|low|owner)\b.*$",
            "",
            text,
            flags=re.I,
        )
    )


def _names_end(clause: Clause) -> int:
    ends = [span.end for span in clause.spans if span.slot in {"deal", "lead", "contact"}]
    return max(ends, default=0)


def _clean(text: str, name: str) -> str | None:
    text = _BY_CHANNEL.sub("", text.strip(" \t\n,;:-.!"))
    if name == "text":
        text = _BY_CHANNEL.sub("", text)
    if name == "reason":
        text = _THEN_ORDER.sub("", text)
    if name not in _KEEPS_TO:
        text = _LEADS.sub("", text)
    return sentence(text)


_OWN_THING = re.compile(r"'s?(?:\s+(?!by\b|on\b|at\b|in\b|before\b|until\b)[a-z-]+){1,3}(?=\s*(?:$|[,.;!?]))")
"""What a name owns belongs to the thing to do ("water Dina's" plants)."""


def _todo(clause: Clause) -> str | None:
    """The thing to do, without the times said around or within it."""
    spans = [span for span in clause.tagged if span.slot == "text"]
    if not spans:
        return _rest_to_do(clause)
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    if owned := _OWN_THING.match(clause.text, end):
        end = owned.end()
    text = clause.text[start:end]
    for one in reversed(clause.times_in(text)):
        if one.preposition or one.end == len(text) or one.start == 0:
            text = text[: one.start].rstrip() + " " + text[one.end :].lstrip()
    return sentence(
        re.sub(r"^(?:to|that i|i have to|i need to)\s+", "", _unassigned(text.strip()), flags=re.I)
    )


_OWNED = re.compile(
    r"^@?\w+(?: \w+)?\s+(?:has to|have to|should|must|needs to|shall|ought to|is to)\s+(?=\w)", re.I
)
_AS_TASK = re.compile(
    r"\s*[,.;]?\s*(?:(?:and )?(?:please |pls )?(?:make|put|create|add|note|set|save)\s+(?:it|that"
    r"|this|a task|the task|a reminder)\b.*|as a task)$",
    re.I,
)


def _unassigned(text: str) -> str:
    """The thing to do without who shall do it and without "make it a task"."""
    return _AS_TASK.sub("", _OWNED.sub("", text))


_REMIND = re.compile(
    r"^\W*(?:(?:please|pls|hey|hi|ok|so|also|and|then|can you"
    r"|could you)\W+)*(?:remind me(?: again)?|set a reminder|(?:new |add a |create a )?(?:task"
    r"|todo|to-do|reminder)"
    r"|ping me|nudge me|don'?t let me forget)?\s*(?::|to\b|about\b|of\b|that\b)?\s*",
    re.I,
)


def _rest_to_do(clause: Clause) -> str | None:
    """All that is said but for the asking and the times, where nothing was tagged."""
    text = clause.text
    for one in reversed(clause.times_in(text)):
        text = text[: one.start].rstrip() + " " + text[one.end :].lstrip()
    return sentence(_unassigned(_REMIND.sub("", text.strip(), count=1)))


_BY_CHANNEL = re.compile(
    r"\s+(?:by|via|per|through|over|as an?)\s+(?:e-?mail|mail|text|sms|slack|text message)$", re.I
)
