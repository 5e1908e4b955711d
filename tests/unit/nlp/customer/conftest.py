"""The trained customer reader, where the model at hand was trained by this code."""

import pytest

from config.paths import MODEL_DIR
from nlp.customer import CustomerReader
from nlp.encoder import SentenceEncoder
from nlp.model import model_is_current


@pytest.fixture(scope="session")
def reader() -> CustomerReader:
    """The shipped training data, learnt; tests that need it are skipped until `rapport train` has run."""
    if not model_is_current(MODEL_DIR):
        pytest.skip("the language model is not trained from this code: run `rapport train`")
    return CustomerReader.load(MODEL_DIR / "customer", encoder=SentenceEncoder.load(MODEL_DIR))
