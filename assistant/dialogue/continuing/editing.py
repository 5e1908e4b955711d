"""“Make it shorter”, “change Monday to Tuesday”: a pending draft's words, edited as asked or not at all."""

import re

_SHORTER = re.compile(r"\b(?:short(?:er|en)?|brief(?:er)?|concise|trim)\b", re.I)
_FRIENDLIER = re.compile(r"\b(?:friendl(?:y|ier)|warm(?:er)?|nicer|casual)\b", re.I)
_FORMAL = re.compile(r"\b(?:formal|polite(?:r)?|professional)\b", re.I)
_OLD, _NEW, _WORDS = (rf"[“\"']?(?P<{name}>.+?)[”\"']?" for name in ("old", "new", "words"))
_CHANGE = re.compile(rf"\b(?:change|replace|swap)\s+{_OLD}\s+(?:to|with|by|for)\s+{_NEW}[.!]?$", re.I)
_INSTEAD = re.compile(rf"\b(?:say|write|put|use)?\s*{_NEW}\s+(?:instead of|not)\s+{_OLD}[.!]?$", re.I)
_ADD = re.compile(
    r"^(?:please\s+)?(?:also\s+)?(?:add|append|mention|include)\s*(?:that\b|:)?\s*(?P<words>.+)$", re.I
)
_REMOVE = re.compile(
    rf"^(?:please\s+)?(?:remove|delete|drop|cut|leave out)\s+(?:the\s+)?{_WORDS}[.!]?$", re.I
)
_WHOLE = re.compile(
    r"^(?:make it|it should (?:say|read)|say|write|new text)\s*:\s*(?P<words>.+)$", re.I | re.S
)
_GREETING = re.compile(r"^\s*(?:hi|hello|dear|hey|good (?:morning|afternoon|evening))\b", re.I)
_OPENERS = frozenset(
    (
        *("the", "a", "an", "we", "our", "you", "your", "this", "that", "these", "it", "is", "are", "do"),
        *("does", "can", "could", "would", "will", "here", "there", "just", "please", "as", "if", "when"),
    )
)
"""First words that may be written small after a greeting; a name or an “I” may not."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def edited(words: str, wish: str, *, reader: str, writer: str) -> str | None:
    """The draft as wished; None where the wish is not one we can follow to the letter.

    `reader` and `writer` are full names. Only what the wish says changes: nothing is invented.
    """
    wish = wish.strip()
    if found := _WHOLE.match(wish):
        return _sentence(found["words"])
    for pattern in (_CHANGE, _INSTEAD):
        if (found := pattern.search(wish)) and (changed := _swapped(words, found["old"], found["new"])):
            return changed
    if found := _ADD.match(wish):
        return f"{_ended(words)} {_sentence(_ended(found['words']))}"
    if found := _REMOVE.match(wish):
        return _removed(words, found["words"])
    if _SHORTER.search(wish):
        return _shorter(words)
    if _FRIENDLIER.search(wish):
        return _friendlier(words, reader)
    if _FORMAL.search(wish):
        plain = re.sub(r"^\s*(?:hi|hey|hello)\b[^,]*,\s*", "", words, flags=re.I)
        return f"Dear {reader},\n\n{_sentence(_ended(plain))}\n\nKind regards\n{writer}"
    return None


def is_edit_of(words: str, wish: str) -> bool:
    """Whether a wish names words that stand in the draft, to be changed or left out."""
    wish = wish.strip()
    found = _CHANGE.search(wish) or _INSTEAD.search(wish)
    if found is not None:
        return found["old"].strip().lower() in words.lower()
    removed = _REMOVE.match(wish)
    return removed is not None and _removed(words, removed["words"]) is not None


def _swapped(words: str, old: str, new: str) -> str | None:
    pattern = re.compile(re.escape(old.strip()), re.I)
    if not pattern.search(words):
        return None
    return _sentence(pattern.sub(lambda _: new.strip(), words, count=1))


def _removed(words: str, what: str) -> str | None:
    sentences = _SENTENCE.split(words)
    if re.fullmatch(r"(?:last|first) sentence", what, re.I):
        kept = sentences[:-1] if what.lower().startswith("last") else sentences[1:]
        return " ".join(kept) or None
    changed = _swapped(words, what, "")
    return re.sub(r"\s{2,}", " ", changed).strip() or None if changed is not None else None


def _shorter(words: str) -> str | None:
    """The draft without its last sentence, greeting and thanks; None where one sentence is left."""
    sentences = _SENTENCE.split(words.strip())
    kept = [one for one in sentences if not re.fullmatch(r"(?:many )?thanks[^.!?]*[.!]?", one, re.I)]
    if len(kept) == len(sentences):
        kept = kept[:-1]
    return " ".join(kept) or None


def _friendlier(words: str, reader: str) -> str:
    greeted = words if _GREETING.match(words) else f"Hi {reader.split(' ')[0]}, {_lowered(words)}"
    return f"{_ended(greeted)} Thanks!"


def _ended(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _sentence(words: str) -> str:
    words = words.strip()
    return words[:1].upper() + words[1:]


def _lowered(words: str) -> str:
    """The first letter small, unless it begins a name or an “I”."""
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first.lower() in _OPENERS else words
