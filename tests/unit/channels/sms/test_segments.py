"""Segments and messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import MessageRejected
from channels.sms.segments import MAX_CHARACTERS, MAX_SEGMENTS, count_segments, plain, split_messages


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 153 * 2, 2),
        ("a" * (153 * 2 + 1), 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_carriers_do(text: str, segments: int) -> None:
    assert count_segments(text) == segments


def test_typographic_signs_do_not_make_a_text_dear() -> None:
    text = "“We’ll call you” — soon…" * 6
    assert count_segments(text) > count_segments(plain(text)) == 1


def test_letters_of_other_languages_stay() -> None:
    assert plain("Grüße, 您好, ça va ñ") == "Grüße, 您好, ça va ñ"


@given(
    st.lists(st.sampled_from(["word", "Größe", "привет", "😀", "a" * 400, "\n"]), min_size=1, max_size=400)
)
def test_every_message_fits_and_no_word_is_lost(words: list[str]) -> None:
    text = " ".join(words).strip()
    messages = split_messages(text)
    assert all(len(message) <= MAX_CHARACTERS for message in messages)
    assert all(count_segments(message) <= MAX_SEGMENTS for message in messages)
    bare = messages if len(messages) == 1 else [message.split(" ", 1)[1] for message in messages]
    assert "".join("".join(bare).split()) == "".join(text.split())


def test_a_word_longer_than_a_message_is_cut() -> None:
    messages = split_messages("x" * 3000)
    assert len(messages) > 1
    assert sum(message.count("x") for message in messages) == 3000


def test_more_than_ten_messages_are_refused() -> None:
    with pytest.raises(MessageRejected) as caught:
        split_messages("word " * 4000)
    assert caught.value.reason == "too_long"
