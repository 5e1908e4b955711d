"""What the shipped model gets right of messages that are no training data.

Of the labelled sets only `customer_unseen.jsonl` had no part in the making. The others were read once
before their errors were: the second gave 86 % of intents, the third 82 %, the fourth 76 % (written to be
hard); `customer_voices.jsonl` holds four sets by 32 authors and `customer_hard.jsonl` six by 42 more,
numbered as they were written; `customer_inbox.jsonl` four, first read 85, 75, 92 and 95 % right;
`customer_strangers.jsonl` 32 (86, 76, 91, 91, 91, 92, 84, 91, 92, 89, 85, 92, 93, 97, 88, 86, 85, 89, 97,
97, 88, 93, 99, 89, 92, 86, 88, 95, 92, 96, 90 and 96 %), the second, the third and most of the last twenty
made to have refusals and machines mistaken. What was learnt from those errors went into examples and rules:
today's figures for them say that nothing was lost, not how well unseen messages are read.

A mark is what was measured less one point: a change that loses more fails here.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from nlp.customer import CustomerReader
from nlp.language import detect_language
from nlp.personas import PersonaUnderstander
from nlp.understanding import Understanding, Utterance
from tests.unit.nlp.customer.support import utterance

DATA = Path(__file__).resolve().parents[3] / "data" / "nlu"


def gold_of(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def as_utterance(row: dict[str, object]) -> Utterance:
    subject = row.get("subject")
    return Utterance(
        text=str(row["text"]),
        persona="customer",
        now=datetime.fromisoformat(str(row["now"])),
        tz=str(row["tz"]),
        channel=str(row["channel"]),
        subject=str(subject) if subject is not None else None,
    )


def share(rows: Sequence[dict[str, object]], read: Sequence[Understanding], *, of: str) -> float:
    right = 0
    for row, understanding in zip(rows, read, strict=True):
        gold = row["gold"]
        assert isinstance(gold, dict)
        if of == "intents":
            right += intents_of(row) == [act.intent for act in understanding.acts]
        else:
            right += gold[of] == getattr(understanding, of)
    return right / len(rows)


Read = Mapping[str, tuple[Sequence[dict[str, object]], Sequence[Understanding]]]


@pytest.fixture(scope="module")
def everything(reader: CustomerReader) -> Read:
    """Every set that was learnt from, with what is read of it, read once for all tests."""
    understander = PersonaUnderstander({"customer": reader}, detect_language=detect_language)
    found = {}
    for path in sorted(set(DATA.glob("customer*.jsonl")) - {DATA / "customer_blind.jsonl"}):
        rows = gold_of(path.name)
        found[path.name] = (rows, understander.understand_many([as_utterance(row) for row in rows]))
    return found


def intents_of(row: dict[str, object]) -> list[str]:
    gold = row["gold"]
    assert isinstance(gold, dict)
    return [act["intent"] for act in gold["acts"]]


@pytest.mark.parametrize(
    ("name", "intents", "priority", "sentiment"),
    [
        ("customer_strangers.jsonl", 0.936, 0.933, 0.958),
        ("customer_inbox.jsonl", 0.944, 0.942, 0.950),
        ("customer_hard.jsonl", 0.935, 0.930, 0.965),
        ("customer_unseen.jsonl", 0.954, 0.990, 0.954),
        ("customer_voices.jsonl", 0.954, 0.922, 0.935),
        ("customer_fourth.jsonl", 0.911, 0.911, 0.937),
        ("customer_third.jsonl", 0.968, 0.936, 0.936),
        ("customer_second.jsonl", 0.959, 0.935, 0.943),
        ("customer.jsonl", 0.965, 0.955, 0.940),
    ],
)
def test_accuracy_holds(
    everything: Read, name: str, intents: float, priority: float, sentiment: float
) -> None:
    rows, read = everything[name]
    assert share(rows, read, of="intents") >= intents
    assert share(rows, read, of="priority") >= priority
    assert share(rows, read, of="sentiment") >= sentiment


@pytest.mark.parametrize("intent", ["opt_out", "auto.out_of_office", "auto.bounce"])
def test_what_must_never_be_mistaken_hardly_is(everything: Read, intent: str) -> None:
    """Over all sets together: of those meant, and of those read, 97 in 100 are right."""
    pairs = [
        (intent in intents_of(row), intent in [act.intent for act in one.acts])
        for rows, read in everything.values()
        for row, one in zip(rows, read, strict=True)
    ]
    right = pairs.count((True, True))
    assert right / sum(meant for meant, _ in pairs) >= 0.97
    assert right / sum(said for _, said in pairs) >= 0.97


def test_one_by_one_and_together_read_the_same(reader: CustomerReader) -> None:
    some = [as_utterance(row) for row in gold_of("customer.jsonl")[:12]]
    alone = [reader.read_many([one])[0] for one in some]
    together = reader.read_many(some)
    assert list(map(but_for_sureness, alone)) == list(map(but_for_sureness, together))
    # A batch pads its texts to one length, which moves the last digits of sums.
    assert [sureness(one) for one in alone] == [pytest.approx(sureness(one), abs=1e-3) for one in together]


def but_for_sureness(read: Understanding) -> Understanding:
    return replace(read, acts=tuple(replace(act, confidence=1.0) for act in read.acts))


def sureness(read: Understanding) -> list[float]:
    return [act.confidence for act in read.acts]


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n ", "😀" * 400, "\x00\x01\x02" * 50, "\u202eשלום " * 40, "and " * 1000, "a" * 200_000),
        *("my order is late. " * 12_000, "> " * 20_000, "(" * 20_000, "\ud800 hi", "order #" * 3_000),
        *("On Mon " * 5_000 + "wrote:", "From: a\n" * 5_000, "back until " * 3_000),
    ],
    ids=range(15),
)
def test_hostile_texts_get_an_answer_soon(reader: CustomerReader, text: str) -> None:
    started = time.process_time()
    read = reader.read_many([utterance(text)])[0]
    assert read.acts
    assert time.process_time() - started < 10
