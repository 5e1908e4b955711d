"""The files of a mail: named, told apart, with exactly the bytes that were sent."""

import mimetypes
import re
from collections.abc import Collection, Iterator

from channels.email.parsing.mail import ParsedAttachment
from channels.email.parsing.repair import split_head
from channels.email.parsing.structure import Part
from channels.email.parsing.transfer import embedded_files
from channels.email.parsing.words import decode_words, header_text

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f]|[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_MAX_NAME = 200
_NAMES = {
    "message/delivery-status": "delivery-status.txt",
    "message/feedback-report": "feedback-report.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/global-delivery-status": "delivery-status.txt",
    "text/rfc822-headers": "headers.txt",
    "text/plain": "document.txt",
    "text/html": "document.html",
    "text/calendar": "invitation.ics",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "encrypted.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
    "application/octet-stream": "file",
    "image/jpeg": "image.jpg",
    "image/jpg": "image.jpg",
    "image/pjpeg": "image.jpg",
    "audio/mpeg": "audio.mp3",
    "video/quicktime": "video.mov",
}


def read_attachments(
    root: Part, *, body_parts: Collection[Part], html: str | None
) -> tuple[ParsedAttachment, ...]:
    """Every part that is not the message's own words, in order, under names that differ from each other."""
    taken: set[str] = set()
    used = {id(part) for part in body_parts}
    result: list[ParsedAttachment] = []
    for part in root.leaves():
        if id(part) in used:
            result += _embedded(part, taken)
        elif not _is_empty_text(part):
            result.append(_read(part, taken, html))
    return tuple(result)


def has_tnef(attachments: Collection[ParsedAttachment]) -> bool:
    """True where a mail hides its files in Outlook's own container (winmail.dat)."""
    return any(
        file.content_type in ("application/ms-tnef", "application/vnd.ms-tnef")
        or file.content.startswith(b"\x78\x9f\x3e\x22")
        for file in attachments
    )


def _is_empty_text(part: Part) -> bool:
    is_named = bool(part.disposition_parameters.get("filename") or part.parameters.get("name"))
    return part.content_type.startswith("text/") and not is_named and not part.content.strip()


def _read(part: Part, taken: set[str], html: str | None) -> ParsedAttachment:
    content = part.content
    identity = part.header("content-id").strip().strip("<>").strip() or None
    is_shown = identity is not None and html is not None and f"cid:{identity}" in html
    return ParsedAttachment(
        filename=_unique(_name(part, content, identity), taken),
        content_type=part.content_type,
        content=content,
        content_id=identity,
        is_inline=is_shown or (part.disposition == "inline" and part.content_type.startswith("image/")),
    )


def _name(part: Part, content: bytes, identity: str | None) -> str:
    given = part.disposition_parameters.get("filename") or part.disposition_parameters.get("name")
    given = given or part.parameters.get("name") or part.parameters.get("filename")
    if given and safe_name(given):
        return safe_name(given)
    location = part.header("content-location").rsplit("/", 1)[-1]
    if location and not location.lower().startswith("cid:"):
        return safe_name(location)
    description = safe_name(decode_words(part.header("content-description")))
    if part.content_type.startswith("message/rfc822") or part.content_type == "message/global":
        return f"{_subject_of(content) or description or 'mail'}.eml"
    if identity and "@" in identity and safe_name(identity.split("@")[0]):
        return safe_name(identity.split("@")[0])
    fallback = _NAMES.get(part.content_type) or _guessed(part.content_type)
    if description:
        ending = fallback.rpartition(".")[2] if "." in fallback else ""
        return f"{description}.{ending}" if ending and not description.endswith(f".{ending}") else description
    return fallback


def _guessed(content_type: str) -> str:
    family = content_type.split("/")[0]
    stem = family if family in ("image", "audio", "video") else "file"
    return f"{stem}{mimetypes.guess_extension(content_type) or ''}"


def _subject_of(content: bytes) -> str:
    headers, _, _ = split_head(content[:200_000], is_whole=True)
    value = next((value for name, value in headers if name == "subject"), b"")
    return safe_name(header_text(value))


def safe_name(name: str) -> str:
    """A file name without folders, control characters and direction marks, at most 200 letters long."""
    bare = _SPACES.sub(" ", _FORBIDDEN.sub("", name.replace("\\", "/"))).strip(" \"'")
    bare = (
        bare.rsplit("/", 1)[-1].strip()
        if "/" in bare and "." in bare.rsplit("/", 1)[-1]
        else bare.replace("/", "-")
    )
    bare = bare.lstrip(".") or bare.replace(".", "")
    if len(bare) <= _MAX_NAME:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return (
        f"{stem[: _MAX_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else bare[:_MAX_NAME]
    )


def _unique(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.partition(".") if not name.startswith(".") else (name, "", "")
    candidate, number = name, 0
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem}{number}{dot}{ending}"
    taken.add(candidate.lower())
    return candidate


def _embedded(part: Part, taken: set[str]) -> Iterator[ParsedAttachment]:
    if part.content_type != "text/plain":
        return
    for name, content, _, _ in embedded_files(part.content):
        filename = _unique(safe_name(name) or "file", taken)
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        yield ParsedAttachment(filename, kind, content)
