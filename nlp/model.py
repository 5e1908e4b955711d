"""The whole language model: opened from the folder it was trained into."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from nlp.encoder import SentenceEncoder
from nlp.errors import ModelBroken, ModelMissing
from nlp.personas import PERSONAS, PersonaUnderstander, Reader
from nlp.understanding import Persona, Understander

ExtraExamples = Mapping[Persona, Mapping[str, Sequence[str]]]
"""An organisation's own words: examples by intent, for each persona."""

ClassName = tuple[str, str]
"""A class by its module and name."""

_READERS: Mapping[Persona, ClassName] = {
    "rep": ("nlp.rep", "RepReader"),
    "customer": ("nlp.customer", "CustomerReader"),
}
MANIFEST = "manifest.json"
_SOURCES = (".py", ".yaml", ".json", ".jsonl", ".txt", ".tsv", ".csv")
_NOT_TRAINING = ("evaluation", "__pycache__")


class ReaderClass(Protocol):
    """How readers are opened."""

    def load(self, directory: Path, *, encoder: SentenceEncoder) -> Reader:
        """Read what `save` wrote."""
        ...


def load_understander(model_dir: Path) -> Understander:
    """Open the model trained into `model_dir`; raises `ModelMissing` where there is none."""
    from nlp.language import detect_language

    trained = [persona for persona in PERSONAS if persona in manifest(model_dir)]
    if not trained:
        raise ModelMissing(f"There is no language model in {model_dir}: run `rapport train` first.")
    encoder = SentenceEncoder.load(model_dir)
    readers = {persona: _open_reader(model_dir, persona, encoder=encoder) for persona in trained}
    return PersonaUnderstander(readers, detect_language=detect_language)


def model_is_current(model_dir: Path, *, extra_examples: ExtraExamples | None = None) -> bool:
    """Whether `model_dir` was trained, for every persona, by this code from this data."""
    expected = fingerprint(extra_examples or {})
    return manifest(model_dir) == dict.fromkeys(PERSONAS, expected)


def fingerprint(extra_examples: ExtraExamples) -> str:
    """A hash over all that decides what a trained model says: code, training data, own examples."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix in _SOURCES and not any(part in _NOT_TRAINING for part in inside.parts):
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    own = {
        persona: {name: list(said) for name, said in examples.items()}
        for persona, examples in extra_examples.items()
    }
    digest.update(json.dumps(own, sort_keys=True).encode())
    return digest.hexdigest()


def class_named(named: ClassName) -> object:
    """A class that is imported only where it is needed."""
    module, name = named
    return getattr(import_module(module), name)


def _open_reader(model_dir: Path, persona: Persona, *, encoder: SentenceEncoder) -> Reader:
    try:
        reader = cast(ReaderClass, class_named(_READERS[persona]))
        return reader.load(model_dir / persona, encoder=encoder)
    except (OSError, KeyError, ValueError) as error:
        raise ModelBroken(
            f"The {persona} model in {model_dir} is of another version ({error}): run `rapport train`."
        ) from error


def manifest(model_dir: Path) -> dict[Persona, str]:
    """The fingerprint each persona was trained with; empty where there is no model."""
    try:
        content = json.loads((model_dir / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {persona: content[persona] for persona in PERSONAS if persona in content}
