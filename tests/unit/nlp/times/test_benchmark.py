"""The measure on foreign cases: its split, and what counts as right."""

import json
from pathlib import Path

import pytest

from nlp.times.benchmark import is_right, load, main

CASES = [
    {
        "Input": "back tomorrow",
        "Context": {"ReferenceDateTime": "2016-11-07T00:00:00"},
        "Results": [
            {
                "Text": "tomorrow",
                "TypeName": "datetimeV2.date",
                "Resolution": {"values": [{"value": "2016-11-08"}]},
            }
        ],
    },
    {
        "Input": "away next week",
        "Context": {"ReferenceDateTime": "2016-11-07T00:00:00"},
        "Results": [
            {
                "Text": "next week",
                "TypeName": "datetimeV2.daterange",
                "Resolution": {"values": [{"start": "2016-11-14", "end": "2016-11-21"}]},
            }
        ],
    },
    {
        "Input": "at 3pm today",
        "Context": {"ReferenceDateTime": "2016-11-07T00:00:00"},
        "Results": [
            {
                "TypeName": "datetimeV2.datetime",
                "Resolution": {"values": [{"value": "2016-11-07 04:00:00"}]},
            }
        ],
    },
    {"Input": "you may not", "Context": {}, "Results": []},
    {"Input": "for 3 hours", "Results": [{"TypeName": "datetimeV2.duration", "Resolution": None}]},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(CASES), encoding="utf-8")
    return path


def test_right_and_wrong_are_told_apart_and_lengths_left_out(file: Path) -> None:
    assert {case.text: is_right(case) for case in load(file)} == {
        "back tomorrow": True,
        "away next week": True,
        "at 3pm today": False,
        "you may not": True,
    }


def test_both_halves_together_are_all_cases(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(file)])
    main([str(file), "--held-out"])
    counted = [
        int(line.split(" of ")[1].split()[0])
        for line in capsys.readouterr().out.splitlines()
        if " of " in line
    ]
    assert sum(counted) == 4
