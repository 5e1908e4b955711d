"""An `OutboundMessage` as the bytes of a mail (RFC 5322), the same Message-ID for every try."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, parseaddr
from uuid import uuid4

from channels.contract import Address, File, OutboundMessage
from channels.email.headers import PlainHeaders
from channels.email.rendering import as_html, as_text
from channels.email.tokens import message_id_for
from channels.errors import MessageRejected

_POLICY = PlainHeaders(linesep="\r\n", cte_type="7bit")
_POLICY_UTF8 = PlainHeaders(linesep="\r\n", cte_type="7bit", utf8=True)
_MAX_REFERENCES = 20
_LONGEST_NAME = 200
_TOKEN = re.compile(r"[a-z0-9!#$&^_.+-]+", re.IGNORECASE)
"""A word of a media type (RFC 6838, section 4.2)."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who our mail is from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class ComposedMail:
    """A mail ready for the relay."""

    message_id: str
    sender: str
    recipient: str
    copies: tuple[str, ...]
    content: bytes


def parse_sender(mail_from: str) -> Sender:
    """Read MAIL_FROM: `Support <support@example.com>` or the bare address."""
    name, address = parseaddr(mail_from)
    return Sender(name=name, address=address)


def compose(message: OutboundMessage, *, sender: Sender, secret: str, at: datetime) -> ComposedMail:
    """Write the mail. Raises MessageRejected (`unknown_address`) where an address cannot be written."""
    recipient = _wire_address(message.to.address)
    copies = tuple(_wire_address(copy.address) for copy in message.cc)
    is_ascii = all(address.isascii() for address in (recipient, *copies))
    mail = EmailMessage(policy=_POLICY if is_ascii else _POLICY_UTF8)
    message_id = message.message_id or message_id_for(
        message.key, conversation_id=message.conversation_key, domain=sender.domain, secret=secret
    )
    mail["From"] = _header_address(Address(sender.address, sender.name))
    mail["To"] = _header_address(Address(recipient, message.to.name))
    if copies:
        mail["Cc"] = [
            _header_address(Address(wire, copy.name)) for wire, copy in zip(copies, message.cc, strict=True)
        ]
    mail["Subject"] = _one_line(message.subject) or "(no subject)"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = _one_line(message_id)
    _add_threading(mail, message)
    _add_automation(mail, message)
    _add_content(mail, message)
    return ComposedMail(message_id, sender.address, recipient, copies, mail.as_bytes())


def _add_threading(mail: EmailMessage, message: OutboundMessage) -> None:
    if message.reply_to:
        mail["Reply-To"] = _one_line(message.reply_to)
    if message.in_reply_to:
        mail["In-Reply-To"] = _one_line(message.in_reply_to)
    references = [*message.references]
    if message.in_reply_to and message.in_reply_to not in references:
        references.append(message.in_reply_to)
    if len(references) > _MAX_REFERENCES:
        references = [references[0], *references[1 - _MAX_REFERENCES :]]
    if references:
        mail["References"] = " ".join(_one_line(reference) for reference in references)


def _add_automation(mail: EmailMessage, message: OutboundMessage) -> None:
    """Tell machines not to answer machines (RFC 3834), and let a reader leave with one press (RFC 8058)."""
    if message.is_automatic:
        mail["Auto-Submitted"] = "auto-replied" if message.in_reply_to else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    if message.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{_one_line(message.unsubscribe_url)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["Precedence"] = "bulk"


def _add_content(mail: EmailMessage, message: OutboundMessage) -> None:
    wants_marker = bool(message.reply_to)
    leave = _one_line(message.unsubscribe_url)
    text = as_text(message.reply, marker=wants_marker, leave_url=leave)
    picture = _one_line(message.picture_url)
    html = as_html(message.reply, marker=wants_marker, leave_url=leave, picture_url=picture)
    mail.set_content(text, cte=_encoding(text))
    # Left to itself the standard library looks through the whole mail for a boundary that is not in it.
    mail.make_alternative(boundary=uuid4().hex)
    mail.add_alternative(html, subtype="html", cte=_encoding(html))
    inline = [file for file in message.files if file.is_inline and file.content_id]
    _add_invitations(mail, message.files)
    _add_inline(mail, inline)
    for file in message.files:
        if file not in inline:
            _attach(mail, file)


def _encoding(text: str) -> str:
    return "7bit" if text.isascii() and max(map(len, text.split("\n"))) < 900 else "quoted-printable"


def _add_invitations(mail: EmailMessage, files: Iterable[File]) -> None:
    """A calendar file with a method also stands beside the text, where calendars look for it (RFC 6047)."""
    for file in files:
        kind, method = _calendar_method(file)
        if kind and method:
            mail.add_alternative(
                file.content.decode("utf-8", "replace"), subtype="calendar", params={"method": method}
            )
            return


def _calendar_method(file: File) -> tuple[bool, str]:
    kind, _, rest = file.content_type.partition(";")
    method = next((part.split("=", 1)[1] for part in rest.split(";") if "method=" in part.lower()), "")
    method = method.strip(' "').upper()
    return kind.strip().lower() == "text/calendar", method if _TOKEN.fullmatch(method) else ""


def _add_inline(mail: EmailMessage, files: Iterable[File]) -> None:
    html = mail.get_body(("html",))
    for file in files:
        if isinstance(html, MIMEPart):
            maintype, subtype = _media_type(file)
            html.add_related(
                file.content,
                maintype=maintype,
                subtype=subtype,
                cid=f"<{_one_line(file.content_id or '').strip('<>')}>",
                filename=_one_line(file.filename),
                disposition="inline",
            )


def _attach(mail: EmailMessage, file: File) -> None:
    maintype, subtype = _media_type(file)
    mail.add_attachment(
        file.content, maintype=maintype, subtype=subtype, filename=_one_line(file.filename) or "file"
    )


def _media_type(file: File) -> tuple[str, str]:
    maintype, _, subtype = file.content_type.partition(";")[0].strip().lower().partition("/")
    if not (_TOKEN.fullmatch(maintype) and _TOKEN.fullmatch(subtype)) or maintype in ("multipart", "message"):
        return "application", "octet-stream"
    return maintype, subtype


def _wire_address(address: str) -> str:
    """The address as relays know it: the domain in ASCII (IDNA), nothing that could begin a new header."""
    local, at, domain = address.strip().rpartition("@")
    try:
        domain = domain if domain.isascii() else _ascii_domain(domain)
    except UnicodeError:
        at = ""
    if (
        not at
        or not local
        or ("." not in domain and domain != "localhost")
        or set(address) & set("\r\n\0 <>,;")
    ):
        raise MessageRejected(
            "The mail cannot be sent: its recipient is no mail address.", reason="unknown_address"
        )
    return f"{local}@{domain}"


def _ascii_domain(domain: str) -> str:
    """The domain in IDNA 2008, in which straße is not strasse; signs only IDNA 2003 knows (😀) by that."""
    import idna

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain.encode("idna").decode()


def _header_address(address: Address) -> MailAddress:
    local, _, domain = address.address.rpartition("@")
    return MailAddress(display_name=_one_line(address.name)[:_LONGEST_NAME], username=local, domain=domain)


def _one_line(text: str) -> str:
    return " ".join(text.split())
