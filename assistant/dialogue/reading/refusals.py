"""What is refused whoever asks: attempts to talk Rapport out of its rules, and what no CRM tells.

Rights are checked by every skill and action; nothing said here can lift them. These sentences are for what
is no skill's business, so that the asker gets a plain no instead of an "I don't know", and the books tell it.
"""

import re
from dataclasses import dataclass

from nlp.understanding import Act, Understanding

_RULES = r"(?:rules?|instructions?|restrictions?|permissions?|polic(?:y|ies)|guidelines|limits?|prompts?)"
_OVERRIDE = re.compile(
    rf"\b(?:ignore|forget|disregard|bypass|override|skip|drop)\b.{{0,30}}\b{_RULES}\b"
    r"|\b(?:pretend|act as if|imagine)\b.{0,25}\b(?:you|i|we)\b"
    r"|\b(?:developer|god|debug|admin) mode\b|\bjailbreak\b|\bsystem prompt\b|\byou are now\b",
    re.I,
)
_CONFIDENTIAL = re.compile(
    r"\b(?:commissions?|salar(?:y|ies)|bonus(?:es)?|payroll|wages?|payslips?|compensation|passwords?"
    r"|api keys?|tokens?|credit cards?|card numbers?|cvv|social security|ssn|passport|home address"
    r"|date of birth|birthdays?|medical|performance reviews?)\b",
    re.I,
)
_PAY = re.compile(
    r"\b(?:commissions?|salar(?:y|ies)|bonus(?:es)?|payroll|wages?|payslips?|paychecks?"
    r"|hr (?:notes?|files?|records?)|personnel files?|performance reviews?"
    r"|(?:card|bank) details|ibans?"
    r"|(?:private|home) (?:mobile|phone|cell|number|address|e-?mail))\b"
    r"|\bwhat (?:does|did|do) (?!we\b|our\b|the company\b)[\w'’-]+(?: [\w'’-]+)?"
    r" (?:earn|make a (?:month|year))\b",
    re.I,
)
"""Of colleagues: no report and no card is about it, so that whatever would be shown is something else."""
_OF_A_CASE = re.compile(r"\b(?:tickets?|cases?|complaints?|requests?|mails?|messages?)\b", re.I)
_READS = (".show", ".list", ".find", ".prepare", ".advise")
_RIGHTS = re.compile(
    r"\b(?:make|give|grant|promote) me\b.{0,25}\b(?:admin|manager|access|rights?|permissions?)\b", re.I
)
_BULK = re.compile(
    r"\b(?:delete|erase|wipe|drop|purge|export|dump|download)\b.{0,25}"
    r"\b(?:all|every|everything|database|contacts|companies|deals|tickets|leads|records|customers|data)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is refused: a stable word for the books, and a sentence for the asker."""

    reason: str
    sentence: str


_CONFIDENT = Refusal("confidential", "I don't tell that: it is confidential, and not for me to hand out.")


def refusal_of(text: str, understanding: Understanding) -> Refusal | None:
    """The refusal a message calls for, or None where it calls for none.

    Words that are to be kept or sent (a note, a reply) are data: they may say what they like.
    """
    said = _without_data(text, understanding)
    if _OVERRIDE.search(said):
        return Refusal("override", "No: the rules on who may see and do what hold whatever is said to me.")
    if _PAY.search(said) and not _OF_A_CASE.search(said) and all(map(_only_reads, understanding.acts)):
        return _CONFIDENT
    if any(act.intent != "out_of_scope" for act in understanding.acts):
        return None
    if _RIGHTS.search(said):
        return Refusal("rights", "I cannot change rights. An admin can, in the settings.")
    if _CONFIDENTIAL.search(said):
        return _CONFIDENT
    if _BULK.search(said):
        return Refusal("bulk", "I neither delete nor export records in bulk; an admin can, outside the chat.")
    return None


def _only_reads(act: Act) -> bool:
    return (
        act.intent in ("out_of_scope", "explain")
        or act.intent.startswith("report.")
        or act.intent.endswith(_READS)
    )


def _without_data(text: str, understanding: Understanding) -> str:
    for act in understanding.acts:
        for name in ("text", "reason", "next_step", "subject"):
            value = act.slots.get(name)
            if isinstance(value, str) and act.intent not in ("out_of_scope", "explain", "correct"):
                text = text.replace(value, " ")
    return text
