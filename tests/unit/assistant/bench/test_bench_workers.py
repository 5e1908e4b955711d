"""The bench of workers works every mail, once, and says so."""

import argparse
import json

import pytest

from assistant.bench import workers


def test_every_mail_is_worked(capsys: pytest.CaptureFixture[str]) -> None:
    assert workers.run(argparse.Namespace(json=True, small=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["workers"], one["filed"]) for one in told["workers"]] == [(1, 10)]
    assert all(one["cpu_ms"] > 0 for one in told["workers"])
