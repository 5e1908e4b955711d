"""Sentences as vectors: a small transformer run with ONNX Runtime, one core, no framework.

The vector of a text depends on that text alone (never on what else is in the batch), because the
quantised graph scales every token by itself; see `nlp/encoder_graph.py`.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.errors import ModelBroken, ModelMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

DIMENSIONS = 384
VIEWS = 4
"""Widths of `DIMENSIONS` that `describe` puts side by side."""
MAX_TOKENS = 128
MAX_CHARACTERS = 4_000
"""More than `MAX_TOKENS` word pieces of ordinary text; the rest would be cut anyway."""
_BATCH_TOKENS = 128
"""Small batches stay in the processor's cache: a quarter faster than those of 1,024."""
POOLED = ("sentence", "words", "phrases", "peaks")
"""Outputs of the graph, in the order `describe` puts them."""
_FOLDER = "encoder"


def encoder_files(model_dir: Path) -> tuple[Path, Path]:
    """Where the graph and the tokenizer lie below a model directory."""
    folder = model_dir / _FOLDER
    return folder / "model.onnx", folder / "tokenizer.json"


def build_encoder(model_dir: Path) -> None:
    """Make the encoder's files below `model_dir` from the installed weights; takes seconds.

    Raises `ModelMissing` where the weights' package is not installed and `ModelBroken` where its files
    are not the ones this code was measured with.
    """
    from nlp.encoder_graph import write_encoder

    graph, tokenizer = encoder_files(model_dir)
    graph.parent.mkdir(parents=True, exist_ok=True)
    write_encoder(graph=graph, tokenizer=tokenizer)


class SentenceEncoder:
    """Turns texts into unit vectors whose dot product says how alike the texts are. Thread-safe."""

    def __init__(self, *, session: "InferenceSession", tokenizer: "Tokenizer", threads: int) -> None:
        self._session = session
        self._threads = threads
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, model_dir: Path, *, threads: int = 1) -> "SentenceEncoder":
        """Open the encoder below `model_dir`; raises `ModelMissing` where it was never built.

        `threads` batches are worked at a time: more than one pays for many texts only.
        """
        graph, tokenizer_file = encoder_files(model_dir)
        if not (graph.is_file() and tokenizer_file.is_file()):
            raise ModelMissing(f"There is no sentence encoder in {graph.parent}: run `rapport train` first.")
        tokenizer = _open_tokenizer(tokenizer_file)
        return cls(session=_open_session(graph), tokenizer=tokenizer, threads=threads)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 per text, in order; only the first `MAX_TOKENS` tokens of a text count."""
        return self.describe(texts)[:, :DIMENSIONS]

    def describe(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Four unit vectors per text, side by side: the sentence vector of `encode`, then what it leaves out.

        Those are the mean of the word pieces before any layer (which words), the mean after the third
        layer (which phrases) and the largest values of the last (what stands out).
        """
        if not texts:
            return np.zeros((0, VIEWS * DIMENSIONS), dtype=np.float32)
        # Texts that differ in case alone are the same to the encoder: each is worked out once.
        tokenized = self._tokenizer.encode_batch([_readable(text) for text in texts])
        known = {tuple(encoding.ids): encoding for encoding in tokenized}
        encodings = list(known.values())
        views = np.zeros((len(encodings), VIEWS, DIMENSIONS), dtype=np.float32)
        batches = list(_batches([len(encoding) for encoding in encodings]))
        asked = [[encodings[index] for index in chosen] for chosen in batches]
        for chosen, pooled in zip(batches, self._pool_all(asked), strict=True):
            views[chosen] = pooled
        views /= np.linalg.norm(views, axis=2, keepdims=True)
        places = {ids: place for place, ids in enumerate(known)}
        rows = views.reshape(len(encodings), VIEWS * DIMENSIONS)
        return rows[[places[tuple(encoding.ids)] for encoding in tokenized]]

    def words(self) -> frozenset[str]:
        """The whole words it knows, in lower case: general English and well-known names."""
        return frozenset(word for word in self._tokenizer.get_vocab() if len(word) > 1 and word.isalpha())

    def _pool_all(self, batches: Sequence[Sequence["Encoding"]]) -> Iterator[NDArray[np.float32]]:
        if self._threads == 1 or len(batches) == 1:
            yield from map(self._pool, batches)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(self._pool, batches)

    def _pool(self, encodings: Sequence["Encoding"]) -> NDArray[np.float32]:
        width = max(len(encoding) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros((len(encodings), width), dtype=np.int32)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        pooled = self._session.run(list(POOLED), {"ids": ids, "mask": mask})
        return np.stack(pooled, axis=1).astype(np.float32, copy=False)


def _readable(text: str) -> str:
    """The part of a text the encoder reads, without the lone surrogates the tokenizer refuses."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group texts of similar length, so that little is padded and memory stays bounded."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[index] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _open_session(graph: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelBroken(f"{graph} cannot be opened ({error}): run `rapport train` again.") from error


def _open_tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
