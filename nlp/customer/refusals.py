"""How far a refusal of mail is believed: whom one is wrongly read into hears nothing more."""

from collections.abc import Sequence

from nlp.customer.cues import load_cues
from nlp.customer.examples import CONTEXT
from nlp.customer.parts import Part
from nlp.customer.text import fold

_SURE = 0.8
_OF_NOTHING_NAMED = 0.5
"""What is left of a refusal that is less sure than this and names no messages ("I am so done")."""


def weigh_refusals(parts: Sequence[Part], whole: Part) -> tuple[Sequence[Part], Part]:
    """A message's parts and the whole, the refusals in them as far as the words bear them out."""
    if _still_wants(whole):
        return [_with_refusal(part, 0.0) for part in parts], _with_refusal(whole, 0.0)
    if names_messages(whole) or load_cues("intents")["opt_out"].search(fold(whole.sentence.text)):
        return parts, whole
    return [_doubted(part) for part in parts], _doubted(whole)


def names_messages(part: Part) -> bool:
    """Whether a part speaks of mails, calls, lists: of what is refused when somebody opts out."""
    return load_cues("opt_out")["messages"].search(fold(part.sentence.text)) is not None


def _still_wants(whole: Part) -> bool:
    """Whether a message asks for fewer of the messages it speaks of, or for them again, not for none."""
    return load_cues("opt_out")["still_wanted"].search(fold(whole.sentence.text)) is not None


def _doubted(part: Part) -> Part:
    return part if part.share("opt_out") > _SURE else _with_refusal(part, _OF_NOTHING_NAMED)


def _with_refusal(part: Part, share: float) -> Part:
    """The part with so much of its refusal; the rest of it says nothing."""
    refusal = part.share("opt_out")
    if not refusal:
        return part
    context = part.share(CONTEXT) + refusal * (1.0 - share)
    return Part(part.sentence, {**part.shares, "opt_out": refusal * share, CONTEXT: context})
