"""The bench of claims, small: every delivery is claimed, none twice."""

import argparse
import json

import pytest

from assistant.bench.claims import run


def test_two_workers_claim_everything_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argparse.Namespace(small=True, json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["database"], told["workers"]) == ("sqlite", 2)
    assert [(one["claimed"], one["twice"]) for one in told["claims"]] == [(200, 0), (200, 0)]
