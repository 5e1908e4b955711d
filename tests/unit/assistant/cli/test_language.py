"""`rapport understand` answers every line in order, the bad ones with an error, and goes on."""

import argparse
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assistant.cli.language import add_parser, answer_lines
from assistant.cli.language_lines import BadLine, available_lines, parse_line
from nlp.understanding import Act, Understanding, Utterance
from nlp.values import Money, SlotValue

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
GOOD = {
    "id": "r1",
    "persona": "rep",
    "text": "Acme is at 48k",
    "now": "2026-03-04T10:00:00-05:00",
    "tz": "America/New_York",
    "channel": "slack",
}


class RecordingUnderstander:
    """Understands everything as a changed deal, and remembers how much it was asked at a time."""

    def __init__(self) -> None:
        self.batches: list[list[Utterance]] = []

    def understand(self, utterance: Utterance) -> Understanding:
        return self.understand_many([utterance])[0]

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        self.batches.append(list(utterances))
        slots: dict[str, SlotValue] = {
            "deal": "Acme",
            "amount": Money(Decimal(48000), "USD"),
            "close_date": date(2026, 5, 1),
        }
        act = Act("deal.update", 0.98765432, slots)
        return [
            Understanding((act,), priority="low", sentiment="neutral")
            if one.persona == "customer"
            else Understanding((act,))
            for one in utterances
        ]


def _options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args(arguments)


def _answers(source: bytes, *arguments: str) -> list[dict[str, object]]:
    target = io.BytesIO()
    answer_lines(
        io.BytesIO(source), target, RecordingUnderstander(), options=_options("understand", *arguments)
    )
    return [json.loads(line) for line in target.getvalue().splitlines()]


def _line(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def test_a_rep_line_is_answered_in_wire_form() -> None:
    (answer,) = _answers(_line() + b"\n")
    assert answer == {
        "id": "r1",
        "acts": [
            {
                "intent": "deal.update",
                "confidence": 0.9877,
                "slots": {
                    "deal": "Acme",
                    "amount": {"amount": "48000.00", "currency": "USD"},
                    "close_date": "2026-05-01",
                },
            }
        ],
        "language": "en",
    }


def test_a_customer_line_carries_priority_and_sentiment() -> None:
    (answer,) = _answers(_line(persona="customer"))
    assert (answer["priority"], answer["sentiment"]) == ("low", "neutral")


def test_answers_keep_the_order_of_good_and_bad_lines() -> None:
    lines = [
        _line(id="a"),
        b"{broken",
        _line(id="b", text=None),
        b"",
        _line(id="c", persona="boss"),
        _line(id="d"),
    ]
    answers = _answers(b"\n".join(lines))
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "d"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x00",
        b"[1, 2]",
        b"null",
        b"[" * 100_000,
        b'{"id": 1}',
        _line(text=7),
        _line(persona=None),
        _line(persona=["rep"]),
        _line(now="yesterday"),
        _line(now=5),
        _line(now="0001-01-01T00:00:00+00:00"),
        _line(tz="Mars/Olympus"),
        _line(tz="../../etc/passwd"),
        _line(tz=3),
        _line(channel=4),
    ],
)
def test_a_bad_line_gets_a_sentence(line: bytes) -> None:
    with pytest.raises(BadLine, match=r"\.$"):
        parse_line(line, persona=None, now=NOW)


def test_a_naive_now_is_taken_in_the_zone_of_the_line() -> None:
    asked = parse_line(_line(now="2026-03-04T10:00:00"), persona=None, now=NOW)
    assert asked.utterance.now.isoformat() == "2026-03-04T10:00:00-05:00"


def test_what_a_line_leaves_out_is_taken_from_the_options() -> None:
    asked = parse_line(b'{"id": 4, "text": "hi"}', persona="customer", now=NOW)
    assert (asked.id, asked.utterance.persona, asked.utterance.now) == (4, "customer", NOW)


def test_quoted_history_of_an_email_is_not_read() -> None:
    quoted = "On Mon, 2 Mar 2026 at 09:00, Support <help@example.com> wrote:\n> Close it?"
    text = f"It works again, thanks.\n\n{quoted}"
    asked = parse_line(_line(text=text, channel="email", persona="customer"), persona=None, now=NOW)
    assert asked.utterance.text.strip() == "It works again, thanks."


def test_lone_surrogates_survive_the_round_trip() -> None:
    (answer,) = _answers(rb'{"id": "\ud800", "persona": "rep", "text": "ok \udfff"}')
    assert answer["id"] == "\ud800"


class TouchyUnderstander(RecordingUnderstander):
    """Cannot bear one word."""

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        if any("boom" in one.text for one in utterances):
            raise RecursionError("too deep")
        return super().understand_many(utterances)


def test_a_text_that_breaks_the_reader_spoils_only_its_own_line() -> None:
    target = io.BytesIO()
    source = io.BytesIO(b"\n".join([_line(id="a"), _line(id="b", text="boom"), _line(id="c")]) + b"\n")
    answer_lines(source, target, TouchyUnderstander(), options=_options("understand"))
    answers = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [(answer["id"], "error" in answer) for answer in answers] == [
        ("a", False),
        ("b", True),
        ("c", False),
    ]


def test_available_lines_are_read_together() -> None:
    understander = RecordingUnderstander()
    source = b"\n".join(_line(id=number) for number in range(5))
    answer_lines(io.BytesIO(source), io.BytesIO(), understander, options=_options("understand"))
    assert [len(batch) for batch in understander.batches] == [4, 1]


class Trickle(io.RawIOBase):
    """A pipe that hands over one piece at each read."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = list(pieces)

    def read(self, size: int = -1, /) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def test_a_line_is_answered_before_the_next_arrives() -> None:
    batches = available_lines(Trickle([b"one\ntw", b"o\n", b"three"]))  # type: ignore[arg-type]
    assert list(batches) == [[b"one"], [b"two"], [b"three"]]


def test_jsonl_and_a_text_together_are_wrong_use() -> None:
    options = _options("understand", "--jsonl", "some text")
    assert options.run(options) == 2


@pytest.mark.parametrize(
    "arguments", [(), ("--cuts",), ("--cuts", "--public", "some"), ("a", "--public", "b")]
)
def test_evaluate_needs_something_to_measure_on(arguments: tuple[str, ...]) -> None:
    options = _options("evaluate", *arguments)
    assert options.run(options) == 2
