"""Which language a text is in; short or mixed texts count as English unless they plainly are not."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT = "en"


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language."""
    words = text[:2000].split()
    if len(words) < 4:
        return DEFAULT
    code, probability = _identifier().classify(" ".join(words))
    return str(code) if probability > 0.9 else DEFAULT


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
