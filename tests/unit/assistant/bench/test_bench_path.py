"""The bench of the whole path measures every step and says so as JSON."""

import json
from argparse import Namespace

import pytest

from assistant.bench import path


def test_every_step_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert path.run(Namespace(small=True, json=True)) == 0
    result = json.loads(capsys.readouterr().out)
    assert [one["contacts"] for one in result["paths"]] == [0, 1_000]
    for one in result["paths"]:
        assert set(one["cpu_ms"]) == set(path.STEPS)
        assert one["total_ms"] > 0
    assert result["webhooks"]["requests"] == 200
