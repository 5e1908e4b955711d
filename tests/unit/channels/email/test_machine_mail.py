"""Mail that machines wrote: bounces, automatic answers, lists, complaints; and what may be answered."""

import pytest

from channels.contract import Machine
from channels.email.parsing import ParsedMail, parse_message


def mail(headers: str, body: str = "Hello\n") -> ParsedMail:
    return parse_message(f"{headers}\n\n{body}".encode())


def report(fields: str, *, subject: str = "Delivery Status Notification (Failure)") -> ParsedMail:
    return mail(
        f"From: MAILER-DAEMON@mx.example\nSubject: {subject}\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "--b\nContent-Type: text/plain\n\nYour message was not delivered.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{fields}\n"
        "--b\nContent-Type: message/rfc822\n\nFrom: us@crm.example\nMessage-ID: <sent-1@crm.example>\n"
        "Subject: Offer\n\nHi\n--b--\n",
    )


def test_delivery_report_names_recipient_status_and_original() -> None:
    bounce = report("Final-Recipient: rfc822; bo@lee.example\nAction: failed\nStatus: 5.1.1").bounce
    assert bounce is not None
    assert bounce.recipients == ("bo@lee.example",)
    assert (bounce.is_permanent, bounce.status) == (True, "5.1.1")
    assert bounce.original_message_id == "sent-1@crm.example"


@pytest.mark.parametrize(
    ("fields", "is_permanent"),
    [
        ("Final-Recipient: rfc822; bo@lee.example\nAction: failed\nStatus: 5.7.1", True),
        ("Final-Recipient: rfc822;bo@lee.example\nAction: Failed (mailbox gone)", True),
        ("Final-Recipient: rfc822; bo@lee.example\nAction: error\nStatus: 5.0.0", True),
        ("Original-Recipient: rfc822;bo@lee.example\nAction: failed\nStatus: 553 refused", True),
        ("Final-Recipient: rfc822; bo@lee.example\nAction: delayed\nStatus: 4.4.1", False),
        ("Final-Recipient: rfc822; bo@lee.example\nAction: failed\nStatus: 4.4.7", False),
        ("Final-Recipient: rfc822; bo@lee.example\nAction: failed\nDiagnostic-Code: smtp; 452 full", False),
    ],
)  # fmt: skip
def test_permanent_and_passing_failures_are_told_apart(fields: str, is_permanent: bool) -> None:
    bounce = report(fields).bounce
    assert bounce is not None
    assert (bounce.is_permanent, bounce.recipients) == (is_permanent, ("bo@lee.example",))


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_line_ends_do_not_matter(line_end: bytes) -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n"
        b"Hi. This is the qmail-send program at mx.example.\n\n<bo@lee.example>:\nuser unknown\n"
    )
    assert parse_message(raw.replace(b"\n", line_end)).bounce == parse_message(raw).bounce is not None


def test_report_on_several_recipients_names_those_that_failed() -> None:
    fields = (
        "Final-Recipient: rfc822; ok@lee.example\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; bo@lee.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; cy@lee.example\nAction: failed\nStatus: 5.1.1"
    )
    bounce = report(fields).bounce
    assert bounce is not None
    assert bounce.recipients == ("bo@lee.example", "cy@lee.example")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_report_of_success_is_no_bounce(action: str) -> None:
    assert report(f"Final-Recipient: rfc822; bo@lee.example\nAction: {action}\nStatus: 2.0.0").bounce is None


PLAIN_BOUNCES = [
    pytest.param(
        "From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: bo@lee.example\n"
        "Subject: Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\n"
        "  bo@lee.example\n    Unrouteable address",
        True,
        id="exim",
    ),
    pytest.param(
        "From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: bo@lee.example\n"
        "Subject: Warning: message 1abc delayed 24 hours",
        "The delivery attempts will continue. No action is required on your part; it will be retried.",
        False,
        id="exim-delay",
    ),
    pytest.param(
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice",
        "Hi. This is the qmail-send program at mx.example.\n\n<bo@lee.example>:\n"
        "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 user unknown\n\n"
        "--- Below this line is a copy of the message.\n\nMessage-ID: <sent-1@crm.example>\n",
        True,
        id="qmail",
    ),
    pytest.param(
        "From: postmaster@lee.example\nSubject: Unzustellbar: Angebot",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger:\n\nbo@lee.example\n\n"
        "#550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found ##",
        True,
        id="exchange-german",
    ),
]


