"""`rapport mail parse`, line by line."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import run
from assistant.cli.mail_lines import answer_lines

MAIL = (
    "From: Ann <ann@lee.example>\nSubject: Paint\nMessage-ID: <1@lee.example>\n\n"
    "Blue.\n\nOn 2 Nov 2026, Bo wrote:\n> ?\n"
)


def answers(*requests: object) -> list[dict[str, Any]]:
    lines = [request if isinstance(request, bytes) else json.dumps(request).encode() for request in requests]
    output = io.BytesIO()
    answer_lines(lines, output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_every_line_is_answered_in_order_even_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_text(MAIL)
    told = answers(
        {"id": "file", "path": str(tmp_path / "mail.eml"), "input": "mime"},
        {"id": "gone", "path": str(tmp_path / "none.eml"), "input": "mime"},
        b"{not json",
        b"",
        {"id": "text", "content": "Blue.\n\n-- \nAnn", "input": "text"},
        {"id": "kept", "content": "Blue.\n\nBest regards\nAnn", "input": "text", "strip_signature": False},
        {"id": "html", "content": "<p>Blue.</p><blockquote>?</blockquote>", "input": "html"},
        {"id": "base64", "content": base64.b64encode(MAIL.encode()).decode(), "encoding": "base64"},
        {"id": "odd", "content": "x", "input": "fax"},
        [1],
    )
    assert [answer["id"] for answer in told] == [
        "file",
        "gone",
        3,
        "text",
        "kept",
        "html",
        "base64",
        "odd",
        10,
    ]
    assert [bool(answer.get("error")) for answer in told] == [
        False, True, True, False, False, False, False, True, True,
    ]  # fmt: skip
    assert told[0] == {**told[6], "id": "file"}
    assert [told[index]["reply"] for index in (0, 3, 4, 5)] == [
        "Blue.", "Blue.", "Blue.\n\nBest regards\nAnn", "Blue.",
    ]  # fmt: skip


def test_an_answer_has_every_field_of_the_contract() -> None:
    (told,) = answers({"id": 1, "content": MAIL, "input": "mime"})
    assert told["sender"] == {"email": "ann@lee.example", "name": "Ann"}
    assert told["text"].startswith("Blue.\n\nOn 2 Nov")
    assert set(told) >= {
        "subject", "attachments", "bounce", "auto_reply", "may_auto_respond", "message_id", "in_reply_to",
        "references",
    }  # fmt: skip


def test_what_utf8_cannot_say_is_still_written() -> None:
    told = answers({"id": "lone", "content": "half \ud83d letter", "input": "text"})
    assert told[0]["id"] in ("lone", 1)


def test_a_file_is_printed_as_readable_json(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "mail.eml").write_text(MAIL)
    assert run(["mail", "parse", str(tmp_path / "mail.eml")]) == 0
    assert json.loads(capfdbinary.readouterr().out)["subject"] == "Paint"
