"""Mail to try intake with: sound messages, and the ways in which real ones arrive broken."""

import random
from collections.abc import Callable

Breaking = Callable[[bytes, random.Random], bytes]

_WORDS = ("printer", "invoice", "delivery", "screen", "password", "heating", "order", "bill", "door", "bell")


def sound(number: int) -> bytes:
    """A plain mail of one of a few hundred customers."""
    word = _WORDS[number % len(_WORDS)]
    sender = f"customer{number % 400}@company{number % 60}.example"
    return (
        f"From: Customer {number % 400} <{sender}>\r\nTo: support@rapport.example\r\n"
        f"Subject: The {word} of {number}\r\nMessage-ID: <m{number}@company{number % 60}.example>\r\n"
        f"Date: Mon, 02 Mar 2026 09:{number % 60:02}:00 +0000\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\nthe {word} does not work.\r\n"
    ).encode()


def broken(number: int, *, chance: random.Random) -> bytes:
    """The same, broken in one of the known ways."""
    return chance.choice(BREAKINGS)(sound(number), chance)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def _without_id(raw: bytes, chance: random.Random) -> bytes:
    return b"\r\n".join(line for line in raw.split(b"\r\n") if not line.startswith(b"Message-ID"))


def _without_sender(raw: bytes, chance: random.Random) -> bytes:
    return b"\r\n".join(line for line in raw.split(b"\r\n") if not line.startswith(b"From:"))


def _noise(raw: bytes, chance: random.Random) -> bytes:
    return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 2_000)))


def _bitten(raw: bytes, chance: random.Random) -> bytes:
    bad = bytearray(raw)
    for _ in range(20):
        bad[chance.randrange(len(bad))] = chance.randrange(256)
    return bytes(bad)


def _lost_boundary(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=gone")


def _false_charset(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"utf-8", b"x-nobody-knows") + b"\xff\xfe\x00\x81"


def _endless_header(raw: bytes, chance: random.Random) -> bytes:
    return b"X-Long: " + b"a b " * 5_000 + b"\r\n" + raw


def _empty(raw: bytes, chance: random.Random) -> bytes:
    return b""


BREAKINGS: tuple[Breaking, ...] = (
    _cut, _without_id, _without_sender, _noise, _bitten, _lost_boundary, _false_charset, _endless_header,
    _empty,
)  # fmt: skip
