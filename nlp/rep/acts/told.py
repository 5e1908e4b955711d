"""Whom and what a message tells of before its first order: that is whom "him", "them" and "it" mean."""

import re
from collections.abc import Sequence

from nlp.entities import find_ticket_numbers
from nlp.rep.acts.reading import Reading
from nlp.rep.filling.clause import Clause
from nlp.rep.filling.refs import ref
from nlp.rep.learning.patterns import ORGANISATION
from nlp.rep.meaning.precedence import BACKGROUND
from nlp.rep.tagging.names import Name
from nlp.rep.words.spelling import Speller
from nlp.understanding import Utterance
from nlp.values import SlotValue

_NOBODY = (
    r"i|we|you|he|she|it|they|this|that|there|what|who|everyone|nobody|my|our|the|his|her|a|an|today|yesterday"
    r"|tomorrow|here|traffic|boss|train|phone|weather|rain|kids?|life|work|lunch|coffee|car|one|all"
)
_OF_WHOM = re.compile(
    rf"^\W*(?:(?:yo+|hey|so|omg|guys|team)\W+)*(?!(?:{_NOBODY})\b)"
    r"(?P<who>[^\W\d][\w&'-]+(?: [^\W\d][\w&'-]+)?) "
    r"(?:is|are|was|were|has|have|wants?|loves?|loved|liked|likes|signed|said|came|agreed|needs?|got)\b",
    re.I,
)
"""Who a story is about, where nothing looks like a name ("hunch is super into it")."""


def told(
    text: str, names: Sequence[Name], *, chance: float, utterance: Utterance, speller: Speller
) -> Reading:
    """A clause that asks nothing, with the records it speaks of."""
    slots: dict[str, SlotValue] = {}
    for name in names:
        slot = "company" if name.slot == ORGANISATION else "contact"
        if said := ref(text[name.start : name.end]):
            slots.setdefault(slot, said)
    subject = _OF_WHOM.match(text)
    if not slots and subject and speller.meant(subject["who"].lower()) is None:
        slots["company"] = subject["who"]
    if numbers := find_ticket_numbers(text, bare=True):
        slots["ticket"] = numbers[0].value
    return Reading(Clause(text, BACKGROUND, chance, (), names, utterance, speller), BACKGROUND, slots)
