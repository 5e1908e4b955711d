"""What counts as right when a labelled mail is read, mark by mark.

A case is a line of `cases.jsonl`: `{"id", "input": "mime" | "text" | "html", "raw_path" or "content" (with
`"encoding": "base64"`), "strip_signature", "expected"}`. `expected` may hold what is to be read (`subject`,
`sender`, `text`, `attachments`, `bounce`, `reply`), what the new text holds, lacks or begins with, and how
many seconds it may take.
"""

import base64
import email
import email.policy
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from channels.contract import Bounce
from channels.email.parsing import ParsedMail, parse_message
from channels.email.reply import new_text, new_text_from_html

Case = dict[str, Any]


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


class Marks(dict[str, Mark]):
    """Every mark by its name, in the order they were first met."""

    def count(self, mark: str, case: Case, *, is_right: bool) -> None:
        """Count one case for one mark."""
        self.setdefault(mark, Mark()).count(str(case["id"]), is_right=is_right)


def measure(folder: Path) -> Marks:
    """Read every case of a folder and mark it."""
    marks = Marks()
    for case in cases_of(folder):
        content = content_of(case, folder)
        if case["input"] == "mime":
            mail = parse_message(content, strip_signature=case.get("strip_signature", True))
            _mark_mail(case, mail, content, marks)
        else:
            _mark_new_text(case, content, marks)
    return marks


def cases_of(folder: Path) -> Iterator[Case]:
    """The labelled cases of a folder."""
    with (folder / "cases.jsonl").open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def content_of(case: Case, folder: Path) -> bytes:
    """The bytes of a case: of its file, or written in its line."""
    if "raw_path" in case:
        return (folder / str(case["raw_path"])).read_bytes()
    content = str(case["content"])
    return base64.b64decode(content) if case.get("encoding") == "base64" else content.encode()


def is_as_expected(reply: str, expected: dict[str, Any]) -> bool:
    """Whether a new text is what a case asks for: word for word, or holding and lacking what it names."""
    if "reply" in expected and _bare(reply) != _bare(expected["reply"]):
        return False
    if not reply.startswith(expected.get("starts", "")):
        return False
    wanted = expected.get("contains", ())
    unwanted = [*expected.get("not_contains", ()), *expected.get("signature_contains", ())]
    return all(part in reply for part in wanted) and not any(part in reply for part in unwanted)


def _mark_new_text(case: Case, content: bytes, marks: Marks) -> None:
    read = new_text_from_html if case["input"] == "html" else new_text
    started = time.perf_counter()
    reply = read(content.decode(), strip_signature=case.get("strip_signature", True))
    seconds = time.perf_counter() - started
    expected = case["expected"]
    if "max_seconds" in expected:
        marks.count("hostile text read in time", case, is_right=seconds <= expected["max_seconds"])
    if expected.keys() - {"max_seconds"}:
        name = case.get("class") or f"new text, {case.get('source', 'others')}"
        marks.count(name, case, is_right=is_as_expected(reply, expected))


def _mark_mail(case: Case, mail: ParsedMail, content: bytes, marks: Marks) -> None:
    expected = case["expected"]
    for name, is_right in _read_right(expected, mail):
        marks.count(name, case, is_right=is_right)
    if "bounce" in expected:
        _mark_bounce(case, mail.bounce, expected["bounce"], marks)
    elif expected.get("is_bounce") is not None:
        _mark_bounce(case, mail.bounce, _labelled_bounce(expected), marks)
    if "raw_path" in case:
        for name, is_same in _agreement(mail, content):
            marks.count(name, case, is_right=is_same)


def _read_right(expected: dict[str, Any], mail: ParsedMail) -> Iterator[tuple[str, bool]]:
    if "subject" in expected:
        yield "subject", mail.subject == expected["subject"]
    if "sender" in expected:
        wanted = expected["sender"]
        has_name = mail.sender.name == wanted.get("name", mail.sender.name)
        yield "sender", mail.sender.address == wanted["email"] and has_name
    if "text" in expected:
        yield "body", _bare(mail.text) == _bare(expected["text"])
    if "reply" in expected:
        yield "new text of whole mails", _bare(mail.reply) == _bare(expected["reply"])
    if "auto_reply" in expected:
        kind = mail.automatic.value if mail.automatic else None
        yield "automatic mail told apart", kind == expected["auto_reply"]
    if "may_auto_respond" in expected:
        yield "answered only where allowed", mail.may_auto_respond == expected["may_auto_respond"]
    if "attachments" in expected:
        yield "attachments", _are_files(expected["attachments"], mail)


def _are_files(wanted: list[dict[str, str]], mail: ParsedMail) -> bool:
    if [one["filename"] for one in wanted] != [file.filename for file in mail.attachments]:
        return False
    for one, file in zip(wanted, mail.attachments, strict=True):
        if "base64" in one and file.content != base64.b64decode(one["base64"]):
            return False
    return True


def _labelled_bounce(expected: dict[str, Any]) -> dict[str, Any] | None:
    if not expected["is_bounce"]:
        return None
    return {
        "permanent": expected["failure_class"] == "permanent",
        "recipients": expected["permanent"] + expected["temporary"],
    }


def _mark_bounce(case: Case, found: Bounce | None, wanted: dict[str, Any] | None, marks: Marks) -> None:
    if wanted is None:
        marks.count("other mail left alone", case, is_right=found is None)
        return
    marks.count("bounces found", case, is_right=found is not None)
    if found is None:
        return
    if "permanent" in wanted:
        marks.count("permanent or passing", case, is_right=found.is_permanent == wanted["permanent"])
    named = {address.lower() for address in found.recipients}
    is_right = named == {address.lower() for address in wanted["recipients"]}
    marks.count("recipients of bounces", case, is_right=is_right)


def _agreement(mail: ParsedMail, content: bytes) -> Iterator[tuple[str, bool]]:
    """Where a set has no labels for them: what an independent reader, Python's own, makes of the headers."""
    other = email.message_from_bytes(content, policy=email.policy.default)
    subject = " ".join(str(other["subject"] or "").split())
    yield "subject as Python reads it", " ".join(mail.subject.split()) == subject
    address = parseaddr(str(other["from"] or ""))[1]
    if "@" in address:
        yield "sender as Python reads it", mail.sender.address == address
    leaves = {_payload(part) for part in other.walk() if not part.is_multipart()}
    sound = [file for file in mail.attachments if file.content_type != "message/rfc822"]
    files = [file for file in sound if not file.content_type.startswith("message/")]
    if files:
        yield "attachments as Python reads them", all(file.content.strip() in leaves for file in files)


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload.strip() if isinstance(payload, bytes) else b""


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
