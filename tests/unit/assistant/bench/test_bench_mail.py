"""The mail bench tells right from wrong."""

import argparse
import json
from pathlib import Path

import pytest

from assistant.bench import mail as bench
from assistant.bench.mail_marks import is_as_expected, measure


@pytest.mark.parametrize(
    ("reply", "expected", "is_right"),
    [
        ("Blue.", {"reply": "Blue. \n"}, True),
        ("Blue.", {"reply": "Green."}, False),
        ("Blue one", {"contains": ["one"], "not_contains": ["two"], "starts": "Bl"}, True),
        ("Blue one", {"not_contains": ["one"]}, False),
        ("Blue one", {"starts": "one"}, False),
    ],
)
def test_expectations_are_held(reply: str, expected: dict[str, object], is_right: bool) -> None:
    assert is_as_expected(reply, expected) is is_right


def test_marks_of_a_folder_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "messages_per_second", lambda: 1234.0)
    (tmp_path / "a.txt").write_text("Blue.\n\nOn 2 Nov 2026, Bo wrote:\n> ?")
    case = {"id": "a", "raw_path": "a.txt", "input": "text", "expected": {"reply": "Green."}}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n")
    assert bench.run(argparse.Namespace(cases=tmp_path, json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sets"][str(tmp_path)]["new text, others"] == {"right": 0, "of": 1, "missed": ["a"]}
    assert told["messages_per_second"] == 1234


def test_a_named_folder_without_cases_is_an_error(tmp_path: Path) -> None:
    assert bench.run(argparse.Namespace(cases=tmp_path)) == 1


def test_a_mail_is_marked_for_all_it_should_say(tmp_path: Path) -> None:
    expected: dict[str, object] = {
        "subject": "Paint",
        "sender": {"email": "ann@lee.example", "name": "Ann"},
        "text": "Hello",
        "attachments": [],
        "bounce": None,
    }
    content = "From: Ann <ann@lee.example>\nSubject: Ink\n\nHello\n"
    case = {"id": "a", "input": "mime", "content": content, "expected": expected}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n")
    right = {name: mark.right for name, mark in measure(tmp_path).items()}
    assert right == {"subject": 0, "sender": 1, "body": 1, "attachments": 1, "other mail left alone": 1}
