"""What is dictated behind a colon."""

import pytest

from assistant.dialogue.reading.dictation import dictated, whole
from nlp.understanding import Act


def reply(words: str, **slots: object) -> Act:
    """An answer on a ticket, as the language layer read it: perhaps cut short."""
    return Act("ticket.reply", 0.9, {"ticket": "@context", "text": words, **slots}, "")  # type: ignore[dict-item]


def order(intent: str, text: str) -> Act:
    """Something read out of the words."""
    return Act(intent, 0.8, {}, text)


def test_a_letter_of_several_paragraphs_is_kept_to_the_last_letter() -> None:
    letter = "Hi Jane,\n\nI will send it on Friday. Could you check?\n\nBest,\nSam"
    read = (reply("Jane,\n\nI will send it"), order("task.create", "I will send it on Friday"))
    found = dictated(f"answer ticket 2: {letter}", read)
    assert found is not None
    assert [(one.intent, one.slots["text"]) for one in found] == [("ticket.reply", letter)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("done. close it", "close it"),
        ("done, and remind me to call him tomorrow", "remind me to call him tomorrow"),
        ("done; then assign it to Sam", "assign it to Sam"),
    ],
)
def test_what_plainly_is_an_order_behind_the_words_is_no_part_of_them(words: str, said: str) -> None:
    found = dictated(f"reply to #2: {words}", (reply("done"), order("any", said)))
    assert found is not None
    assert found[0].slots["text"] in ("done", "done.")
    assert [one.text for one in found[1:]] == [said]


@pytest.mark.parametrize(
    "words",
    [
        "the fix is live. can you check and close it?",
        "we moved your case up. close date is Friday. Regards",
        "it ships Monday. Sorry for the wait!",
    ],
)
def test_what_only_sounds_like_an_order_is_said_to_the_customer(words: str) -> None:
    sentences = words.split(". ")
    acts = (reply(sentences[0]), *(order("any", one) for one in sentences[1:]))
    found = dictated(f"reply to 1042: {words}", acts)
    assert found is not None
    assert (len(found), found[0].slots["text"]) == (1, words)


def test_the_number_before_the_colon_is_the_ticket() -> None:
    found = dictated("reply to 2: ok :)", (reply("ok :"),))
    assert found is not None
    assert found[0].slots == {"ticket": 2, "text": "ok :)"}


def test_words_that_sound_like_something_else_do_not_hide_the_order() -> None:
    text = "reply to Jane Doe: A colleague comes at noon. Unplug it until then."
    found = dictated(text, (order("task.snooze", text),))
    assert found is not None
    assert (found[0].intent, found[0].slots["contact"]) == ("message.send", "Jane Doe")
    assert found[0].slots["text"] == "A colleague comes at noon. Unplug it until then."


def test_somebody_named_is_answered_and_not_whom_the_thread_spoke_of() -> None:
    found = dictated("reply to Hank: We look into it.", (reply("We look into it"),))
    assert found is not None
    assert found[0].slots == {"contact": "Hank", "text": "We look into it."}
    found = dictated("reply to them: We look into it.", (reply("We look into it"),))
    assert found is not None
    assert found[0].slots["ticket"] == "@context"


def test_other_sentences_with_a_colon_are_left_alone() -> None:
    assert dictated("remind me at 10:30 to call", (order("task.create", ""),)) is None
    assert dictated("answer ticket 2 at 10:30", (reply("at 10"),)) is None
    assert dictated("call Jane: she waits", (order("task.create", ""),)) is None
    assert dictated("reply by text: it is done", (order("other", ""),)) is None


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("text Jane that I'm late!", "I'm late", "I'm late!"),
        ("text Jane that I'm late", "I'm late", "I'm late"),
        ("tell Jane I'm late, then close it.", "I'm late", "I'm late"),
    ],
)
def test_the_mark_words_end_with_is_theirs(text: str, words: str, kept: str) -> None:
    assert whole(text, words) == kept
