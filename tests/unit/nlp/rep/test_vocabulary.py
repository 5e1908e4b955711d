"""The words both taggers know: counted in the training data, written beside the model."""

from pathlib import Path

from nlp.rep.learning.vocabulary import Vocabulary, firm_words, load_vocabulary


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    known = load_vocabulary(common=frozenset({"summit", "Zoë"}))
    known.save(tmp_path / "words.json")
    assert Vocabulary.load(tmp_path / "words.json") == known


def test_words_of_orders_are_told_from_names() -> None:
    known = load_vocabulary()
    assert {"move", "ticket", "remind"} <= known.telling <= known.everyday
    assert "isabel" in known.first_names | known.other_names
    assert not {"okonkwo", "lindqvist"} & known.everyday
    assert "labs" in firm_words()


def test_shorthand_is_set_right() -> None:
    assert load_vocabulary().speller.mended("msg Jane") == "message Jane"
