"""The reader as a whole: acts in order, names carried over, nothing it cannot survive."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlp.rep import RepReader
from nlp.understanding import Act, Utterance

_NOW = datetime(2026, 6, 15, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def acts(reader: RepReader, text: str) -> list[tuple[str, dict[str, object]]]:
    (read,) = reader.read_many([Utterance(text=text, persona="rep", now=_NOW, tz="America/New_York")])
    return [(act.intent, dict(act.slots)) for act in read.acts]


def test_one_change_named_for_two_tickets_is_two_acts(reader: RepReader) -> None:
    assert acts(reader, "close 41 and 42") == [
        ("ticket.close", {"ticket": 41}),
        ("ticket.close", {"ticket": 42}),
    ]


def test_unsaid_record_is_the_context(reader: RepReader) -> None:
    assert acts(reader, "close it") == [("ticket.close", {"ticket": "@context"})]


def test_pronoun_takes_the_name_said_before(reader: RepReader) -> None:
    read = acts(reader, "move Acme to proposal and set it to 30k")
    assert [intent for intent, _ in read] == ["deal.move", "deal.update"]
    assert [slots["deal"] for _, slots in read] == ["Acme", "Acme"]


def test_courtesy_beside_a_request_is_no_act(reader: RepReader) -> None:
    assert [intent for intent, _ in acts(reader, "hi there, close 41 please, thanks!")] == ["ticket.close"]


def test_same_for_repeats_the_act(reader: RepReader) -> None:
    read = acts(reader, "mark Globex as lost, too expensive. Same for Initech")
    assert [(intent, slots.get("deal")) for intent, slots in read] == [
        ("deal.lose", "Globex"),
        ("deal.lose", "Initech"),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("assign ticket 12 to me", [("ticket.assign", {"ticket": 12, "owner": "@me"})]),
        ("no i meant 45k", [("correct", {"text": "45k"})]),
        ("can u move ashgrove to proposl", [("deal.move", {"deal": "ashgrove", "stage": "proposal"})]),
        ("close 41 and 42 too", [("ticket.close", {"ticket": 41}), ("ticket.close", {"ticket": 42})]),
        ("how do i merge two tickets?", [("help", {"topic": "merge two tickets"})]),
    ],
)
def test_common_turns_of_phrase(reader: RepReader, text: str, read: list[object]) -> None:
    assert acts(reader, text) == read


@pytest.mark.parametrize(("text", "intent"), [("👍", "confirm"), ("❌", "cancel"), ("✅ ✅", "confirm")])
def test_emoji_alone_nod_or_refuse(reader: RepReader, text: str, intent: str) -> None:
    assert acts(reader, text) == [(intent, {})]


def test_abstention_offers_the_nearest_intents(reader: RepReader) -> None:
    (read,) = reader.read_many([Utterance("don't close 41 yet", "rep", _NOW, "America/New_York")])
    assert [act.intent for act in read.acts] == ["out_of_scope"]
    assert read.suggestions


def test_many_read_as_one_by_one(reader: RepReader) -> None:
    texts = ["close 41", "forecast for Q3", "call Jane and close 12", ""]
    said = [Utterance(text=text, persona="rep", now=_NOW, tz="UTC") for text in texts]

    def bare(read: tuple[Act, ...]) -> list[tuple[str, dict[str, object]]]:
        return [(act.intent, dict(act.slots)) for act in read]

    together = [bare(one.acts) for one in reader.read_many(said)]
    assert together == [bare(reader.read_many([one])[0].acts) for one in said]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x01",
        "🙃🙃",
        "and " * 1000,
        "a" * 200_000,
        "close 1, " * 20_000,
        "שלום עולם",
        "((((((((",
        "9" * 5000,
    ],
)
def test_any_text_is_answered_soon(reader: RepReader, text: str) -> None:
    started = time.process_time()
    assert acts(reader, text)
    assert time.process_time() - started < 10
