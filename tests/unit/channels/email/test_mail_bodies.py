"""The words of a message, whatever wraps them."""

import base64

import pytest

from channels.email.parsing import ParsedMail, parse_message

HEAD = b"From: ann@lee.example\nSubject: Paint\nMIME-Version: 1.0\n"


def mail(content_type: str, body: bytes, *, encoding: str = "8bit") -> ParsedMail:
    kind = f"Content-Type: {content_type}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    return parse_message(HEAD + kind + body)


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("iso-8859-1", "“Grüße” – 5 €".encode("cp1252"), "“Grüße” – 5 €"),
        ("iso-8859-1", "Grüße".encode(), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("us-ascii", "Grüße".encode("latin-1"), "Grüße"),
        ("utf-8", "Grüße".encode("latin-1"), "Grüße"),
        ("utf8", "Grüße".encode(), "Grüße"),
        ("iso-8859-15", "5 €".encode("iso-8859-15"), "5 €"),
        ("windows-1251", "Привет".encode("cp1251"), "Привет"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("gb2312", "你好，镕".encode("gb18030"), "你好，镕"),
        ("big5", "你好".encode("big5"), "你好"),
        ("shift_jis", "こんにちは①".encode("cp932"), "こんにちは①"),
        ("iso-2022-jp", "こんにちは".encode("iso2022_jp"), "こんにちは"),
        ("ks_c_5601-1987", "안녕하세요".encode("cp949"), "안녕하세요"),
        ("windows-874", "สวัสดี".encode("cp874"), "สวัสดี"),
        ("iso-8859-8-i", "שלום".encode("iso-8859-8"), "שלום"),
        ("utf-7", b"Gr+APwA3w-e", "Grüße"),
        ("utf-16", "Grüße".encode("utf-16"), "Grüße"),
        ("unknown-8bit", "Grüße".encode(), "Grüße"),
        ("x-unheard-of", "Grüße".encode("latin-1"), "Grüße"),
        ("hex", b"4142", "4142"),
        ("", "Grüße".encode("latin-1"), "Grüße"),
        ('"utf-8"', "Grüße".encode(), "Grüße"),
        ("utf-8; x=", "Grüße".encode(), "Grüße"),
    ],
)
def test_text_is_decoded_by_what_it_is(charset: str, body: bytes, text: str) -> None:
    if charset == "utf-7":
        text = body.decode("utf-7")
    assert mail(f"text/plain; charset={charset}", body).text == text


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.b64encode(b"Hello paint")),
        ("BASE64", base64.b64encode(b"Hello paint") + b"\n\n-- \nlist footer\n"),
        ("base64", base64.b64encode(b"Hello paint").rstrip(b"=")),
        ("base64", b"SGVs bG8g\ncGF!pbnQ="),
        ("base64", b"Hello paint"),
        ("quoted-printable", b"Hello=20pai=\nnt"),
        ("quoted-printable", b"Hello=20pai=  \r\nnt"),
        ("Quoted-Printable (comment)", b"Hello=20paint"),
        ("7bit", b"Hello paint"),
        ("no-such-encoding", b"Hello paint"),
        ("x-uuencode", b"begin 644 a.txt\n+2&5L;&\\@<&%I;G0 \n`\nend\n"),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, body: bytes) -> None:
    assert mail("text/plain; charset=utf-8", body, encoding=encoding).text.strip() == "Hello paint"


def test_broken_quoted_printable_keeps_what_is_not_encoded() -> None:
    assert (
        mail("text/plain; charset=utf-8", b"50=% of =C3=BC", encoding="quoted-printable").text == "50=% of ü"
    )


def test_flowed_lines_are_joined_and_quotes_stay() -> None:
    body = b"One line that \ngoes on.\n> quoted \n> more\n Stuffed\n-- \nAnn"
    read = mail("text/plain; charset=utf-8; format=flowed", body)
    assert read.text == "One line that goes on.\n> quoted \n> more\nStuffed\n-- \nAnn"


def test_flowed_lines_of_languages_without_blanks() -> None:
    read = mail("text/plain; charset=utf-8; format=flowed; delsp=yes", "日本 \n語".encode())
    assert read.text == "日本語"


ALTERNATIVE = (
    b"--b\nContent-Type: text/plain; charset=utf-8\n\nplain words\n"
    b"--b\nContent-Type: text/html; charset=utf-8\n\n<p>rich <b>words</b></p>\n--b--\n"
)


def test_alternative_gives_text_and_html() -> None:
    read = mail("multipart/alternative; boundary=b", ALTERNATIVE)
    assert read.text == "plain words"
    assert read.html is not None
    assert "<b>words</b>" in read.html
    assert read.attachments == ()


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/alternative boundary="b"',
        "multipart/alternative;boundary=b; charset=utf-8",
        'multipart/alternative; charset="utf-8" boundary="b"',
        'multipart/alternative;\nboundary="b"',
        "multipart/alternative",
        'multipart/alternative; boundary="wrong"',
    ],
)
def test_boundaries_are_found_where_the_header_is_broken(content_type: str) -> None:
    assert mail(content_type, ALTERNATIVE).text == "plain words"