@pytest.mark.parametrize(("headers", "body", "is_permanent"), PLAIN_BOUNCES)
def test_bounce_without_a_report_is_found(headers: str, body: str, is_permanent: bool) -> None:
    read = mail(headers, body)
    assert read.bounce is not None
    assert read.bounce.recipients == ("bo@lee.example",)
    assert read.bounce.is_permanent is is_permanent
    assert not read.may_auto_respond


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("From: ann@lee.example\nSubject: Re: Undelivered Mail Returned to Sender\nIn-Reply-To: <1@x>",
         "I got this back, why?\n\n> This is the mail system at host mx.\n> <bo@lee.example>: 550 no"),
        ("From: ann@lee.example\nSubject: Delivery problem", "My parcel was not delivered to me."),
        ("From: ann@lee.example\nSubject: mailbox full?", "Is my mailbox full? I get no mail any more."),
        ("From: ann@lee.example\nSubject: Failed delivery of order 12", "The address was not found."),
        ("From: postmaster@lee.example\nSubject: Moving our mail server", "On Friday we move. Ask me. Ann"),
        ("From: ann@lee.example\nSubject: Offer rejected", "We do not want it."),
    ],
)  # fmt: skip
def test_people_writing_of_failures_are_no_bounces(headers: str, body: str) -> None:
    assert mail(headers, body).bounce is None


@pytest.mark.parametrize(
    ("headers", "body", "kind"),
    [
        ("Auto-Submitted: auto-replied\nSubject: Re: Offer", "I am out of the office until 9 November.",
         Machine.OUT_OF_OFFICE),
        ("Subject: Automatic reply: Offer", "I am on annual leave until 9 November.", Machine.OUT_OF_OFFICE),
        ("Subject: Automatische Antwort: Angebot", "Ich bin bis 9.11. im Urlaub.", Machine.OUT_OF_OFFICE),
        ("Subject: Out of Office Re: Offer", "Back soon.", Machine.OUT_OF_OFFICE),
        ("Subject: Abwesenheitsnotiz: Angebot", "Bis bald.", Machine.OUT_OF_OFFICE),
        ("Subject: Réponse automatique : Offre", "Je suis en congé.", Machine.OUT_OF_OFFICE),
        ("Subject: Respuesta automática: Oferta", "Estoy de vacaciones hasta el 9.", Machine.OUT_OF_OFFICE),
        ("Subject: 自动回复: 报价", "我在休假。", Machine.OUT_OF_OFFICE),
        ("Auto-Submitted: auto-replied\nSubject: Your request", "We have received your request.",
         Machine.AUTO_REPLY),
        ("X-Autoreply: yes\nSubject: Thanks", "Thank you for contacting us.", Machine.AUTO_REPLY),
        ("Precedence: auto_reply\nSubject: Thanks", "We will get back to you.", Machine.AUTO_REPLY),
        ("Auto-Submitted: auto-generated\nSubject: Build 7 passed", "All green.", Machine.BULK),
        ("List-Id: <p.l.example>\nList-Post: <mailto:p@l.example>\nSubject: Hi", "x", Machine.LIST),
        ("Precedence: list\nSubject: Hi", "x", Machine.LIST),
        ("Precedence: bulk\nSubject: Hi", "x", Machine.BULK),
        ("List-Unsubscribe: <https://news.example/u>\nSubject: News", "x", Machine.BULK),
        ("List-Id: <1.news.example>\nList-Unsubscribe: <https://n.example>\nFeedback-ID: 1\nSubject: N", "x",
         Machine.BULK),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b\nSubject: FW: Offer",
         "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--",
         Machine.COMPLAINT),
        ("Content-Type: multipart/mixed; boundary=b\nSubject: complaint about message from 192.0.2.1",
         "--b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@lee.example\n\nOffer\n--b--",
         Machine.COMPLAINT),
        ("Auto-Submitted: no\nSubject: Offer", "Hello", None),
        ("Subject: Re: Automatic reply: Offer", "Thanks, I will write again then.", None),
        ("Subject: Vacation rental", "Is the house free in May?", None),
        ("Subject: Ann Lee is out of the office.", "I will be out until 9 November.",
         Machine.OUT_OF_OFFICE),
        ("Auto-Submitted: auto-replied (vacation)\nSubject: Re: Offer", "Ask Bo.", Machine.OUT_OF_OFFICE),
        ("Subject: Ann Lee is out of the office.", "Who takes over?", None),
        ("Subject: Out of office next week",
         "I shall be out of the office from Sunday. May we move our call to Thursday?", None),
        ("Subject: Out of office next week", "I shall be out of the office from Sunday. Urgent? Ask Bo.",
         Machine.OUT_OF_OFFICE),
        ("Subject: Absence of an invoice", "Where is it?", None),
        ("Subject: Urlaubsantrag", "Bitte um Genehmigung.", None),
        ("Subject: Auto: Unfall in Rom", "Was zahlt die Versicherung?", None),
        ("Subject: Out of office hours support?", "Do you offer it?", None),
        ("X-Auto-Response-Suppress: All\nSubject: Offer", "Yes please", None),
    ],
)  # fmt: skip
def test_kinds_of_machines_are_told_apart(headers: str, body: str, kind: Machine | None) -> None:
    read = mail(f"From: ann@lee.example\n{headers}", body)
    assert read.automatic is kind
    assert read.bounce is None


