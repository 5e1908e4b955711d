"""The files of a mail: names, bytes, what is shown inline."""

import base64
import hashlib

import pytest

from channels.email.parsing import ParsedMail, parse_message
from channels.email.parsing.attachments import safe_name

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def mail(*parts: bytes, subtype: str = "mixed") -> ParsedMail:
    head = f"From: ann@lee.example\nContent-Type: multipart/{subtype}; boundary=b\n\n".encode()
    return parse_message(head + b"".join(b"--b\n" + part + b"\n" for part in parts) + b"--b--\n")


def image(headers: str) -> bytes:
    return f"{headers}\nContent-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(PNG)


TEXT = b"Content-Type: text/plain\n\nSee the file."


def test_file_is_kept_byte_for_byte() -> None:
    (file,) = mail(TEXT, image('Content-Type: image/png; name="a.png"')).attachments
    assert file.content == PNG
    assert (file.size, file.md5) == (len(PNG), hashlib.md5(PNG).hexdigest())
    assert file.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (file.filename, file.content_type) == ("a.png", "image/png")


@pytest.mark.parametrize(
    ("headers", "filename"),
    [
        ('Content-Disposition: attachment; filename="a b.pdf"', "a b.pdf"),
        ("Content-Disposition: attachment; filename=a b.pdf", "a b.pdf"),
        ("Content-Disposition: attachment filename=a.pdf", "a.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("Content-Disposition: attachment; filename*=iso-8859-1'de'Gr%FC%DFe.pdf", "Grüße.pdf"),
        ("Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC;\n filename*1*=%C3%9F; filename*2=.md",
         "Grüß.md"),
        ('Content-Disposition: attachment; filename*0="long "; filename*1="name.pdf"', "long name.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?="', "Grüße.pdf"),
        ("Content-Disposition: attachment; filename==?utf-8?b?R3LDvMOfZS5wZGY=?=", "Grüße.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?Gr=C3=BC?=\n =?utf-8?q?n.md?="', "Grün.md"),
        ('Content-Disposition: attachment; filename="Grüße.pdf"', "Grüße.pdf"),
        ('Content-Disposition: attachment; filename="../../etc/passwd.txt"', "passwd.txt"),
        ('Content-Disposition: attachment; filename="C:\\\\files\\\\a.pdf"', "a.pdf"),
        ('Content-Disposition: attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        ('Content-Type: application/pdf; name="a.pdf"', "a.pdf"),
        ("Content-Type: application/pdf\nContent-Description: The plan", "The plan.pdf"),
        ("Content-Type: application/pdf\nContent-ID: <plan@lee.example>", "plan"),
        ("Content-Type: image/jpeg", "image.jpg"),
        ("Content-Type: application/pdf", "file.pdf"),
        ("Content-Disposition: attachment; filename=\"\"\nContent-Type: application/pdf", "file.pdf"),
    ],
)  # fmt: skip
def test_file_names_are_read_or_made(headers: str, filename: str) -> None:
    (file,) = mail(TEXT, image(headers)).attachments
    assert file.filename == filename


def test_names_differ_from_each_other() -> None:
    named = image('Content-Type: image/png; name="a.png"')
    unnamed = image("Content-Type: image/jpeg")
    names = [file.filename for file in mail(TEXT, named, named, unnamed, unnamed).attachments]
    assert names == ["a.png", "a1.png", "image.jpg", "image1.jpg"]


def test_attached_message_is_an_eml_named_by_its_subject_as_it_was_sent() -> None:
    inner = b"From: bo@lee.example\nSubject: =?utf-8?q?Old?= paint\n\nBlue?  \n"
    (file,) = mail(TEXT, b"Content-Type: message/rfc822\n\n" + inner).attachments
    assert file.filename == "Old paint.eml"
    assert file.content == inner


def test_attached_message_in_base64_is_decoded() -> None:
    inner = b"From: bo@lee.example\nSubject: Old paint\n\nBlue?\n"
    part = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(inner)
    (file,) = mail(TEXT, part).attachments
    assert (file.filename, file.content) == ("Old paint.eml", inner)


def test_image_shown_by_the_html_is_inline() -> None:
    html = b'Content-Type: text/html\n\n<p>see <img src="cid:pic@lee.example"></p>'
    shown = image("Content-Type: image/png; name=a.png\nContent-ID: <pic@lee.example>")
    other = image("Content-Type: image/png; name=b.png\nContent-Disposition: attachment")
    first, second = mail(html, shown, other, subtype="related").attachments
    assert (first.content_id, first.is_inline) == ("pic@lee.example", True)
    assert (second.content_id, second.is_inline) == (None, False)


def test_text_file_is_a_file_and_no_words() -> None:
    note = b"Content-Type: text/plain; name=note.txt\nContent-Disposition: attachment\n\nfiled words"
    read = mail(TEXT, note)
    assert read.text == "See the file."
    assert [(file.filename, file.content) for file in read.attachments] == [("note.txt", b"filed words")]


def test_invitation_beside_a_text_is_a_file() -> None:
    invitation = b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"
    read = mail(TEXT, invitation, subtype="alternative")
    assert [file.filename for file in read.attachments] == ["invitation.ics"]


def test_outlook_container_is_noted() -> None:
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f\x3e\x22data"
    read = mail(TEXT, part)
    assert read.attachments[0].filename == "winmail.dat"
    assert "tnef" in read.defects


def test_uuencoded_file_inside_the_text_is_a_file() -> None:
    read = parse_message(b"From: a@b.example\n\nSee:\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n\nBye\n")
    assert [(file.filename, file.content) for file in read.attachments] == [("cat.txt", b"Cat")]
    assert read.text == "See:\n\n\n\nBye"


def test_whole_message_may_be_a_file() -> None:
    head = (
        b"From: a@b.example\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    )
    read = parse_message(head + base64.b64encode(b"%PDF-1.4"))
    assert read.text == ""
    assert [(file.filename, file.content) for file in read.attachments] == [("a.pdf", b"%PDF-1.4")]


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a/b", "a-b"), ("..", ""), ("a\u202egnp.exe", "agnp.exe"), ("x" * 300 + ".pdf", "x" * 196 + ".pdf")],
)
def test_names_are_safe_to_write_to_a_disk(name: str, safe: str) -> None:
    assert safe_name(name) == safe
