"""The trained rep reader, where the model at hand was trained by this code."""

import pytest

from config.paths import MODEL_DIR
from nlp.encoder import SentenceEncoder
from nlp.model import model_is_current
from nlp.rep import RepReader


@pytest.fixture(scope="session")
def reader() -> RepReader:
    """The shipped training data, learnt; tests that need it are skipped until `rapport train` has run."""
    if not model_is_current(MODEL_DIR):
        pytest.skip("the language model is not trained from this code: run `rapport train`")
    return RepReader.load(MODEL_DIR / "rep", encoder=SentenceEncoder.load(MODEL_DIR))
