"""The border between Rapport and the outside: what arrives and what leaves; how it may fail is in `errors`.

Two steps on the way in: a provider's bytes become a `Received` (kept before anything else happens), and
`Channel.read` turns a `Received` into an `InboundMessage`. Reading is pure, so a message can be read again
by a better reader years later.
"""

import enum
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from starlette.routing import BaseRoute

from channels.reply import Form, Reply


class Kind(enum.StrEnum):
    """What an inbound message is."""

    MESSAGE = "message"
    COMMAND = "command"
    """A slash command: `text` is what follows it."""
    ACTION = "action"
    """A pressed button, a chosen option: `payload` has `action`, `value`, and `message` (its external id)."""
    SUBMISSION = "submission"
    """A filled form: `payload` has `form`, `values`, `private`."""
    SHORTCUT = "shortcut"
    HOME = "home"
    """Somebody opened the bot's home page."""
    LINK = "link"
    """Links to the console were posted: `payload` has `urls` and `message`."""
    STATUS = "status"
    """A provider reports on a delivery: `payload` has `external_id`, `state`, `error`."""
    CALL = "call"
    UNINSTALLED = "uninstalled"


class Machine(enum.StrEnum):
    """Why a message was written by a machine."""

    OUT_OF_OFFICE = "out_of_office"
    AUTO_REPLY = "auto_reply"
    LIST = "list"
    BULK = "bulk"
    COMPLAINT = "complaint"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Address:
    """One end of a message, in the channel's own form (mail address, E.164 number, Slack user id)."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What a provider handed over, before anybody has read it.

    `external_id` is the provider's own id of it; `ordering_key` names what must be worked in order
    (the sender of a mail, a Slack thread, a pair of numbers); `meta` is what the bytes do not say.
    """

    channel: str
    account: str
    external_id: str
    ordering_key: str
    raw: bytes
    received_at: datetime
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way in or out."""

    filename: str
    content_type: str
    content: bytes
    content_id: str | None = None
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file the provider keeps: fetched by `Channel.fetch` after the message was kept."""

    url: str
    filename: str
    content_type: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery that failed. `status` is an RFC 3463 code where one was given."""

    recipients: tuple[str, ...]
    is_permanent: bool
    status: str | None = None
    original_message_id: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message, in words every channel shares.

    `text` is the whole body, `new_text` only what its writer added now. `conversation_key` is the provider's
    own thread. `references` are ids of earlier messages, nearest last. `is_authentic` is False where the
    sender's name was shown not to be theirs (failed DMARC), None where nothing is known.
    """

    channel: str
    account: str
    external_id: str
    conversation_key: str
    sender: Address
    sent_at: datetime
    kind: Kind = Kind.MESSAGE
    recipients: tuple[Address, ...] = ()
    subject: str | None = None
    text: str = ""
    new_text: str = ""
    html: str | None = None
    files: tuple[File, ...] = ()
    remote_files: tuple[RemoteFile, ...] = ()
    references: tuple[str, ...] = ()
    machine: Machine | None = None
    bounce: Bounce | None = None
    may_auto_respond: bool = True
    is_authentic: bool | None = None
    is_shared_audience: bool = False
    """True where others than the sender read the answer (a Slack channel)."""
    payload: Mapping[str, object] = field(default_factory=dict)


class OutboundKind(enum.StrEnum):
    """How an outbound message is put before its reader."""

    MESSAGE = "message"
    UPDATE = "update"
    """Replaces the message `replaces`."""
    PRIVATE = "private"
    """Shown to `to` alone inside a shared conversation."""
    HOME = "home"
    UNFURL = "unfurl"


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to send. `key` never changes between tries; the provider is told it where it can be."""

    key: str
    channel: str
    account: str
    to: Address
    reply: Reply
    conversation_key: str = ""
    kind: OutboundKind = OutboundKind.MESSAGE
    replaces: str = ""
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    cc: tuple[Address, ...] = ()
    is_automatic: bool = False
    unsubscribe_url: str = ""
    picture_url: str = ""
    """Fetched as a mail is opened; only for people who agreed to that."""
    files: tuple[File, ...] = ()
    template: str = ""
    """The id of the approved template the words go out in (WhatsApp)."""
    template_values: tuple[str, ...] = ()
    """What fills the template in, in order."""
    written_at: datetime | None = None
    """The provider cannot have taken it earlier."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. `external_id` is its id there, `conversation_key` the thread it now stands in."""

    external_id: str
    conversation_key: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a live test of a channel found; `detail` is one sentence."""

    is_ok: bool
    detail: str


Receive = Callable[[Received], Awaitable[bool]]
"""Keeps what arrived, durably; True where it was new. The provider is acknowledged only after it returned."""


class Surface(Protocol):
    """What a channel may ask while its provider waits for an answer (Slack: three seconds)."""

    async def form_for(self, message: InboundMessage) -> Form | None:
        """The form a command, button or shortcut opens, or None where it opens none."""
        ...

    async def form_errors(self, message: InboundMessage) -> Mapping[str, str]:
        """One sentence per wrong field of a submitted form; empty where all is well."""
        ...


@runtime_checkable
class Channel(Protocol):
    """One way for words to come in and go out."""

    @property
    def name(self) -> str:
        """The channel's stable name: `email`, `slack`, `sms`, `whatsapp`, `webchat`, `form`."""
        ...

    def read(self, received: Received) -> InboundMessage:
        """Read what was kept. Pure and total: what cannot be read is left empty, never raised."""
        ...

    async def send(self, message: OutboundMessage) -> Sent:
        """Hand over one; raises ChannelUnavailable, ChannelAuthFailed, MessageRejected or DeliveryUnknown."""
        ...

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Look up a message whose answer was lost; None where never taken. May raise DeliveryUnknown."""
        ...

    async def fetch(self, file: RemoteFile, *, max_bytes: int) -> bytes:
        """Fetch a file the provider keeps. Raises MessageRejected past `max_bytes`."""
        ...

    async def check(self) -> CheckResult:
        """Test the account for real (log in, auth.test, ...); never raises."""
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


@runtime_checkable
class PacedChannel(Protocol):
    """A channel whose provider takes only so many messages a minute: `send` waits for its turn."""

    @property
    def at_once(self) -> int:
        """How many may wait in `send` at the same time: none of them for longer than a minute."""
        ...


@runtime_checkable
class ListeningChannel(Protocol):
    """A channel that fetches by itself (IMAP, Slack's Socket Mode)."""

    async def listen(self, receive: Receive) -> None:
        """Run until cancelled; reconnects by itself."""
        ...


@runtime_checkable
class WebhookChannel(Protocol):
    """A channel whose provider calls us."""

    def routes(self, receive: Receive, surface: Surface) -> Sequence[BaseRoute]:
        """The HTTP routes the provider calls."""
        ...
