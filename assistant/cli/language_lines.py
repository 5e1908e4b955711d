"""The lines of the language contract: what `rapport understand --jsonl` reads and writes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.errors import RapportError
from nlp.personas import PERSONAS
from nlp.understanding import Act, Persona, Understanding, Utterance
from nlp.values import slots_to_wire

_READ_BYTES = 1 << 16
_EARLIEST, _LATEST = 1900, 2200


class BadLine(RapportError):
    """A line that is not an utterance; `id` is the line's own where it has one."""

    code = "bad_line"

    def __init__(self, message: str, *, id: object = None) -> None:
        super().__init__(message)
        self.id = id


@dataclass(frozen=True, slots=True)
class Asked:
    """One utterance to read, and the id to answer under."""

    id: object
    utterance: Utterance


def available_lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """All complete lines there are at the moment, again and again: waits only where there is none."""
    read = getattr(stream, "read1", stream.read)
    rest = b""
    while chunk := read(_READ_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]


def parse_line(line: bytes, *, persona: Persona | None, now: datetime) -> Asked:
    """Read one line of the contract; raises `BadLine`. `persona` and `now` stand in where it has none."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"This line is not JSON ({error}).") from error
    if not isinstance(content, dict):
        raise BadLine("This line is not a JSON object.")
    try:
        return Asked(content.get("id"), _utterance(content, persona=persona, now=now))
    except BadLine as error:
        error.id = content.get("id")
        raise


def utterance_of(
    *,
    text: str,
    persona: Persona,
    now: datetime,
    tz: str = "UTC",
    channel: str = "slack",
    subject: str | None = None,
) -> Utterance:
    """Make an utterance; of e-mail only the new text counts. Raises `BadLine` for a zone nobody knows."""
    zone = _zone(tz)
    moment = now if now.tzinfo is not None else now.replace(tzinfo=zone)
    if channel == "email":
        from channels.email.reply import new_text

        text = new_text(text)
    return Utterance(text=text, persona=persona, now=moment, tz=tz, channel=channel, subject=subject)


def answer(asked: Asked, read: Understanding) -> dict[str, object]:
    """The output line of one utterance."""
    line: dict[str, object] = {"id": asked.id, "acts": [_act(act) for act in read.acts]}
    if asked.utterance.persona == "customer":
        line["priority"] = read.priority
        line["sentiment"] = read.sentiment
    line["language"] = read.language
    return line


def to_json(line: Mapping[str, object]) -> bytes:
    """One line of UTF-8 JSON; lone surrogates stay escaped, as they came."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _act(act: Act) -> dict[str, object]:
    return {
        "intent": act.intent,
        "confidence": round(act.confidence, 4),
        "slots": slots_to_wire(act.slots),
    }


def _utterance(content: Mapping[str, object], *, persona: Persona | None, now: datetime) -> Utterance:
    said_persona = content.get("persona", persona)
    if said_persona not in PERSONAS:
        raise BadLine(f"The persona must be one of {', '.join(PERSONAS)}, not {said_persona!r}.")
    text = content.get("text")
    if not isinstance(text, str):
        raise BadLine('The line has no text: give the words as a string under "text".')
    return utterance_of(
        text=text,
        persona=said_persona,
        now=_moment(content["now"]) if "now" in content else now,
        tz=_string(content, "tz") or "UTC",
        channel=_string(content, "channel") or "slack",
        subject=_string(content, "subject"),
    )


def _string(content: Mapping[str, object], name: str) -> str | None:
    value = content.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f'"{name}" must be a string, not {value!r}.')
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(cast(str, value))
    except (TypeError, ValueError) as error:
        raise BadLine(
            f'"now" must be an ISO 8601 time such as 2026-03-04T10:00:00-05:00, not {value!r}.'
        ) from error
    if not _EARLIEST <= moment.year <= _LATEST:
        raise BadLine(f'"now" must lie between {_EARLIEST} and {_LATEST}, not in {moment.year}.')
    return moment


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadLine(f'"tz" must be an IANA time zone such as Europe/Madrid, not {name!r}.') from error
