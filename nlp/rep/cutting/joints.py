"""What the words around a joint say about a cut there, whatever the segmenter thinks."""

import re
from functools import lru_cache

from nlp.rep.cutting.report_lists import joins_reports
from nlp.rep.cutting.segmenter import Joint
from nlp.rep.filling.fields import OPENS_FIELD
from nlp.rep.learning.noise import noise_words
from nlp.rep.words.consent import CONSENT

_ASKED = 0.25
"""How likely a joint before an order is a cut at least: doubtful enough to be looked into."""
_STOPS = frozenset(".?!")
_STOPPED = 0.5
"""The same where a sentence ends before it."""
_POINTED = 0.4
"""The same before an order about "it"."""
_TALE = re.compile(
    r"^\W*(?:i |we |just |have )*(?:called|met|emailed|texted|phoned|rang|visited|spoke (?:to|with))\b", re.I
)
_POINTING = re.compile(
    r"(?:then |also |now |so )?(?:close|reopen|convert|qualify|assign|escalate|merge|text|email|call|set"
    r"|move|push|give|hand|pass|put|tag|take)\s+(?:#?\d+(?![/.:%\d])|it|him|her|them)\b"
    r"|(?:then |also |now |so )?(?:(?:re)?assign|give|hand(?: over)?|pass(?: on)?) to \w",
    re.I,
)
_WORDED = re.compile(
    r"^\W*(?:please |pls |can you )*(?:remind|task|todo|note|reply|respond|draft|write|tell|text"
    r"|email|if|when|set a reminder)\b",
    re.I,
)
_BRIEFING = re.compile(
    r"(?:what (?:do|should) (?:i|we) (?:need to |have to )?know|fill me in|(?:brief|prep"
    r"|prepare) me$|help$)",
    re.I,
)
_ONLY_REMIND = re.compile(
    r"(?:and |so |please |pls )*(?:remind|ping|nudge|poke) me(?: please| pls| then)?\W*(?:$|\n)", re.I
)
"""A reminder asked for after the thing to do is no second one ("call Jane at 4, remind me")."""
_BARE_CORRECTION = re.compile(r"\W*(?:no|nope|wait|oops|sorry|actually|hang on|hold on)", re.I)
_REPLACED = re.compile(r"[$\u20ac\u00a3#]?\d[\w.,%]* not \S", re.I)
"""The right figure belongs to the word that corrects ("wait. 310 not 300")."""
_FILTER = re.compile(r"(?:source|owner|status|stage|priority)\s*[:=]?\s+\w+(?=\s*(?:[,;.]|$))", re.I)
_LIST = re.compile(
    r"\W*(?:list|show|get|all|my|open|new|the|me|please|pls| )*(?:leads|deals|tickets|tasks)\b[^,]*", re.I
)
"""What a list is narrowed by ("leads, source webinar")."""
_FORM = re.compile(
    r"^\W*(?:please |pls )*(?:create|new|open|log|add|raise|make)\b(?: an?| the| new)*"
    r" (?:ticket|case|lead|contact|deal|opp|company|task)\b",
    re.I,
)
_THAT = re.compile(r"that (?!deal|ticket|one|lead|opp|task|is\b)", re.I)
_DRAFTED = re.compile(r"\b(?:draft|e-?mail|message|letter|text|note)\W*$", re.I)
_NOTED = re.compile(
    r"(?:and |then |also )*(?:add|put|leave|make) (?:a|an internal) note"
    r" (?:(?:to|on) (?:it|that|the ticket)|that|saying)\b",
    re.I,
)
"""A note on what was just opened, whatever was dictated before."""
_LINKS_ALONE = re.compile(r"\W*(?:(?:and|then|also|so|but|plus|oh|ok|okay|alright|um|uh)\b\W*)+", re.I)
_OF_RANGE = re.compile(r"\bbetween\s+(?:[A-Z]{3}\s)?[\w$€£₹.,%]+(?:\s\w+)?\s*$", re.I)
"""The first of two bounds ("between 200" and 500 thousand)."""
_SOURCE = re.compile(r"source\b\W+\w", re.I)
_OF_LEAD = re.compile(r"\b(?:new |add |create |log )(?:a |the )?(?:new )?lead\b", re.I)
_ASKS_WHICH = re.compile(
    r"which (?:of|(?:lead )?sources?|deals?|leads?|tickets?|tasks?|reps?|customers?|accounts?|ones?)\b", re.I
)
"""Where "which" opens a question ("and which of them are late?") and does not narrow what was asked for."""
_WHICH = re.compile(r"(?:whose|which)\b", re.I)
_NEXT_STEP = re.compile(r"(?:the |its |and )?next (?:step|action)\b", re.I)
_UNFINISHED = re.compile(
    r"\W*(?:please |pls |can you |kindly )*(?:set|move|put|push|bump|bring|add|enrol\w*)"
    r"(?: (?!(?:to|in|on|into|at|it|back|up|down|off|for|by)\b)[^\W\d][\w&'-]*){1,4}",
    re.I,
)
"""An order without where to: the name behind belongs to it ("set Ibex and also Kestrel to proposal")."""
_WHOSE_ELSE = re.compile(r"(?:and )?(?:what about )?(?:the team|[a-z]+(?: [a-z]+)?)'s\s*(?:[?!.]|$)", re.I)
"""The same question of somebody else ("my number? Dawn's?")."""
_VERB = re.compile(
    r"(?:then |also |now |so )?(?:close|move|set|push|send|text|email|call|assign|give|tell|remind|add|mark"
    r"|show|open|log|convert|qualify|escalate|reopen|merge|hand|pass|put|tag)\b",
    re.I,
)
_ENDING = re.compile(
    r"(?:please |then |also )*(?:close|solve|resolve|reopen|escalate)"
    r" (?:it|this|that|the (?:ticket|case))\W*$",
    re.I,
)
_ANOTHER = re.compile(
    r"(?:the )?(?:ticket )?#?\d+ (?:too|as well|also|likewise)(?=\W*$|\s*[,.;])"
    r"|(?:i'll|i will) (?:take|handle|own|grab) (?:it|this|that)(?: one)?(?: myself)?\W*$",
    re.I,
)
_FIGURE = re.compile(
    r"(?:at |for |worth |now )?[$€£]?\d[\d.,]*\s*(?:k|m|mil|%|percent|eur|usd|gbp|€|£|\$)?\W*(?:,|$)",
    re.I,
)
"""A bare figure adds to what stands before it."""
_LONE = re.compile(r"\W*(?:new|old|open|changed|overdue|late|won|lost|stale|big|hot|all|my)\W*", re.I)
"""What one of two adjectives leaves alone ("new and changed deals")."""
_LEFT = re.compile(r"(?:and |but |while )?[\w'. -]{2,40} leaves (?:it|that one)\W*$", re.I)
_CALLED = re.compile(
    r"(?:and )?(?:call|name|title) (?:it|this|that)\b(?! (?:off|on|back|at|again|a day))", re.I
)
_DEAL_MADE = re.compile(r"\b(?:new|create|open|add|make|start)\b.{0,20}\b(?:deal|opp|opportunity)\b", re.I)
"""A deal just made is given its title, nobody is rung up."""
_CONSENT = re.compile(rf"\W*(?:{CONSENT}\W*){{1,4}}", re.I)
"""A consent before the next request is an act of its own."""
_BEGGED = re.compile(r"(?:please|pls|plz|kindly)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?]\s+")
_LEADING = (
    r"(?:(?:so|and|then|also|but|anyway|ok|now|please|pls|plz|just|kindly|let's|next|quick one|do|oh|first"
    r"|second|third|meanwhile|while (?:you're|we're|i have you|i've got you)(?: at it| there| on)?"
    r"|before i forget|last thing)[\s,.:]+)*"
)
_WISH = (
    r"(?:can|could|would|will) (?:you|u|someone|somebody)\b(?! believe)|i'?d (?:love|like)|i (?:want|need)\b"
    r"|what\b|who\b|when\b|which\b"
    r"|how (?:much|many|is|are|long|did|(?:do|can|could|would|should) (?:i|we|you|one))\b"
    r"|why (?:is|are|did|have|was|were|has)\b|give me\b|let me (?:know|see)\b|remind me\b|loop\b"
)
_STATED = (
    r"(?:the )?(?:[\w&'-]+\s+){1,3}?(?:is|are|should be|slipped|moved|went)\s+(?:at|to|now at|now in)\s+\S"
)
"""A statement that sets a value is an order too ("the Ibex one is at 35")."""
_CONDITION = re.compile(
    r"^\W*(?:and |but |so |also |then )?(?:if|when|whenever|every time|each time|as soon as|once)\s+"
    r"(?!you\b|u\b|possible|done|ready|did|do|does|is|was|were|will|are|have|has|had|can|could|should)[^.!?\n]*$",
    re.I,
)
"""What happens only if something else does is one rule, whatever stands behind the comma."""
_NUMBERS = re.compile(r"\W*(?:(?:the )?(?:tickets?|cases?)\W+)?\d+(?:(?:\W|and\b)+\d+){0,9}\W*", re.I)
_NUMBER = re.compile(r"#?\d+\b(?![/.:%])")
"""What is said of several tickets at once ("12, 15 and 17 go to Jane")."""
_NUMBER_LAST = re.compile(r"(?<![\w.])#?\d{2,6}$")
_NUMBER_ALONE = re.compile(r"#?\d{2,6}\s*(?:$|[.!?]|both\b)")
"""The last of several numbers, nothing said of it alone ("I'll take 120 n 121")."""
_SET_TO = re.compile(r"(?<![\w.])#?\d{1,6} (?:to|as) [a-z]\w*$", re.I)
_NEXT_SET_TO = re.compile(r"#?\d{1,6} (?:to|as) [a-z]\w*\s*(?:$|[,.;!]|and\b)", re.I)
"""Each ticket is given its own ("set 41 to high and 42 to low")."""
_OPEN_ORDER = re.compile(
    r"\W*(?:(?!and\b)[a-z']+ )*(?:re)?(?:assign|give|hand|pass|route|set|mark|put|make|bump|escalate)"
    r"(?: over| both)?(?: tickets?| cases?)?(?:\W+(?:and |& )?#?\d{2,6}(?![\d.,]*[\w%]))+",
    re.I,
)
"""What wants to be told to whom, or to what ("assign 120" and 121 to Jane)."""
_HEADING = re.compile(
    r"\W*(?:please |pls |can you )*(?:open|create|log|raise|add|new|make)? ?(?:a |an )?"
    r"(?:new |dup |dupe |duplicate )?"
    r"(?:ticket|case|lead|contact|deal|task|reminder)\W*",
    re.I,
)
"""An order whose record is told behind a dash or a colon ("open case - the lift is stuck")."""
_THUS = re.compile(r"\W*(?:and )?so\b", re.I)
"""What follows from something is told with it ("they agreed, so that is a win"), unless it is an order."""
_ALIKE = re.compile(r"(?:the )?(?:same|ditto|likewise)\b(?: thing)? (?:for|with|goes)\b", re.I)


