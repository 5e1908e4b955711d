"""How records, colleagues and labels are named."""

import pytest

from nlp.rep.filling.refs import label, ref, sentence, user


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Acme renewal deal", "Acme renewal"),
        ("my Ibex opp", "Ibex"),
        ("Acme's", "Acme"),
        ("ticket printer", "printer"),
        ("it", "@context"),
        ("that one", "@context"),
        ("the deal", None),
        ("@jane", "jane"),
        ("Smith & Sons", "Smith & Sons"),
    ],
)
def test_record_is_named_without_articles_and_record_words(words: str, name: str | None) -> None:
    assert ref(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("my", "@me"),
        ("I", "@me"),
        ("the team", "@all"),
        ("everyone", "@all"),
        ("all reps", "@all"),
        ("our", None),
        ("Dina's", "Dina"),
        ("@rashid", "rashid"),
    ],
)
def test_colleague_is_named_or_meant(words: str, name: str | None) -> None:
    assert user(words) == name


def test_label_loses_article_and_preposition() -> None:
    assert label("the website") == "website"
    assert label("to engineering") == "engineering"
    assert label("the welcome sequence", record=True) == "welcome"


def test_sentence_is_kept_as_said() -> None:
    assert sentence(" they didn't like the price. ") == "they didn't like the price"
