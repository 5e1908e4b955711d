"""Reading is total: whatever the bytes are, an answer comes back, and soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.parsing import ParsedMail, parse_message
from channels.email.reply import new_text, new_text_from_html

SEED = (
    b"From: =?utf-8?q?=C3=84nn?= <ann@lee.example>\nTo: Team: bo@x.example;\nSubject: =?utf-8?b?R3I=?= x\n"
    b"Date: Mon, 2 Nov 2026 10:14:00 +0100\nReferences: <a@b> <c@d>\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="b1"\n\npreamble\n--b1\n'
    b"Content-Type: multipart/alternative; boundary=b2\n\n--b2\n"
    b"Content-Type: text/plain; charset=utf-8; format=flowed\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nHi =C3=84nn,\n\nOn 2 Nov 2026, Bo wrote:\n> old\n"
    b"--b2\nContent-Type: text/html; charset=latin1\n\n<p>Hi<blockquote type=cite>old</blockquote>\n--b2--\n"
    b"--b1\nContent-Type: image/png; name*0*=utf-8''%41; name*1=b.png\n"
    b"Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
    b"--b1\nContent-Type: message/rfc822\n\nSubject: in\n\nbegin 644 a\n#0V%T\n`\nend\n"
    b"--b1\nContent-Type: message/delivery-status\n\n"
    b"Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n--b1--\n"
)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert isinstance(parse_message(raw), ParsedMail)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 40), st.binary(max_size=6)), max_size=8)
)
def test_damaged_messages_are_read(cuts: list[tuple[int, int, bytes]]) -> None:
    raw = SEED
    for position, length, replacement in cuts:
        raw = raw[:position] + replacement + raw[position + length :]
    assert isinstance(parse_message(raw), ParsedMail)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("> \n\tOn wrote:<@>-_*From|Sent2026/.,a\u202b\u00a0é:"), max_size=300)
)
def test_any_text_has_a_new_text(text: str) -> None:
    assert new_text(text).strip() == new_text(text)
    new_text_from_html(text)


HOSTILE = {
    "header without end": b"From: " + b"a" * 1_000_000,
    "many headers": b"X-A: b\n" * 100_000 + b"\nHi",
    "deep parts": b"".join(b"Content-Type: multipart/x; boundary=%d\n\n--%d\n" % (n, n) for n in range(999)),
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
    "many addresses": b"To: " + b"a@b.example, " * 100_000 + b"\n\nHi",
    "open brackets": b"From: " + b"<" * 50_000 + b"\n\nHi",
    "open quotes": b'To: ' + b'"' * 50_001 + b"\n\nHi",
    "comments": b"From: " + b"(" * 50_000 + b"\n\nHi",
    "encoded words": b"Subject: " + b"=?utf-8?q?" * 10_000 + b"\n\nHi",
    "question marks": b"Subject: =?utf-8?q?" + b"?" * 50_000 + b"\n\nHi",
    "parameters": b"Content-Type: text/plain" + b"; a" * 50_000 + b"\n\nHi",
    "quoted parameters": b'Content-Type: text/plain; name="' + b"\\" * 50_001 + b"\n\nHi",
    "spaces in parameters": b"Content-Type: text/plain;" + b" " * 50_000 + b"x\n\nHi",
    "references": b"References: " + b"<a@b" * 30_000 + b"\n\nHi",
    "deep html": b"Content-Type: text/html\n\n" + b"<div>" * 50_000 + b"deep words",
    "many blockquotes": b"Content-Type: text/html\n\n" + b"<blockquote>a" * 3_000,
    "wide html": b"Content-Type: text/html\n\n" + b"<p>a</p>" * 20_000,
    "wide margins": b"Content-Type: text/html\n\n<p style='margin-top:9999999em;padding-left:9999px'>a</p>",
    "wide tables": b"Content-Type: text/html\n\n<table>" + b"<td>a</td>" * 40_000,
    "nested tables": b"Content-Type: text/html\n\n" + b"<table><tr><td>a</td><td>" * 150,
    "open declarations": b"Content-Type: text/html\n\n" + b"<![if " * 30_000,
    "open comments in a date": b"Date: " + b"(" * 50_000 + b"\n\nHi",
    "broken tags": b"Content-Type: text/html\n\n" + b"<a <" * 50_000,
    "comments in html": b"Content-Type: text/html\n\n" + b"<!-- " * 50_000,
    "attribution starts": b"\n\n" + b"On Mon, \n" * 30_000,
    "attribution ends": b"\n\n" + b"2026 wrote:\n" * 20_000,
    "header lines": b"\n\n" + b"From: a@b.example\n" * 20_000,
    "long line": b"\n\n" + b"On 2026 " * 100_000 + b"wrote:",
    "device lines": b"\n\nhi\n" + b"sent from my " * 20_000,
    "addresses in a bounce": b"From: mailer-daemon@x\nSubject: Undeliverable\n\n" + b"a@b.c " * 50_000,
    "spaces": b"From: a@b.example\n\n" + b" " * 1_000_000,
    "uuencode": b"From: a@b.example\n\n" + b"begin 644 a\n" * 20_000 + b"end\n",
    "base64": b"Content-Transfer-Encoding: base64\n\n" + b"=" * 500_000,
    "nul": b"\x00" * 500_000,
}  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_messages_take_no_longer_than_their_length(raw: bytes) -> None:
    started = time.process_time()
    read = parse_message(raw)
    assert isinstance(read, ParsedMail)
    assert time.process_time() - started < 15


def test_deep_html_keeps_its_words() -> None:
    assert "deep words" in parse_message(HOSTILE["deep html"]).text
