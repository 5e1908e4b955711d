"""An organisation's own words: a YAML file of examples by persona and intent.

customer:
  order.question: ["wo steckt meine palette", "any news on the pallet"]
"""

from collections.abc import Mapping
from pathlib import Path

import yaml

from nlp.errors import TrainingDataError
from nlp.intents import load_ontology
from nlp.model import ExtraExamples
from nlp.personas import PERSONAS
from nlp.understanding import Persona


def read_own_examples(path: Path) -> ExtraExamples:
    """Read and check such a file; raises `TrainingDataError` naming what is wrong in it."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise TrainingDataError(f"{path} cannot be read as YAML ({error}).") from error
    if not isinstance(content, Mapping) or not set(content) <= set(PERSONAS):
        raise TrainingDataError(f"{path} must map the personas {', '.join(PERSONAS)} to intents.")
    return {
        persona: _by_intent(path, persona, content[persona]) for persona in PERSONAS if persona in content
    }


def _by_intent(path: Path, persona: Persona, content: object) -> dict[str, list[str]]:
    if not isinstance(content, Mapping):
        raise TrainingDataError(f"{path}: {persona} must map intents to lists of texts.")
    known = load_ontology().rep if persona == "rep" else load_ontology().customer
    for intent, texts in content.items():
        if intent not in known:
            raise TrainingDataError(f"{path}: {persona} has no intent {intent!r}.")
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise TrainingDataError(f"{path}: {persona}.{intent} must be a list of texts.")
    return {intent: list(texts) for intent, texts in content.items()}
