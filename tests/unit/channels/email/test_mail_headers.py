"""Headers of whole messages: mended, decoded, addressed, dated."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.contract import Address
from channels.email.parsing import ParsedMail, parse_message


def mail(*lines: str | bytes, body: bytes = b"Hello\n") -> ParsedMail:
    encoded = [line.encode() if isinstance(line, str) else line for line in lines]
    return parse_message(b"\n".join([*encoded, b"", body]))


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("Subject: Plain", "Plain"),
        ("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Subject: =?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("Subject: =?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        ("Subject: =?utf-8?q?a?=\n =?utf-8?q?b?= c", "ab c"),
        ("Subject: =?utf-8?q?a_b?= and =?iso-8859-1?q?=E9?=", "a b and é"),
        ("Subject: =?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("Subject: =?unheard-of?q?caf=E9?=", "café"),
        ("Subject: =?utf-8?q?caf=E9?=", "café"),
        ("Subject: =?utf-8?q?two words?=", "two words"),
        ("Subject: =?utf-8?q?never_closed", "never closed"),
        ("Subject: =?utf-8?b?R3LDvMOfZQ=?=", "Grüße"),
        ("Subject: =?utf-8?q?one?==?utf-8?q?two?=", "onetwo"),
        ("Subject: 1 =? 2 ?= 3", "1 =? 2 ?= 3"),
        ("Subject : spaced colon", "spaced colon"),
        ("subject:no space", "no space"),
        (b"Subject: Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Subject: Gr\xfc\xdfe", "Grüße"),
        ("Subject: long\n line", "long line"),
        ("Subject: long\n\tline", "long line"),
        ("Subject: nul\x00byte", "nulbyte"),
    ],
)
def test_subject_is_decoded(header: str | bytes, subject: str) -> None:
    assert mail("From: a@b.example", header).subject == subject


@pytest.mark.parametrize(
    ("header", "address", "name"),
    [
        ("From: ann@lee.example", "ann@lee.example", ""),
        ("From: Ann Lee <ann@lee.example>", "ann@lee.example", "Ann Lee"),
        ('From: "Lee, Ann" <ann@lee.example>', "ann@lee.example", "Lee, Ann"),
        ("From: Lee, Ann <ann@lee.example>", "ann@lee.example", "Lee, Ann"),
        ("From: ann@lee.example (Ann Lee)", "ann@lee.example", "Ann Lee"),
        ("From: =?utf-8?q?=C3=84nn?= Lee <ann@lee.example>", "ann@lee.example", "Änn Lee"),
        ('From: "=?utf-8?q?=C3=84nn?=" <ann@lee.example>', "ann@lee.example", "Änn"),
        ("From: =?utf-8?q?Lee=2C_Ann?= <ann@lee.example>", "ann@lee.example", "Lee, Ann"),
        (b"From: \xc4nn <ann@lee.example>", "ann@lee.example", "Änn"),
        ("From: \"'Ann Lee'\" <ann@lee.example>", "ann@lee.example", "Ann Lee"),
        ("From: Ann Lee <ann@lee.example", "ann@lee.example", "Ann Lee"),
        ("From: Ann Lee ann@lee.example", "ann@lee.example", "Ann Lee"),
        ("From: <mailto:ann@lee.example>", "ann@lee.example", ""),
        ("From: Ann <ann@lee.example> <ann@lee.example>", "ann@lee.example", "Ann"),
        ('From: "ann@lee.example" <ann@lee.example>', "ann@lee.example", "ann@lee.example"),
        ("From: Ann \"Annie\" Lee <ann@lee.example>", "ann@lee.example", "Ann Annie Lee"),
        ("From: =?utf-8?b?w4Rubg==?= =?utf-8?b?IExlZQ==?= <ann@lee.example>", "ann@lee.example", "Änn Lee"),
        ('From: "Half open <ann@lee.example>', "ann@lee.example", "Half open"),
        ("From: MAILER-DAEMON (Mail System)", "MAILER-DAEMON", "Mail System"),
        ("From: o'neil@lee.example", "o'neil@lee.example", ""),
        ("From: bo@lee.example, ann@lee.example", "bo@lee.example", ""),
    ],
)  # fmt: skip
def test_sender_is_read(header: str | bytes, address: str, name: str) -> None:
    assert mail(header).sender == Address(address, name)


@pytest.mark.parametrize(
    "headers",
    [
        ("Reply-To: Ann <ann@lee.example>",),
        ("From:", "Reply-To: Ann <ann@lee.example>"),
        ("From: <>", "Reply-To: Ann <ann@lee.example>"),
        ("From: nobody", "Reply-To: Ann <ann@lee.example>"),
        ("From: Ann <ann@lee.example>", "From: Other <other@lee.example>"),
        ("From: broken", "From: Ann <ann@lee.example>"),
        ("Sender: Ann <ann@lee.example>",),
    ],
)
def test_sender_is_the_first_header_with_an_address(headers: tuple[str, ...]) -> None:
    assert mail(*headers).sender == Address("ann@lee.example", "Ann")


def test_recipients_of_groups_and_lists() -> None:
    read = mail(
        "From: a@b.example",
        'To: Team: Ann <ann@lee.example>, bo@lee.example;, "Cy; D" <cy@lee.example>',
        "To: second@lee.example",
        "Cc: undisclosed-recipients:;",
    )
    assert [address.address for address in read.to] == [
        "ann@lee.example", "bo@lee.example", "cy@lee.example", "second@lee.example",
    ]  # fmt: skip
    assert read.to[2].name == "Cy; D"
    assert read.cc == ()
    assert read.recipients == read.to


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Mon, 2 Nov 2026 10:14:00 +0100", datetime(2026, 11, 2, 9, 14, tzinfo=UTC)),
        ("2 Nov 2026 10:14 GMT", datetime(2026, 11, 2, 10, 14, tzinfo=UTC)),
        ("Mon, 2 Nov 2026 10:14:00 +0000 (Greenwich (mean))", datetime(2026, 11, 2, 10, 14, tzinfo=UTC)),
        ("2026-11-02T10:14:00Z", datetime(2026, 11, 2, 10, 14, tzinfo=UTC)),
        ("2026-11-02 10:14:00", datetime(2026, 11, 2, 10, 14, tzinfo=UTC)),
        ("Monday, November 2, 2026 10:14 AM", datetime(2026, 11, 2, 10, 14, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Nov 2026 10:14:00 +0100", None),
        ("", None),
    ],
)
def test_date_is_a_moment_with_a_zone(value: str, moment: datetime | None) -> None:
    read = mail("From: a@b.example", f"Date: {value}").date
    assert read == moment
    assert read is None or read.utcoffset() is not None


def test_date_falls_back_to_the_receiving_server() -> None:
    read = mail("Received: from a by b; Mon, 2 Nov 2026 10:14:00 +0200", "Date: soon")
    assert read.date == datetime(2026, 11, 2, 8, 14, tzinfo=UTC)
    assert read.date is not None
    assert read.date.utcoffset() == timedelta(hours=2)


BROKEN = {
    "mbox line": b"From x@lee.example Mon Nov 2\nFrom: ann@lee.example\nSubject: Paint\n\nHello\n",
    "quoted mbox line": b">From x@lee.example Mon Nov 2\nFrom: ann@lee.example\nSubject: Paint\n\nHello\n",
    "blank lines first": b"\r\n\r\nFrom: ann@lee.example\r\nSubject: Paint\r\n\r\nHello\r\n",
    "byte order mark": b"\xef\xbb\xbfFrom: ann@lee.example\nSubject: Paint\n\nHello\n",
    "scrambled first line": b"x9f#ived from somewhere\nFrom: ann@lee.example\nSubject: Paint\n\nHello\n",
    "protocol greeting": b"+OK 312 octets\r\nFrom: ann@lee.example\r\nSubject: Paint\r\n\r\nHello\r\n",
    "bare carriage returns": b"From: ann@lee.example\rSubject: Paint\r\rHello\r",
    "doubled carriage returns": b"From: ann@lee.example\r\r\nSubject: Paint\r\r\n\r\r\nHello\r\r\n",
    "mbox line among headers": b"Received: x\nFrom x@y Mon\nFrom: ann@lee.example\nSubject: Paint\n\nHello\n",
    "unindented fold": b"From: ann@lee.example\nReceived: from a\nby b; then\nSubject: Paint\n\nHello\n",
    "blank of spaces": b"From: ann@lee.example\nSubject: Paint\n  \nHello\n",
    "no blank line": b"From: ann@lee.example\nSubject: Paint\nHello\n",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
def test_broken_heads_are_mended(raw: bytes) -> None:
    read = parse_message(raw)
    assert (read.sender.address, read.subject, read.text.strip()) == ("ann@lee.example", "Paint", "Hello")


def test_unindented_encoded_word_belongs_to_its_header() -> None:
    read = mail("From: a@b.example", "Subject: =?utf-8?q?one?=", "=?utf-8?q?two?=", "To: c@d.example")
    assert read.subject == "onetwo"
    assert [address.address for address in read.to] == ["c@d.example"]


def test_message_ids_stand_without_brackets_nearest_last() -> None:
    read = mail(
        "Message-ID: <1@a.example> (made by x)",
        "In-Reply-To: Your message <0@b.example> of Monday",
        "References: <r1@b.example><r2@b.example>\n <r3@\n b.example> <r1@b.example>",
    )
    assert read.message_id == "1@a.example"
    assert read.in_reply_to == "0@b.example"
    assert read.references == ("r1@b.example", "r2@b.example", "r3@b.example")


def test_body_character_set_does_not_touch_plain_headers() -> None:
    read = mail("From: a@b.example", "Subject: 1+1-2", "Content-Type: text/plain; charset=utf-7")
    assert read.subject == "1+1-2"


def test_raw_letters_of_a_header_follow_the_body() -> None:
    subject = "Subject: Привет".encode("cp1251")
    assert mail("From: a@b.example", subject, "Content-Type: text/plain; charset=cp1251").subject == "Привет"


def test_header_values_stay_available_by_name() -> None:
    read = mail("X-Thing: one", "x-thing: =?utf-8?q?zw=C3=B6lf?=", "Authentication-Results: mx; dmarc=pass")
    assert read.headers["x-thing"] == ("one", "zwölf")
    assert read.authentication_results == ("mx; dmarc=pass",)


def test_raw_letters_in_headers_are_of_the_set_the_text_declares_unless_they_are_utf8() -> None:
    body = (
        b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Type: text/plain; charset=windows-1251\n\nx\n--b--\n"
    )
    legacy = parse_message(b"From: a@lee.example\nSubject: " + "Привет".encode("cp1251") + body)
    modern = parse_message(b"From: a@lee.example\nSubject: " + "Привет".encode() + body)
    assert (legacy.subject, modern.subject) == ("Привет", "Привет")


def test_a_quoted_local_part_keeps_its_quotes() -> None:
    mail = parse_message(b'From: "System Administrator"@lee.example\n\nx')
    assert mail.sender.address == '"System Administrator"@lee.example'
