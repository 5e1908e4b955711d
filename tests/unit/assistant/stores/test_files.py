"""Files on disk: each content once, whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from assistant.stores.files import FileRefused, FilesFull, FileStore


def test_the_same_content_lies_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    first, second = (store.put(b"photo", filename=name, content_type="image/png") for name in ("a", "b"))
    assert first.sha256 == second.sha256
    assert store.read(first.sha256) == b"photo"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_file_past_the_limit_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="larger than 0 MB"):
        FileStore(tmp_path, max_bytes=4).put(b"photo", filename="a", content_type="image/png")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_sentence_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(number, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FilesFull, match="free some space"):
        FileStore(tmp_path).put(b"photo", filename="a", content_type="image/png")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