DICTATES = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|then|and)\W+)*(?:add |put |leave |make )?(?:an? |the )?"
    r"(?:internal )?(?:reply|respond|answer|notes?|e-?mail|text|write|message|msg|tell|draft|sms|dm|slack"
    r"|whatsapp)\b[^\n:]*:",
    re.I,
)
"""What stands behind the colon goes out, or is kept, as it is: lists in it are no orders."""
_LISTED = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)/])\s*\w")
"""A line of a list."""
_TRAILING = re.compile(
    r"(?:(?:split|grouped|broken down|sorted) )?(?:by|per|as an?) \w+(?: \w+)?(?=\W*$|\s*,)", re.I
)
"""How figures are to be shown is no request of its own ("..., by rep, this year")."""
_SPLITTING = re.compile(r"\b(?:split|divide|break|chop|slice|carve|cut)\b", re.I)
_FIGURE_FIRST = re.compile(r"(?:[A-Z]{3}\s?)?[$€£₹]?\d")
_NUMBERED = re.compile(r"^\W*(?:ticket |case )?#?\d+\s*:")
"""A ticket named before a colon: what follows is no dictated text."""


def chance_of_cut(text: str, joint: Joint) -> float:
    """The chance of a cut, where words settle it."""
    if (settled := _said_behind(text, joint)) is not None:
        return settled
    link = text[joint.start : joint.end].strip()
    before = text[: joint.start]
    if link and _CONSENT.fullmatch(before) and opens_request(text, joint):
        return 1.0
    if not link and _BEGGED.match(text, joint.end) and DICTATES.search(_SENTENCE_END.split(before)[-1]):
        return 0.0
    is_line_end = "\n" in text[joint.start : joint.end]
    if not link and not is_line_end and not opens_request(text, joint):
        return 0.0
    if is_line_end and _LISTED.match(text, joint.end):
        return 0.0 if DICTATES.search(before) else 1.0
    if _TRAILING.match(text, joint.end) or (
        _SPLITTING.search(before) and _FIGURE_FIRST.match(text, joint.end)
    ):
        return 0.0
    if joins_reports(text[: joint.start], text[joint.end :]):
        return 1.0
    if "," in link and _CONDITION.match(before):
        return 0.0
    if _NUMBERS.fullmatch(before) and _NUMBER.match(text, joint.end):
        return 0.0
    if _SET_TO.search(before) and _NEXT_SET_TO.match(text, joint.end):
        return 1.0
    if link[:1] not in _STOPS and _lists_numbers(text, joint):
        return 0.0
    is_dictated = ":" in _NUMBERED.sub("", before)
    is_order = _VERB.match(text, joint.end) is not None and not is_dictated
    if is_order and (_TALE.match(before) or (_POINTING.match(text, joint.end) and not _WORDED.match(before))):
        return 1.0
    if link == "&" and not opens_request(text, joint):
        return 0.0
    if _HEADING.fullmatch(before):
        return 0.0
    if _THUS.match(link) and not opens_request(text, joint):
        return 0.0
    if _POINTING.match(text, joint.end) and not _WORDED.match(before):
        return max(joint.chance, _POINTED)
    if _LONE.fullmatch(text, 0, joint.start):
        return min(joint.chance, _ASKED)
    if is_dictated:
        return joint.chance
    opens, is_stop = opens_request(text, joint), link[:1] in _STOPS
    if opens or "?" in link:
        return max(joint.chance, _STOPPED if opens and is_stop else _ASKED)
    return joint.chance


