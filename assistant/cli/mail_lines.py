"""The line contract of `rapport mail parse --jsonl`: a JSON object in, a JSON object out, in order."""

import base64
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, TypeAlias

import orjson

from channels.contract import Address, Bounce
from channels.email.parsing import ParsedAttachment, ParsedMail, parse_message
from channels.email.parsing.charsets import decode_text
from channels.email.reply import new_text, new_text_from_html
from channels.email.reply.rendering import text_from_html

Wire: TypeAlias = dict[str, object]

_NO_MAIL: Wire = {
    "subject": "",
    "sender": {"email": "", "name": ""},
    "attachments": [],
    "bounce": None,
    "auto_reply": None,
    "may_auto_respond": False,
    "message_id": "",
    "in_reply_to": "",
    "references": [],
}


def answer_lines(lines: Iterable[bytes], output: BinaryIO) -> None:
    """Answer each line of `lines` on `output`; blank lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            output.write(_dump(answer(line, number=number)) + b"\n")
            output.flush()


def answer(line: bytes, *, number: int) -> Wire:
    """What one line of the contract is answered with; `id` falls back to the line's number."""
    identity: object = number
    try:
        request = orjson.loads(line)
        if not isinstance(request, dict):
            raise TypeError("A line must be a JSON object.")
        identity = request.get("id", number)
        return {"id": identity, **_read(request)}
    except Exception as error:  # noqa: BLE001 - one bad line must not end the run of a thousand
        return {"id": identity, "error": f"{type(error).__name__}: {error}"}


def describe_file(path: Path | None, *, strip_signature: bool) -> bytes:
    """A message file (standard input for None) as readable JSON."""
    raw = sys.stdin.buffer.read() if path is None else path.read_bytes()
    told = mail_to_wire(parse_message(raw, strip_signature=strip_signature))
    return _dump({"file": str(path) if path else None, **told}, is_indented=True) + b"\n"


def _read(request: Wire) -> Wire:
    content = _content(request)
    strip_signature = request.get("strip_signature", True) is not False
    match request.get("input", "mime"):
        case "mime":
            return mail_to_wire(parse_message(content, strip_signature=strip_signature))
        case "text":
            text = decode_text(content)
            return {**_NO_MAIL, "text": text, "reply": new_text(text, strip_signature=strip_signature)}
        case "html":
            page = decode_text(content)
            reply = new_text_from_html(page, strip_signature=strip_signature)
            return {**_NO_MAIL, "text": text_from_html(page), "reply": reply}
        case other:
            raise ValueError(f"`input` must be mime, text or html, not {other!r}.")


def _content(request: Wire) -> bytes:
    path, content = request.get("path"), request.get("content")
    if isinstance(path, str):
        return Path(path).read_bytes()
    if not isinstance(content, str):
        raise ValueError("A line needs `path` or `content`.")
    if request.get("encoding") == "base64":
        return base64.b64decode(content)
    return content.encode("utf-8", "surrogateescape")


def mail_to_wire(mail: ParsedMail) -> Wire:
    """A mail in the form of the contract."""
    return {
        "subject": mail.subject,
        "sender": _address(mail.sender),
        "reply_to": [_address(address) for address in mail.reply_to],
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply,
        "attachments": [_attachment(file) for file in mail.attachments],
        "bounce": _bounce(mail.bounce) if mail.bounce else None,
        "auto_reply": mail.automatic.value if mail.automatic else None,
        "may_auto_respond": mail.may_auto_respond,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "defects": list(mail.defects),
    }


def _address(address: Address) -> Wire:
    return {"email": address.address, "name": address.name}


def _attachment(file: ParsedAttachment) -> Wire:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "md5": file.md5,
        "sha256": file.sha256,
        "content_id": file.content_id,
        "is_inline": file.is_inline,
    }


def _bounce(bounce: Bounce) -> Wire:
    return {
        "permanent": bounce.is_permanent,
        "recipients": list(bounce.recipients),
        "status": bounce.status,
        "original_message_id": bounce.original_message_id,
    }


def _dump(told: Wire, *, is_indented: bool = False) -> bytes:
    option = orjson.OPT_INDENT_2 if is_indented else 0
    try:
        return orjson.dumps(told, option=option)
    except TypeError:
        # A lone surrogate cannot be written as UTF-8.
        return orjson.dumps(_without_surrogates(told), option=option)


def _without_surrogates(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {key: _without_surrogates(inner) for key, inner in value.items()}
        case list():
            return [_without_surrogates(inner) for inner in value]
        case _:
            return value
