"""What the simulated customers write: mail and texts, as they reach Rapport."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from assistant.bench.quarter.ledger import Person
from assistant.demo.sandbox import MAILBOX
from channels.sandbox.mail import SentMail

WORDS = {"reply": "What does it cost for us?", "thanks": "Thank you!", "opt_out": "Write to me no more."}


def answer(person: Person, mail: SentMail, words: str, *, at: datetime) -> bytes:
    """A person answers a mail."""
    made = _mail(person, at=at)
    made["Subject"] = f"Re: {mail.headers['Subject']}"
    made["In-Reply-To"] = str(mail.headers["Message-ID"])
    made.set_content(words)
    return bytes(made)


def notice_of_absence(person: Person, mail: SentMail, *, at: datetime, back: datetime) -> bytes:
    """Their mail program answers that they are away."""
    made = _mail(person, at=at)
    made["Subject"] = f"Out of office: {mail.headers['Subject']}"
    made["Auto-Submitted"] = "auto-replied"
    made["In-Reply-To"] = str(mail.headers["Message-ID"])
    made.set_content(f"I am out of the office and will be back on {back:%d %B %Y}.")
    return bytes(made)


def bounce(person: Person, mail: SentMail, *, at: datetime) -> bytes:
    """Their server says there is nobody of that name (RFC 3464)."""
    lines = f"""\
From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: {MAILBOX}
Date: {format_datetime(at)}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{person.number}@relay.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=cut

--cut
Content-Type: text/plain

Your message could not be delivered.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {person.email}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--cut
Content-Type: text/rfc822-headers

From: {MAILBOX}
To: {person.email}
Message-ID: {mail.headers["Message-ID"]}
--cut--
"""
    return lines.replace("\n", "\r\n").encode()


def returns(at: datetime) -> datetime:
    """When somebody who is away then comes back: nine o'clock four days later."""
    return (at + timedelta(days=4)).replace(hour=9, minute=0, second=0, microsecond=0)


def _mail(person: Person, *, at: datetime) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = f"{person.name} <{person.email}>", MAILBOX
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{person.number}-{at:%m%d%H%M}@{person.email.partition('@')[2]}>"
    return made
