"""Which of two near meanings holds: the conventions that words decide, applied after the classifier."""

import re

from nlp.classifier import Prediction
from nlp.rep.meaning.choices import choice
from nlp.rep.meaning.refused import CONDITION, NEGATED, SHORT_ANSWERS, is_refused
from nlp.rep.meaning.scope import is_foreign
from nlp.rep.words.polite import POLITE

NOTHING = "out_of_scope"
BACKGROUND = "background"
"""What the classifier calls a clause that only tells why, or whereof."""
_RARE = frozenset(
    [
        "company.create",
        "company.update",
        "lead.assign",
        "task.cancel",
        "meeting.move",
        "meeting.cancel",
        "message.edit",
    ]
)


def decide(text: str, prediction: Prediction, *, masked: str) -> str:
    """The intent of a clause, from what the classifier says and what the words force.

    `masked` is the clause with stand-ins for its names.
    """
    intent = _of_tense(text, _without_rare(text, prediction))
    if intent == NOTHING or is_foreign(text, prediction):
        intent = _plainly_said(masked) or NOTHING
    if _SHOWN.match(text) and intent in _WRITTEN:
        intent = f"{intent.split('.')[0]}.show"
    if prediction.label == NOTHING and intent in _TO_SOMEBODY and not _SOMEBODY.search(masked):
        return NOTHING
    if intent == "deal.reopen" and _BACK_TO.search(text):
        return "deal.move"
    intent = _of_outcome(text, intent, masked=masked)
    if is_refused(text, intent):
        return NOTHING
    if intent in {"deal.move", "deal.update"}:
        return _of_stage(text, intent)
    if (
        intent == "lead.qualify"
        and re.search(r"\b(?:deal|opp|opportunity)\b", text, re.I)
        and not re.search(r"\blead\b", text, re.I)
    ):
        return "deal.move"
    if intent == "contact.merge" and len(re.findall(r"\b\d{2,}\b", text)) > 1:
        return "ticket.merge"
    if intent == "ticket.update" and _only_ends(text):
        return "ticket.close"
    return intent


_BACK_TO = re.compile(
    r"^(?!.*\b(?:re-?)?open).*\bback (?:in)?to (?:the )?(?:stage )?(?:new|propos|negot|qualif)", re.I
)
_SHOWN = re.compile(POLITE + r"(?:(?:can|could|would) (?:you|u)\s+)?(?:please\s+)?show (?:me|us)\b", re.I)
_WRITTEN = frozenset(
    f"{kind}.{change}"
    for kind in ("deal", "contact", "company", "ticket")
    for change in ("create", "update", "move", "win", "lose", "reopen", "close", "assign")
)
"""What "show me" never asks for."""
_TO_SOMEBODY = frozenset({"message.draft", "message.send"})
_SOMEBODY = re.compile(r"\b(?:Jane|Acme|him|her|them|everyone|customer|client|@)\b|@")
_SURE_ANSWER, _SURE_OF_RARE = 0.4, 0.6
_SURE_OF_WORD = 0.2
"""The same for an answer of one or two words, which is hardly anything else."""
_LEAST = 0.08
"""Below this nothing is understood: of written messages read right, one in a hundred lies there."""


def _without_rare(text: str, prediction: Prediction) -> str:
    """The likeliest intent; one hardly ever meant must be likelier than the rest, a "yes" be a sure one."""
    if prediction.probability < _LEAST:
        return NOTHING
    if prediction.label in {NOTHING, BACKGROUND}:
        return _likely_otherwise(prediction) or NOTHING
    sure = _SURE_OF_WORD if len(text.split()) <= 2 and "?" not in text else _SURE_ANSWER
    if prediction.label in SHORT_ANSWERS and prediction.probability < sure:
        return NOTHING
    if prediction.label in _RARE and prediction.probability < _SURE_OF_RARE:
        usual = [name for name, _ in prediction.alternatives if name not in _RARE | {BACKGROUND}]
        return usual[0] if usual else prediction.label
    return prediction.label


_OTHERWISE = 0.5
"""How likely an intent must be against nothing at all: what is refused mostly shows by its words as well."""


def _likely_otherwise(prediction: Prediction) -> str | None:
    shares = dict(prediction.alternatives)
    nothing = shares.pop(NOTHING, 0.0) + shares.pop(BACKGROUND, 0.0) or prediction.probability
    best = max(shares, key=lambda name: shares[name], default=NOTHING)
    is_likely = shares.get(best, 0.0) >= _OTHERWISE * nothing and best not in _RARE | SHORT_ANSWERS
    return best if is_likely else None


