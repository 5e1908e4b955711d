"""What a page says over its socket: whatever comes, it is read as something."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.wire import MAX_FRAME, MAX_LINE, Misread, Said, Shown, read_frame


def test_a_line_is_read_with_its_id_and_name() -> None:
    frame = json.dumps({"id": "a", "text": "Hello", "name": "Greta", "more": 1})
    assert read_frame(frame) == Said("a", "Hello", "Greta")


def test_what_no_database_takes_is_left_out() -> None:
    assert read_frame('{"text": "a\\u0000b\\ud800c", "id": 7}') == Said("", "ab?c")


def test_what_was_seen_is_read_as_ids_only() -> None:
    assert read_frame('{"shown": ["a", 7, null, "b"]}') == Shown(("a", "b"))


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "no json",
        "[" * 30_000,
        "7",
        '{"text": " "}',
        '{"text": ["x"]}',
        '{"text": "' + "x" * MAX_FRAME + '"}',
    ],
)
def test_what_cannot_be_used_gives_a_sentence(frame: str) -> None:
    read = read_frame(frame)
    assert isinstance(read, Misread)
    assert read.problem.endswith(".")


def test_a_line_may_be_as_long_as_the_page_allows() -> None:
    assert isinstance(read_frame(json.dumps({"text": "x" * MAX_LINE})), Said)
    assert isinstance(read_frame(json.dumps({"text": "x" * (MAX_LINE + 1)})), Misread)


@given(st.text(max_size=300) | st.dictionaries(st.text(max_size=9), st.text(max_size=9)).map(json.dumps))
def test_reading_never_fails(frame: str) -> None:
    assert isinstance(read_frame(frame), Said | Shown | Misread)
