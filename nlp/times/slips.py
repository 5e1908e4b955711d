"""Slips of the finger in the words of time: an unknown word one letter away from a known one."""

from nlp.times.word_lists import words_of

_FUZZY = words_of(
    "tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january "
    "february august september october november december quarter weekend afternoon morning "
    "evening tonight fortnight month week"
)
_OWN_WORDS = words_of(
    "quartet mourning moaning warning evenings mornings weekday weekends sundae monthly weekly "
    "mouth weak weed weeks months weeping mounting moving mining evening's tonights modern "
    "sundry quarters quarterly weeknd augusta augustus monda sunda fridays frida seek peek meek "
    "wee geek weep knight mouths monte moth"
)


def _without_one(word: str) -> set[str]:
    return {word[:index] + word[index + 1 :] for index in range(len(word))}


_NEAR: dict[str, str] = {}
for _name in _FUZZY:
    if len(_name) >= 6:
        for _form in (_name, *_without_one(_name)):
            _NEAR.setdefault(_form, _name)


def corrected(word: str) -> str | None:
    """The word of time that an unknown word is one slip away from, if its first letter is right."""
    if len(word) < 5 or word in _OWN_WORDS:
        return None
    name = _NEAR.get(word)
    if name is None:
        name = next((_NEAR[form] for form in _without_one(word) if form in _NEAR), None)
    if name is None or name[0] != word[0] or abs(len(name) - len(word)) > 1:
        return None
    return name if _is_one_slip(word, name) else None


def _is_one_slip(word: str, name: str) -> bool:
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    rest, wanted = word[start:], name[start:]
    if rest[1:] == wanted[1:] and len(rest) == len(wanted):
        return start < len(name) - 1  # not the last letter: a name may end otherwise (Sundar)
    return rest[1:] == wanted or rest == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
