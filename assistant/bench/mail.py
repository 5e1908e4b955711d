"""`rapport bench mail`: how much mail is read right, and how fast.

The marks come from labelled messages: those of `tests/data/mail`, and any folder with a `cases.jsonl` of the
form `{"raw_path", "input", "kind": "reply" | "bounce", "expected", "strip_signature"}`.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from channels.email.parsing import ParsedMail, parse_message
from channels.email.reply import new_text, new_text_from_html

_SHARED = Path("..") / "shared" / "email"
_SPEED_SECONDS = 2.0
_PLAIN = """Received: from mx.lee.example by mx.example.org with ESMTPS id 1; Mon, 2 Nov 2026 10:14:00 +0000
Authentication-Results: mx.example.org; dkim=pass; spf=pass; dmarc=pass
DKIM-Signature: v=1; a=rsa-sha256; d=lee.example; s=s; h=from:to:subject;
 bh=abc; b=def
From: Ann Lee <ann@lee.example>
To: Support <support@example.org>
Subject: Re: The colour of order {number}
Date: Mon, 2 Nov 2026 10:14:00 +0100
Message-ID: <{number}@lee.example>
In-Reply-To: <0@example.org>
References: <x@example.org> <0@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello,

I would like the blue one instead of the green one, if that is still possible.
Please tell me what it costs.

Thanks,
Ann

On Mon, 2 Nov 2026 at 09:00, Support <support@example.org> wrote:
> Dear Ann,
>
> your order {number} has been received. We will send it tomorrow.
>
> The support team
"""


@dataclass(slots=True)
class Mark:
    """How many of how many were right."""

    right: int = 0
    of: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, name: str, *, is_right: bool) -> None:
        """Count one case."""
        self.of += 1
        self.right += is_right
        if not is_right:
            self.missed.append(name)


def run(options: argparse.Namespace) -> int:
    """Measure and print a table; exit code 1 where a labelled folder was named and is missing."""
    folder: Path = getattr(options, "cases", None) or _SHARED
    marks: dict[str, Mark] = {}
    if (folder / "cases.jsonl").exists():
        _measure(folder, marks)
    elif getattr(options, "cases", None):
        sys.stderr.write(f"rapport: {folder} has no cases.jsonl.\n")
        return 1
    told = {name: {"right": mark.right, "of": mark.of, "missed": mark.missed} for name, mark in marks.items()}
    speed = messages_per_second()
    if getattr(options, "json", False):
        _say(json.dumps({"marks": told, "messages_per_second": round(speed)}, ensure_ascii=False))
        return 0
    for name, mark in marks.items():
        _say(f"{name:<32} {mark.right:>5} of {mark.of:<5} {mark.right / mark.of:>7.1%}")
        for missed in mark.missed:
            _say(f"    missed: {missed}")
    _say(f"{'plain messages a second':<32} {speed:>5.0f}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def messages_per_second() -> float:
    """Plain messages read in a second of processor time, on one core."""
    messages = [_PLAIN.format(number=number).encode() for number in range(200)]
    for raw in messages[:50]:
        parse_message(raw)
    count, started = 0, time.process_time()
    while (spent := time.process_time() - started) < _SPEED_SECONDS:
        for raw in messages:
            parse_message(raw)
        count += len(messages)
    return count / spent


def _measure(folder: Path, marks: dict[str, Mark]) -> None:
    for case in _cases(folder):
        content = (folder / case["raw_path"]).read_bytes()
        if case["kind"] == "reply":
            _mark_reply(case, content, marks)
        else:
            _mark_bounce(case, parse_message(content), marks)


def _cases(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "cases.jsonl").open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def _mark_reply(case: dict[str, Any], content: bytes, marks: dict[str, Mark]) -> None:
    strip_signature = case.get("strip_signature", True)
    match case["input"]:
        case "mime":
            reply = parse_message(content, strip_signature=strip_signature).reply
        case "html":
            reply = new_text_from_html(content.decode(), strip_signature=strip_signature)
        case _:
            reply = new_text(content.decode(), strip_signature=strip_signature)
    mark = marks.setdefault("new text as expected", Mark())
    mark.count(case["id"], is_right=is_as_expected(reply, case["expected"]))


def is_as_expected(reply: str, expected: dict[str, Any]) -> bool:
    """Whether a new text is what a case asks for: word for word, or holding and lacking what it names."""
    if "reply" in expected and _bare(reply) != _bare(expected["reply"]):
        return False
    if not reply.startswith(expected.get("starts", "")):
        return False
    wanted, unwanted = expected.get("contains", ()), expected.get("not_contains", ())
    return all(part in reply for part in wanted) and not any(part in reply for part in unwanted)


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _mark_bounce(case: dict[str, Any], mail: ParsedMail, marks: dict[str, Mark]) -> None:
    expected, bounce = case["expected"], mail.bounce
    if expected["is_bounce"] is None:
        return
    if not expected["is_bounce"]:
        marks.setdefault("other mail left alone", Mark()).count(case["id"], is_right=bounce is None)
        return
    marks.setdefault("bounces found", Mark()).count(case["id"], is_right=bounce is not None)
    if bounce is None:
        return
    is_permanent = expected["failure_class"] == "permanent"
    marks.setdefault("permanent or passing", Mark()).count(
        case["id"], is_right=bounce.is_permanent == is_permanent
    )
    named = {address.lower() for address in bounce.recipients}
    wanted = {address.lower() for address in expected["permanent"] + expected["temporary"]}
    marks.setdefault("recipients of bounces", Mark()).count(case["id"], is_right=named == wanted)