_ORDERED = re.compile(
    POLITE + r"(?:(?:can|could|would) (?:you|u)\s+)?(?:please\s+)?(?:email|text|sms|message|mail|tell|send"
    r"|dm)\s+(?!from\b|with\b)\w",
    re.I,
)
_DRAFTED = re.compile(
    POLITE + r"(?:(?:can|could|would) (?:you|u)\s+)?(?:please\s+)?(?:draft|compose|prepare|write)\b", re.I
)
_TOLD = re.compile(
    POLITE + r"(?:i|we)?\s*(?:have\s+|just\s+|already\s+)*(?:emailed|texted|messaged|mailed|wrote|sent"
    r"|called|phoned|rang|met|visited)\b",
    re.I,
)


def _of_tense(text: str, intent: str) -> str:
    """ "Text Jane" is an order to send; "texted Jane" tells what was done."""
    if intent == "activity.log" and _ORDERED.match(text):
        return "message.send"
    if intent in {"message.send", "message.draft"} and _TOLD.match(text):
        return "activity.log"
    if intent == "contact.update" and _ORDERED.match(text) and "@" not in text:
        return "message.send"
    if intent == "message.send" and _DRAFTED.match(text):
        return "message.draft"
    return intent


_PLAIN_ORDER = re.compile(
    POLITE + r"(?:email|text|sms|message|mail|tell|dm) (?:Jane|Acme)\b[ ,:]+[\w']+ [\w']+"
)
_PLAIN_TALE = re.compile(
    POLITE + r"(?:i |we )?(?:just |already )?(?:emailed|texted|messaged|mailed|called|phoned|rang|met"
    r"|visited) (?:Jane|Acme)\b",
    re.I,
)
_NOT_WON = re.compile(r"\b(?:did not|didn'?t|have not|haven'?t|not)\s+(?:win|won)\b", re.I)
_ASKED = re.compile(r"\?\s*$|^\W*(?:did|have|has|why|which|what|how|who|show|list)\b", re.I)


def _plainly_said(masked: str) -> str | None:
    """What is surely an order to write to somebody, or a tale of having done so."""
    if CONDITION.match(masked) or NEGATED.match(masked):
        return None
    if _PLAIN_ORDER.match(masked):
        return "message.send"
    return "activity.log" if _PLAIN_TALE.match(masked) else None


_REMIND_ME = re.compile(r"\bremind me\b", re.I)
_OF_COMPANY = re.compile(r"\b(?:company|account|organi[sz]ation|domain|website|tag\w*)\b(?!'s deal)", re.I)
_OVERVIEW = re.compile(
    r"\b(?:rundown|overview|lowdown|profile|tell me about|who (?:is|are)|know about)\b", re.I
)
_OF_DEAL = re.compile(
    r"\b(?:deals?|opp|opps|opportunity|renewal|upsell|stage|amount|close|closing|worth|status)\b", re.I
)
_BRIEFED = re.compile(
    r"\b(?:brief|prep|prepare) me\b|\bfill me in\b|\bup to speed\b|\bwhat (?:do (?:i|we) (?:need|have) to"
    r"|should (?:i|we)(?: have to)?) know\b"
    r"|\b(?:everything|all|more) about\b.*\bbefore (?:lunch|the|my|our|we|i|\d)",
    re.I,
)


def _of_outcome(text: str, intent: str, *, masked: str) -> str:
    """Not won is lost, a win is won; a note on no ticket is a note on the timeline."""
    if (
        intent in {"deal.lose", "deal.win", NOTHING, "deal.show"}
        and _NOT_WON.search(text)
        and not _ASKED.search(text)
    ):
        return "deal.lose"
    if intent == "schedule.create" and _REMIND_ME.search(text):
        return "task.create"
    if intent == "company.update" and not _OF_COMPANY.search(text):
        return "deal.update"
    if intent == "deal.lose" and re.search(r"\ba (?:big )?win\b", text, re.I):
        return "deal.win"
    if intent == "deal.show" and _OVERVIEW.search(masked) and not _OF_DEAL.search(masked):
        return "contact.show" if "Jane" in masked else "company.show"
    if intent in {
        "meeting.book",
        "activity.log",
        "help",
        "deal.show",
        "company.show",
        NOTHING,
    } and _BRIEFED.search(text):
        return "brief.prepare"
    if intent == "ticket.note" and not re.search(
        r"\d|ticket|case|issue|internal|\bit\b|\bthere\b|\bthat one\b", text, re.I
    ):
        return "activity.log"
    return intent


def _of_stage(text: str, intent: str) -> str:
    """Won and lost are their own acts, whatever the verb; a lead is qualified, not moved."""
    stage = choice("ending", text)
    if stage:
        return "deal.win" if stage == "won" else "deal.lose"
    is_lead = re.search(r"\blead\b", text, re.I) and not re.search(
        r"\b(?:deal|opp|opportunity)\b", text, re.I
    )
    return "lead.qualify" if is_lead and choice("stage", text) == "qualified" else intent


def _only_ends(text: str) -> bool:
    return bool(re.search(r"\b(?:solved|resolved|closed|done)\b", text, re.I)) and not re.search(
        r"priorit|prio\b|urgent|\bhigh\b|\blow\b|categor|pending|hold", text, re.I
    )
