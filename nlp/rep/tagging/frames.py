"""Orders whose form says where a name lies: what stands between "push" and "to proposal" is the deal."""

import re

from nlp.rep.tagging.tagger import TaggedSpan
from nlp.rep.words.polite import POLITE

_MOVED = re.compile(
    POLITE + r"(?:(?:can you|could you|go|abeg|go ahead and)\W+)*(?:please\W+)?"
    r"(?:move|mov|push|bump|put|punt|raise|drag|take|shift|set|bring|drop|kick|slide|change|lift|lower|up|cut)\s+"
    r"(?:(?:the|our|my|that)\s+)?(?P<name>[^,;:.?!\n]+?)(?:\s+(?:deal|opp|opportunity))?"
    r"(?:\s+(?:up|down|over|back|forward|on|out))?\s+(?:to|tae|into|2|til|till|until)\s+\S",
    re.I,
)
_CONVERTED = re.compile(
    POLITE + r"(?:(?:can you|could you)\W+)*(?:please\W+)?convert\s+(?:the\s+|that\s+)?lead\s+"
    r"(?P<name>[^,;:.?!\n]+?)(?=\s+(?:to|into)\b|\W*$)",
    re.I,
)
_STATED = re.compile(
    r"^\W*(?:(?:the|our|my|that)\s+)?(?P<name>[^,;:.?!\n\d][^,;:.?!\n]*?)(?:\s+(?:deal|opp|opportunity))?"
    r"(?:\s*:\s*(?:amount|value|prob(?:ability)?|stage|clos\w+|now)\b|\s+(?:is\s+)?(?:now\s+)?at\s+\d+\s?%)",
    re.I,
)
_FRAMES = {
    "deal.move": ("deal", (_MOVED,)),
    "deal.update": ("deal", (_MOVED, _STATED)),
    "lead.convert": ("lead", (_CONVERTED,)),
}
_NOT_OF_NAMES = re.compile(
    r"\b(?:of|for|on|in|from|to|it|its|this|that|them|amount|value|price|stage|date|close|closing|probability"
    r"|prob|chance|deal|deals|opp|lead|next|step|owner|number|size|is|was|has)\b|'s\b|[$€£%#]",
    re.I,
)
_MOST_WORDS = 5


def in_frame(text: str, *, intent: str) -> TaggedSpan | None:
    """All that stands where an order of this form names its record ("bump sold out acres to 12k").

    None where the order has another form, or where those words are hardly a name.
    """
    slot, frames = _FRAMES.get(intent, ("", ()))
    match = next((found for frame in frames if (found := frame.match(text))), None)
    if match is None or len(match["name"].split()) > _MOST_WORDS or _NOT_OF_NAMES.search(match["name"]):
        return None
    return TaggedSpan(slot, match.start("name"), match.end("name"))
