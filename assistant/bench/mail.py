"""`rapport bench mail`: how much mail is read right, and how fast.

The marks come from labelled messages: those of `tests/data/mail`, and any folder with a `cases.jsonl` of the
form `assistant.bench.mail_marks` names.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from assistant.bench.mail_marks import Marks, measure
from channels.email.parsing import parse_message

_OWN = Path("tests") / "data" / "mail"
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


def run(options: argparse.Namespace) -> int:
    """Measure and print a table for each set; exit code 1 where a named folder has no cases."""
    named: Path | None = getattr(options, "cases", None)
    folders = [folder for folder in ([named] if named else [_SHARED, _OWN]) if _has_cases(folder)]
    if named and not folders:
        sys.stderr.write(f"rapport: {named} has no cases.jsonl.\n")
        return 1
    sets = {str(folder): measure(folder) for folder in folders}
    speed = messages_per_second()
    if getattr(options, "json", False):
        told = {folder: _as_json(marks) for folder, marks in sets.items()}
        _say(json.dumps({"sets": told, "messages_per_second": round(speed)}, ensure_ascii=False))
        return 0
    for folder, marks in sets.items():
        _say(f"{folder}:")
        _print(marks)
    _say(f"{'plain messages a second':<38} {speed:>5.0f}")
    return 0


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


def _has_cases(folder: Path) -> bool:
    return (folder / "cases.jsonl").exists()


def _as_json(marks: Marks) -> dict[str, object]:
    return {name: {"right": mark.right, "of": mark.of, "missed": mark.missed} for name, mark in marks.items()}


def _print(marks: Marks) -> None:
    for name, mark in sorted(marks.items()):
        _say(f"  {name:<36} {mark.right:>5} of {mark.of:<5} {mark.right / mark.of:>7.1%}")
        for missed in mark.missed:
            _say(f"      missed: {missed}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
