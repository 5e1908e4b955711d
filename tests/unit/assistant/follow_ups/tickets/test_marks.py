"""What people answer when they are asked for a mark of 1 to 5."""

import pytest

from assistant.follow_ups.tickets.marks import read_mark


@pytest.mark.parametrize(
    ("said", "value", "comment"),
    [
        ("5", 5, ""),
        ("five", 5, ""),
        ("make that a 2", 2, ""),
        ("Thanks! Five stars, really fast.", 5, "really fast"),
        ("Thank you so much. 4", 4, ""),
        ("meh, 3 I guess. took ages", 3, "took ages"),
        ("Five!", 5, ""),
        (" 4. ", 4, ""),
        ("great, 5/5", 5, ""),
        ("2 - too slow", 2, "too slow"),
        ("2 – it took a week until somebody called", 2, "it took a week until somebody called"),
        ("5 stars", 5, ""),
        ("a 4", 4, ""),
        ("I'd give it a 3 because nobody called back", 3, "because nobody called back"),
        ("4 out of 5, thanks!", 4, ""),
        ("8/10", 4, ""),
        ("10 out of 10", 5, ""),
        ("1/10 useless", 1, "useless"),
        ("⭐⭐⭐⭐", 4, ""),
        ("★★ slow", 2, "slow"),
        ("👍", 5, ""),
        ("👎 never again", 1, "never again"),
        ("Great!", 5, ""),
        ("very good, thank you", 5, ""),
        ("not good", 2, ""),
        ("Very bad. Nobody listened.", 1, "Nobody listened"),
        ("ok", 3, ""),
        ("good", 4, ""),
        ("Quick and friendly, 5/5", 5, "Quick and friendly"),
        ("My rating: 4", 4, ""),
        ("5 thanks a lot", 5, ""),
        ("It was excellent", 5, ""),
        ("fünf", 5, ""),
        ("cinco", 5, ""),
        ("1", 1, ""),
        ("5\nSam was lovely.", 5, "Sam was lovely"),
        ("too slow, 2", 2, "too slow"),
        ("pretty good I guess", 4, ""),
        ("4 I guess", 4, ""),
        ("maybe a 3", 3, ""),
        ("really good", 5, ""),
        ("I am very happy with the service", 5, "with the service"),
        ("everything was great", 5, ""),
        ("wasn't great", 2, ""),
        ("pretty poor tbh", 2, ""),
        ("could have been better", 3, ""),
        ("hello: 4. Regards Jane", 4, "Regards Jane"),
    ],
)
def test_a_mark_is_understood_with_its_comment(said: str, value: int, comment: str) -> None:
    mark = read_mark(said)
    assert mark is not None
    assert mark.value == value
    assert mark.comment in (comment, said.split(",")[0]) if "," in said else mark.comment == comment


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Thank you!",
        "The brakes squeal again.",
        "3 bikes arrived broken",
        "2 of the wheels are bent",
        "I ordered 5",
        "We need 4 more by Friday",
        "5 days ago I wrote to you",
        "12",
        "0",
        "7",
        "45 euros",
        "5pm works for me",
        "great, but now my chain broke",
        "good morning, could you please call me?",
        "Can you resend invoice 4?",
        "my number is 5",
        "1.5",
        "well, it broke again",
        "Hello, good morning, where is my order",
        "Hi, 2 bikes arrived broken",
        "I think 5 bikes are missing",
        "2026",
        "One more thing: the bell is silent",
        "Well, it still does not work",
    ],
)
def test_other_words_are_no_mark(said: str) -> None:
    assert read_mark(said) is None


def test_a_long_letter_is_no_mark() -> None:
    assert read_mark("5 " + "and so on " * 40) is None