@pytest.mark.parametrize(
    "headers",
    [
        "From: ann@lee.example\nAuto-Submitted: auto-replied",
        "From: ann@lee.example\nAuto-Submitted: auto-generated",
        "From: ann@lee.example\nPrecedence: bulk",
        "From: ann@lee.example\nList-Id: <a.b.example>",
        "From: ann@lee.example\nX-Auto-Response-Suppress: OOF, AutoReply",
        "From: ann@lee.example\nReturn-Path: <>",
        "From: ann@lee.example\nX-Loop: crm",
        "From: no-reply@lee.example",
        "From: noreply@lee.example",
        "From: donotreply@lee.example",
        "From: notifications@lee.example",
        "From: mailman-owner@lee.example",
        "From: Mailer-Daemon@lee.example",
        "Subject: nobody wrote this",
    ],
)
def test_machines_are_never_answered(headers: str) -> None:
    assert not mail(headers).may_auto_respond


@pytest.mark.parametrize(
    "address", ["ann@lee.example", "norma@lee.example", "nora.reply@lee.example", "rooth@lee.example"]
)
def test_people_may_be_answered(address: str) -> None:
    assert mail(f"From: {address}\nSubject: Offer").may_auto_respond


_COPY = "To: Bo <bo@lee.example>\nMessage-ID: <autumn-3@crm.example>"


def feedback(fields: str, *, copy: str = _COPY) -> ParsedMail:
    return mail(
        "From: feedback@provider.example\nSubject: FW: Autumn colours\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
        "--b\nContent-Type: text/plain\n\nThis is an abuse report of abuse@provider.example.\n"
        f"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n{fields}\n"
        f"--b\nContent-Type: message/rfc822\n\n{copy}\nSubject: Autumn colours\n\nHello\n--b--\n",
    )


@pytest.mark.parametrize(
    "fields",
    ["Original-Rcpt-To: <bo@lee.example>", "Removal-Recipient: bo@lee.example", ""],
    ids=["recipient", "removal", "copy-only"],
)
def test_complaint_names_who_complained_and_about_which_mail(fields: str) -> None:
    read = feedback(fields)
    assert read.automatic is Machine.COMPLAINT
    assert read.complaint is not None
    assert read.complaint.recipients == ("bo@lee.example",)
    assert read.complaint.original_message_id == "autumn-3@crm.example"


def test_complaint_that_withholds_everything_names_nobody() -> None:
    read = feedback("", copy="To: undisclosed-recipients:;").complaint
    assert read is not None
    assert (read.recipients, read.original_message_id) == ((), None)
