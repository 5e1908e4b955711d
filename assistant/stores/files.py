"""Attachments on disk: each content once, under its SHA-256, written whole or not at all."""

import errno
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from config.errors import RapportError


class FileRefused(RapportError):
    """A file that is not kept; the message says why."""

    code = "file_refused"


class FilesFull(RapportError):
    """The disk under FILES_DIR is full: nothing of the file stays, and it can be kept again later."""

    code = "files_full"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: its name and type as its sender gave them, and the hash its bytes lie under."""

    filename: str
    content_type: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, str | int]:
        """The value as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of contents. `max_bytes` limits one file; dangerous types are kept but never shown inline."""

    folder: Path
    max_bytes: int = 25 * 1024 * 1024

    def put(self, content: bytes, *, filename: str, content_type: str) -> StoredFile:
        """Keep a content. Raises FileRefused past `max_bytes`, FilesFull on a full disk."""
        if len(content) > self.max_bytes:
            raise FileRefused(
                f"The file is larger than {self.max_bytes // (1024 * 1024)} MB and was not kept."
            )
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            _write(path, content)
        return StoredFile(filename, content_type, len(content), digest)

    def read(self, sha256: str) -> bytes:
        """The bytes of a content. Raises FileNotFoundError where they are gone."""
        return self._path(sha256).read_bytes()

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all: what a full disk cut off is taken away again."""
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as partial:
            name = partial.name
            partial.write(content)
            partial.flush()
            os.fsync(partial.fileno())
        os.replace(name, path)
    except OSError as error:
        if name:
            with suppress(FileNotFoundError):
                os.unlink(name)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise FilesFull(f"The disk under {path.parents[1]} is full; free some space.") from error
