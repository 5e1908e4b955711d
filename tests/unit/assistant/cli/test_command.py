"""Whatever a command meets outside, it says in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import run


@pytest.mark.parametrize("command", [["mail", "parse"], ["mail", "parse", "--jsonl"]])
def test_a_file_that_is_not_there_is_named(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone.eml"
    assert run([*command, str(gone)]) == 1
    assert capsys.readouterr().err == f"rapport: {gone}: No such file or directory.\n"


def test_who_reads_no_further_ends_a_command_without_a_complaint() -> None:
    mail = b"Subject: hello\n\n" + b"words " * 200_000
    command = [sys.executable, "-m", "assistant", "mail", "parse"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        program.stdin.write(mail)
        program.stdin.close()
        assert program.stderr.read() == b""
        assert program.wait() == 1
