"""What tests of the language layer share."""

from pathlib import Path

import pytest

from nlp.encoder import SentenceEncoder, build_encoder


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder holding the encoder and nothing else; tests must not write into it."""
    folder = tmp_path_factory.mktemp("model")
    build_encoder(folder)
    return folder


@pytest.fixture(scope="session")
def encoder(model_dir: Path) -> SentenceEncoder:
    """The real sentence encoder."""
    return SentenceEncoder.load(model_dir)