def test_unclosed_multipart_is_read_to_its_end() -> None:
    assert mail("multipart/mixed; boundary=b", b"--b\nContent-Type: text/plain\n\nwords").text == "words"


def test_preamble_is_no_text() -> None:
    body = b"This is a multi-part message.\n\n--b\nContent-Type: text/plain\n\nwords\n--b--\nepilogue"
    assert mail("multipart/mixed; boundary=b", body).text == "words"


def test_html_alone_becomes_text() -> None:
    head = b"<html><head><title>t</title><style>p{}</style></head>"
    page = head + b"<body><p>One</p><p>Two<br>three</p></body></html>"
    assert mail("text/html; charset=utf-8", page).text == "One\n\nTwo\nthree"


def test_hidden_html_is_no_text() -> None:
    assert (
        mail("text/html", b"<div style='DISPLAY:none'>teaser</div><p style='color:red'>One</p>").text == "One"
    )


def test_html_declares_its_own_character_set() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Привет</body></html>'.encode("cp1251")
    assert mail("text/html", page).text == "Привет"


def test_page_declared_as_plain_text_is_read_as_a_page() -> None:
    assert mail("text/plain", b"<html><body><p>One</p></body></html>").text == "One"


def test_empty_text_beside_html_gives_way() -> None:
    body = b"--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>rich words</p>\n--b--\n"
    assert mail("multipart/alternative; boundary=b", body).text == "rich words"


def test_placeholder_text_beside_html_gives_way() -> None:
    body = (
        b"--b\nContent-Type: text/plain\n\nYour mail program cannot display HTML.\n"
        b"--b\nContent-Type: text/html\n\n<p>" + b"rich words and more of them, " * 20 + b"</p>\n--b--\n"
    )
    assert mail("multipart/alternative; boundary=b", body).text.startswith("rich words")


def test_texts_of_a_mixed_message_follow_each_other() -> None:
    body = b"--b\nContent-Type: text/plain\n\none\n--b\nContent-Type: text/plain\n\ntwo\n--b--\n"
    assert mail("multipart/mixed; boundary=b", body).text == "one\ntwo"


def test_pages_with_a_file_between_them_are_all_kept() -> None:
    page = b"--m\nContent-Type: text/html\n\n<p>%s words of a page</p>\n"
    mixed = (
        page % b"first"
        + b"--m\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n"
        + page % b"last"
        + b"--m--\n"
    )
    body = (
        b"--b\nContent-Type: text/plain\n\nfirst and last words\n"
        b"--b\nContent-Type: multipart/mixed; boundary=m\n\n" + mixed + b"--b--\n"
    )
    read = mail("multipart/alternative; boundary=b", body)
    assert read.text == "first and last words"
    assert read.html is not None
    assert "first words of a page" in read.html
    assert "last words of a page" in read.html
    assert [file.filename for file in read.attachments] == ["a.pdf"]


def test_stub_beside_a_long_page_gives_way() -> None:
    page = b"<p>" + b"many words of the letter, " * 100 + b"</p>"
    body = (
        b"--b\nContent-Type: text/plain\n\nRead online.\n--b\nContent-Type: text/html\n\n"
        + page
        + b"\n--b--\n"
    )
    assert mail("multipart/alternative; boundary=b", body).text.startswith("many words")


def test_nested_alternative_inside_related_inside_mixed() -> None:
    inner = b"--i\nContent-Type: multipart/alternative; boundary=b\n\n" + ALTERNATIVE + b"\n--i--\n"
    body = b"--o\nContent-Type: multipart/related; boundary=i\n\n" + inner + b"--o--\n"
    assert mail("multipart/mixed; boundary=o", body).text == "plain words"


def test_html_is_made_safe() -> None:
    page = (
        b"<p onclick=x>hi<script>alert(1)</script><img src='http://t.example/p.gif'><img src='cid:1@x'>"
        b"<a href='javascript:x'>a</a><a href='https://x.example'>b</a><form action=x><input></form>"
    )
    html = mail("text/html", page).html or ""
    assert "script" not in html
    assert "onclick" not in html
    assert "t.example" not in html
    assert "cid:1@x" in html
    assert "<form" not in html
    assert 'rel="noopener' in html


def test_new_text_is_read_from_html_where_the_text_does_not_mark_quotes() -> None:
    body = (
        b"--b\nContent-Type: text/plain\n\nBlue.\n\nWhich colour do you want?\n"
        b"--b\nContent-Type: text/html\n\n<p>Blue.</p>"
        b"<blockquote type=cite>Which colour do you want?</blockquote>\n"
        b"--b--\n"
    )
    read = mail("multipart/alternative; boundary=b", body)
    assert read.reply == "Blue."
    assert "Which colour" in read.text


def test_scant_reply_is_said_to_be_scant() -> None:
    read = mail("text/plain", b"Ok\n\nOn 2 Nov 2026, Bo wrote:\n" + b"> many old words\n" * 20)
    assert read.reply == "Ok"
    assert read.is_reply_scant
