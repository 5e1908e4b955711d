"""Mail server URLs."""

import pytest

from channels.email.addresses import MailUrlInvalid, Security, parse_imap_url, parse_smtp_url


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("imaps://u:p@mail.example", Security.TLS, 993),
        ("imap://u:p@mail.example", Security.PLAIN, 143),
        ("imap+starttls://u:p@mail.example:1143", Security.STARTTLS, 1143),
    ],
)
def test_schemes_and_ports_of_mailboxes(url: str, security: Security, port: int) -> None:
    box = parse_imap_url(url)
    assert (box.security, box.port, box.folder) == (security, port, "INBOX")
    assert box.account == "u@mail.example/INBOX"


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://mail.example", Security.PLAIN, 25),
        ("smtps://u:p@mail.example", Security.TLS, 465),
        ("smtp+starttls://u:p@mail.example", Security.STARTTLS, 587),
    ],
)
def test_schemes_and_ports_of_relays(url: str, security: Security, port: int) -> None:
    relay = parse_smtp_url(url)
    assert (relay.security, relay.port) == (security, port)


def test_user_password_and_folder_are_percent_decoded() -> None:
    box = parse_imap_url("imaps://support%40acme.test:p%40ss%2Fw%3Ard@mail.example:993/Sales/B%C3%BCro")
    assert (box.user, box.password, box.folder) == ("support@acme.test", "p@ss/w:rd", "Sales/Büro")
    assert box.account == "support@acme.test/Sales/Büro"


def test_no_password_shows_in_a_representation() -> None:
    assert "hidden" not in repr(parse_imap_url("imaps://u:hidden@mail.example"))
    assert "hidden" not in repr(parse_smtp_url("smtps://u:hidden@mail.example"))


@pytest.mark.parametrize(
    "url",
    [
        "http://u:p@mail.example",
        "imaps://u:p@",
        "imaps://mail.example",
        "imaps://u@mail.example",
        "imaps://u:secret@mail.example:99999",
        "imaps://u:secret@mail.example:port",
        "",
    ],
)
def test_a_wrong_mailbox_is_refused_in_a_sentence_without_its_password(url: str) -> None:
    with pytest.raises(MailUrlInvalid) as caught:
        parse_imap_url(url)
    assert "secret" not in str(caught.value)
    assert "IMAP_URL" in str(caught.value)


@pytest.mark.parametrize("url", ["imap://mail.example", "smtp://", "smtps://u@mail.example"])
def test_a_wrong_relay_is_refused(url: str) -> None:
    with pytest.raises(MailUrlInvalid, match="SMTP_URL"):
        parse_smtp_url(url)
