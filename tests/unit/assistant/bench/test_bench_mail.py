"""The mail bench tells right from wrong."""

import argparse
import json
from pathlib import Path

import pytest

from assistant.bench import mail as bench


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
    assert bench.is_as_expected(reply, expected) is is_right


def test_marks_of_a_folder_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "messages_per_second", lambda: 1234.0)
    (tmp_path / "a.txt").write_text("Blue.\n\nOn 2 Nov 2026, Bo wrote:\n> ?")
    case = {"id": "a", "raw_path": "a.txt", "input": "text", "kind": "reply", "expected": {"reply": "Green."}}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n")
    assert bench.run(argparse.Namespace(cases=tmp_path, json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["marks"]["new text as expected"] == {"right": 0, "of": 1, "missed": ["a"]}
    assert told["messages_per_second"] == 1234


def test_a_named_folder_without_cases_is_an_error(tmp_path: Path) -> None:
    assert bench.run(argparse.Namespace(cases=tmp_path)) == 1
