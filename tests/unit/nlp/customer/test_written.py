"""Customers' messages written one by one: sentences with their labels, and whole messages of one act."""

from pathlib import Path

import pytest

from nlp.customer.examples import CONTEXT
from nlp.customer.written import load_written, sentences_and_wholes
from nlp.errors import TrainingDataError
from nlp.intents import load_ontology


def written(folder: Path, *lines: str) -> Path:
    (folder / "written").mkdir()
    (folder / "written" / "one.txt").write_text("# somebody\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_message_is_read_sentence_by_sentence(tmp_path: Path) -> None:
    line = "support.request h-: The [mixer] hums again. // context: It is May // human.request n0: Ring me"
    ((first, told, last),) = load_written(written(tmp_path, line))
    assert (first.text, first.intent, first.priority) == ("The mixer hums again.", "support.request", "high")
    assert [first.text[start:end] for start, end in first.products] == ["mixer"]
    assert (told.text, told.intent) == ("It is May", CONTEXT)
    assert (last.intent, last.sentiment) == ("human.request", "neutral")


def test_a_message_of_one_act_is_learnt_as_a_whole_too(tmp_path: Path) -> None:
    one = "support.request n0: It hums. // support.request h-: Again! // context: It is May"
    two = "support.request n0: It hums. // human.request n0: Ring me"
    told = sentences_and_wholes(load_written(written(tmp_path, one, two)), seed=1)
    wholes = [example for example in told if example.text == "It hums. Again! It is May"]
    assert [(example.priority, example.sentiment) for example in wholes] == [("high", "negative")]
    assert not any(example.text.startswith("It hums. Ring") for example in told)


@pytest.mark.parametrize(
    "line", ["It hums", "support.request: It hums", "support.fly n0: It hums", "thanks x+: Lovely"]
)
def test_what_cannot_be_read_names_file_and_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(TrainingDataError, match=r"one\.txt, line 2"):
        load_written(written(tmp_path, line))


def test_the_shipped_messages_are_many_and_of_every_kind() -> None:
    messages = load_written()
    assert len(messages) > 1000
    intents = {sentence.intent for message in messages for sentence in message}
    assert intents == {*load_ontology().customer, CONTEXT}
    assert all(len({one.intent for one in message} - {CONTEXT}) <= 2 for message in messages)
