"""What a mail says once it has been read."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from channels.contract import Address, Bounce, Machine
from channels.email.machine.complaints import Complaint

SCANT_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """A file in a mail. `content_id` is without its angle brackets; `is_inline` where the text shows it."""

    filename: str
    content_type: str
    content: bytes
    content_id: str | None = None
    is_inline: bool = False

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @property
    def md5(self) -> str:
        """Hexadecimal MD5 of the content: a fingerprint, not a proof."""
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One mail, read as far as it can be.

    `text` is the whole body as text, `reply` what its writer added now, `html` the sanitised body without
    anything that loads from elsewhere (images of the mail itself keep their `cid:`). `date` has a zone.
    `references` are message ids without angle brackets, nearest last. `defects` name what had to be mended.
    """

    subject: str
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None
    text: str
    html: str | None
    reply: str
    attachments: tuple[ParsedAttachment, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    bounce: Bounce | None
    automatic: Machine | None
    may_auto_respond: bool
    complaint: Complaint | None = None
    """Who reported which mail of ours as spam, where `automatic` is a complaint."""
    authentication_results: tuple[str, ...] = ()
    """Raw Authentication-Results values, topmost first; whose to trust is the reader's business."""
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Every header by name in lower case, decoded, topmost first."""
    defects: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[Address, ...]:
        """All visible recipients: To, then Cc."""
        return self.to + self.cc

    @property
    def is_reply_scant(self) -> bool:
        """True where the new text is so small a part that the whole body should be shown open beside it."""
        return len(self.reply) < SCANT_SHARE * len(self.text)
