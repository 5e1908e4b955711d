"""Messages written one by one: their orders, their joining words, names in whose place others are drawn."""

import json
from pathlib import Path
from random import Random

import pytest

from nlp.errors import TrainingDataError
from nlp.intents import load_ontology
from nlp.rep.learning.examples import assemble
from nlp.rep.learning.patterns import expand, parse
from nlp.rep.learning.pools import DATA, NamePools
from nlp.rep.learning.vocabulary import load_vocabulary
from nlp.rep.learning.written import load_written
from nlp.rep.meaning.precedence import BACKGROUND

TESTED = Path(__file__).parents[3] / "data" / "nlu"


def written(folder: Path, line: str) -> Path:
    (folder / "written").mkdir()
    (folder / "written" / "one.txt").write_text(f"# somebody\n{line}\n", encoding="utf-8")
    return folder


def test_a_message_falls_into_its_orders(tmp_path: Path) -> None:
    line = "deal.move: push {deal:Ibex} to proposal // task.create: , and then pls {text=call legal}"
    (parts,) = load_written(written(tmp_path, line))
    assert [(part.intent, part.order) for part in parts] == [
        ("deal.move", "push {deal:Ibex} to proposal"),
        ("task.create", "pls {text=call legal}"),
    ]


def test_a_name_no_slot_of_the_intent_takes_is_only_told(tmp_path: Path) -> None:
    ((part,),) = load_written(written(tmp_path, "smalltalk: lunch with {person:Ed}, great"))
    assert part.text == "lunch with <person:Ed>, great"


@pytest.mark.parametrize("line", ["push it", "deal.fly: up", "deal.move: push it // to proposal"])
def test_what_cannot_be_read_names_file_and_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(TrainingDataError, match=r"one\.txt, line 2"):
        load_written(written(tmp_path, line))


def test_a_written_name_stands_or_another_in_its_place() -> None:
    pools, rng = NamePools.load(), Random(1)
    texts = [assemble(expand("call {contact:Zyx Quull} now", pools=pools, rng=rng)) for _ in range(40)]
    names = {text[tags[0].start : tags[0].end] for text, tags in texts}
    assert "Zyx Quull" in names
    assert len(names) > 10
    assert all(text.startswith("call ") and text.endswith(" now") for text, _ in texts)


def test_the_shipped_messages_fill_slots_their_intents_have() -> None:
    ontology = load_ontology().rep
    messages = load_written(DATA)
    assert len(messages) > 3000
    for part in (part for parts in messages for part in parts):
        fillers = [node for node in parse(part.text) if not isinstance(node, str)]
        slots = set(ontology[part.intent].slots) if part.intent != BACKGROUND else set()
        assert {getattr(node, "slot", "") for node in fillers} - {""} <= slots, part


def _names_of_unseen_messages() -> set[str]:
    """The whole names, of two words or more, of the messages accuracy is measured on."""
    lines = (TESTED / "rep_blind.jsonl").read_text(encoding="utf-8").splitlines()
    acts = [act for line in lines for act in json.loads(line)["gold"]["acts"]]
    ontology = load_ontology().rep
    said = [
        value.casefold()
        for act in acts
        for slot, value in act["slots"].items()
        if isinstance(value, str)
        and (slot == "name" or ontology[act["intent"]].slots[slot].kind in {"ref", "user"})
    ]
    return {name for name in said if " " in name}


@pytest.mark.parametrize("names", ["deals.txt", "firms.txt", "people.txt"])
def test_no_name_is_learnt_that_accuracy_is_measured_on(names: str) -> None:
    unseen = _names_of_unseen_messages()
    learnt = (DATA / "names" / names).read_text(encoding="utf-8").casefold().splitlines()
    assert len(unseen) > 300
    assert unseen.isdisjoint(learnt)


def test_no_written_message_holds_a_name_that_accuracy_is_measured_on() -> None:
    unseen = _names_of_unseen_messages()
    written = "\n".join(part.text for parts in load_written(DATA) for part in parts).casefold()
    assert not [name for name in unseen if f":{name}}}" in written or f"={name}}}" in written]


def test_written_names_are_no_words_everybody_knows() -> None:
    assert "quull" not in load_vocabulary().everyday