def _said_behind(text: str, joint: Joint) -> float | None:
    """The chance of a cut where the words behind a joint leave no choice."""
    if _ALIKE.match(text, joint.end) or _ENDING.match(text, joint.end) or _ANOTHER.match(text, joint.end):
        return 1.0
    is_of_other = "?" in text[joint.start : joint.end] and _WHOSE_ELSE.match(text, joint.end)
    if is_of_other or _NOTED.match(text, joint.end):
        return 1.0
    if _LEFT.match(text, joint.end):
        return 1.0
    if _CALLED.match(text, joint.end) and _DEAL_MADE.search(text, 0, joint.start):
        return 0.0
    is_tail = _ONLY_REMIND.match(text, joint.end) or _BRIEFING.match(text, joint.end)
    return 0.0 if is_tail or _completes(text, joint) or _adds_figure(text, joint) else None


def _completes(text: str, joint: Joint) -> bool:
    """Whether what follows only completes what was begun: a correction, a list, a letter, an order."""
    before, link = text[: joint.start], text[joint.start : joint.end]
    return bool(
        _OF_RANGE.search(before)
        or (_narrows(text, joint) and link.strip()[:1] not in _STOPS)
        or (_SOURCE.match(text, joint.end) and _OF_LEAD.search(before))
        or (_NEXT_STEP.match(text, joint.end) and re.search(r"\d\s*(?:%|percent)", before))
        or (_UNFINISHED.fullmatch(before) and not opens_request(text, joint) and "," not in link)
        or _LINKS_ALONE.fullmatch(before)
        or (_BARE_CORRECTION.fullmatch(before) and _REPLACED.match(text, joint.end))
        or (_FORM.search(before) and OPENS_FIELD.match(text, joint.end))
        or (_LIST.fullmatch(before) and _FILTER.match(text, joint.end))
        or (_THAT.match(text, joint.end) and _DRAFTED.search(before))
    )


def _lists_numbers(text: str, joint: Joint) -> bool:
    """Whether a joint stands between numbers of which the same is said."""
    before = text[: joint.start]
    if _NUMBER_LAST.search(before) and _NUMBER_ALONE.match(text, joint.end):
        return True
    is_open = _OPEN_ORDER.fullmatch(_SENTENCE_END.split(before)[-1]) is not None
    return is_open and _NUMBER.match(text, joint.end) is not None


def _narrows(text: str, joint: Joint) -> bool:
    """Whether "whose" or "which" tells more of what was asked for."""
    return _WHICH.match(text, joint.end) is not None and not _ASKS_WHICH.match(text, joint.end)


def _adds_figure(text: str, joint: Joint) -> bool:
    return _FIGURE.match(text, joint.end) is not None and len(text[: joint.start].split()) > 1


def opens_request(text: str, joint: Joint) -> bool:
    """Whether an order or a question opens after a joint."""
    return _request().match(text, joint.end) is not None


@lru_cache(maxsize=1)
def _request() -> re.Pattern[str]:
    verbs = "|".join(sorted(noise_words().order_verbs))
    return re.compile(rf"{_LEADING}(?:{_WISH}|{_STATED}|(?:{verbs})\s+\S)", re.I)
