"""Where mail is read and handed over: mailboxes and the relay, parsed from their URLs."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from channels.email.oauth import TokenSource
from channels.errors import ChannelError


class Security(enum.StrEnum):
    """How a connection is protected."""

    PLAIN = "plain"
    TLS = "tls"
    STARTTLS = "starttls"


class MailUrlInvalid(ChannelError):
    """A mail server's URL cannot be used; the message says what to mend, without the password."""

    code = "mail_url_invalid"


_IMAP_SCHEMES = {
    "imap": (Security.PLAIN, 143),
    "imaps": (Security.TLS, 993),
    "imap+starttls": (Security.STARTTLS, 143),
}
_SMTP_SCHEMES = {
    "smtp": (Security.PLAIN, 25),
    "smtps": (Security.TLS, 465),
    "smtp+starttls": (Security.STARTTLS, 587),
}


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """One folder of one IMAP account. With `oauth` it is entered by XOAUTH2 instead of the password."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    oauth: TokenSource | None = field(default=None, repr=False, compare=False)

    @property
    def address(self) -> str:
        """The mail address the account stands for."""
        return self.user if "@" in self.user else f"{self.user}@{self.host}"

    @property
    def account(self) -> str:
        """The stable name of this mailbox: `user@host/folder`."""
        return f"{self.address}/{self.folder}"


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """The server mail is handed to; an empty `user` sends without logging in."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    oauth: TokenSource | None = field(default=None, repr=False, compare=False)


def parse_imap_url(url: str, *, oauth: TokenSource | None = None) -> MailboxAddress:
    """Parse `imaps://user:pass@host:993/INBOX`; user, password and folder are percent-decoded.

    An address without a password is entered by `oauth`. Raises MailUrlInvalid.
    """
    parts = _split(url, _IMAP_SCHEMES, "IMAP_URL")
    security, default_port = _IMAP_SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user:
        raise MailUrlInvalid("IMAP_URL names no user: write it like imaps://user:password@host/INBOX.")
    if not password and oauth is None:
        raise MailUrlInvalid(
            f"IMAP_URL of {parts.hostname} has neither a password nor MAIL_OAUTH_* settings to log in with."
        )
    return MailboxAddress(
        host=parts.hostname or "",
        port=_port(parts, "IMAP_URL") or default_port,
        security=security,
        user=user,
        password=password,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        oauth=None if password else oauth,
    )


def parse_smtp_url(url: str, *, oauth: TokenSource | None = None) -> RelayAddress:
    """Parse `smtp://user:pass@host:587`; without a user nobody logs in. Raises MailUrlInvalid."""
    parts = _split(url, _SMTP_SCHEMES, "SMTP_URL")
    security, default_port = _SMTP_SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and not password and oauth is None:
        raise MailUrlInvalid(
            f"SMTP_URL of {parts.hostname} has neither a password nor MAIL_OAUTH_* settings to log in with."
        )
    return RelayAddress(
        host=parts.hostname or "",
        port=_port(parts, "SMTP_URL") or default_port,
        security=security,
        user=user,
        password=password,
        oauth=oauth if user and not password else None,
    )


def _split(url: str, schemes: Mapping[str, tuple[Security, int]], setting: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in schemes:
        raise MailUrlInvalid(f"{setting} must start with {', '.join(f'{name}://' for name in schemes)}.")
    if not parts.hostname:
        raise MailUrlInvalid(f"{setting} names no server: write it like {parts.scheme}://user:password@host.")
    return parts


def _port(parts: SplitResult, setting: str) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise MailUrlInvalid(
            f"{setting} of {parts.hostname} has a port that is no number up to 65535."
        ) from None
