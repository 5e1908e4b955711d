"""Machines are told from people who speak of the same things."""

import pytest

from nlp.customer.machine import read_machine_mail
from nlp.customer.text import straighten

AWAY = [
    (
        "Automatic reply: Meeting",
        "I am out of the office until 5 May. In urgent cases please contact Lisa Ray.",
    ),
    ("Out of Office", "Hi, I'm on vacation through Friday and will respond when I return."),
    ("", "Thank you for your email. I am currently on annual leave, returning Monday 9 March."),
    ("Re: Quote", "I'm away from my desk until next week with limited access to email."),
    ("Auto: order", "I will be back in the office on 12 June. For anything urgent call reception."),
    ("Office closed", "Our office is closed for the national holiday and reopens on Tuesday."),
    ("Abwesenheitsnotiz: Angebot", "Ich bin bis zum 14.08. im Urlaub. In dringenden Fällen: Frau Kern."),
    ("Absence du bureau", "Je suis en congé jusqu'au 3 mai. En cas d'urgence, contactez Paul Roux."),
    ("Respuesta automática", "Estoy fuera de la oficina hasta el lunes. Para asuntos urgentes, Ana Gil."),
    ("Risposta automatica", "Sono in ferie fino al 20 agosto. Per urgenze rivolgersi a Marco Bini."),
    ("Automatisch antwoord", "Ik ben met vakantie tot 3 juli. Bij spoed neem contact op met Jan Smit."),
    ("Resposta automática", "Estou de férias até 10 de janeiro. Em caso de urgência, contate Rui."),
    ("Autosvar", "Jag är på semester till den 4 augusti. Vid brådskande ärenden kontakta Eva."),
    ("", "OOO until 3/9. Ping Dan for anything urgent."),
    (
        "Parental leave",
        "I have started my parental leave. Iris Bell is looking after my accounts until autumn.",
    ),
    ("", "Auto-reply: Dr. Shah is away until 2 April. Please call the front desk for appointments."),
    ("Vacation", "Greetings from the mountains! I am hiking and offline until 15 July."),
    ("gone climbing", "No signal, no regrets. I come back on Wednesday 22 July. // sent by a robot"),
    ("", "Auto message: Keilani's Surf Hire is shut for the season, back on 1 Dec. Mahalo!"),
    ("I am away", "I'm at a conference this week and will answer your mail on Monday."),
]
FAILED = [
    (
        "Undeliverable: Hello",
        "Your message to joe@pine.example couldn't be delivered. joe wasn't found at pine.example.",
    ),
    (
        "Delivery Status Notification (Failure)",
        "550 5.1.1 The email account that you tried to reach does not exist.",
    ),
    (
        "Mail delivery failed: returning message to sender",
        "amy@lake.example\n    Unrouteable address: permanent error",
    ),
    (
        "Mail delivery failed: returning message to sender",
        "A message has been on the queue for 5 days and could not be delivered. No further attempts will be"
        " made.\n\n  fitz@cornmill.example\n    retry timeout exceeded",
    ),
    (
        "Returned mail: see transcript for details",
        "The following addresses had permanent fatal errors: <a@b.example>",
    ),
    ("failure notice", "Sorry, no mailbox here by that name. kim@oak.example"),
    ("Undelivered Mail Returned to Sender", "<sam@elm.example>: host elm.example said: 554 5.7.1 rejected"),
    ("Unzustellbar: Angebot", "Ihre Nachricht an uwe@see.example konnte nicht zugestellt werden."),
    ("Échec de la remise", "Votre message n'a pas pu être remis à luc@mer.example, adresse inconnue."),
    ("", "The mail to zoe@fir.example was returned: mailbox over quota."),
    (
        "",
        "Message not delivered. There was a problem delivering your message to li@bay.example. User unknown.",
    ),
]
AUTOMATIC = [
    (
        "We received your request",
        "Thank you for contacting us! Your ticket number is 88121. We reply within a day.",
    ),
    ("Auto", "This is an automated response. Please do not reply to this email."),
    (
        "Warning: message delayed",
        "Your message to ed@fen.example is delayed. We will keep trying for 2 days.",
    ),
    (
        "Delivery Status Notification (Delay)",
        "Delivery to pat@moor.example has been delayed. No action is required.",
    ),
    (
        "Message delayed",
        "Your message to pat@moor.example waits. We will try again, and say so if it fails permanently.",
    ),
    ("Read: Proposal", "Your message was read on Monday, 2 March 2026 at 09:14."),
    (
        "Delivered: Offer",
        "Your message has been successfully delivered to the following recipients: ed@fen.example",
    ),
    ("Automatic reply", "Tom Weiss no longer works at Lindt & Son. Please contact office@lindtson.example."),
    (
        "Confirm your email",
        "To deliver your message, please confirm that you are human by clicking this link.",
    ),
    ("", "Thanks for your message. Our opening hours are Mon-Fri 8 to 17. We will answer soon."),
    ("", "I'm driving and have notifications silenced. I'll see your message when I arrive."),
    ("Eingangsbestätigung", "Wir haben Ihre Anfrage erhalten. Diese Nachricht wurde automatisch erstellt."),
    ("Info", "This mailbox is not monitored. Visit our help pages for answers."),
]
PEOPLE = [
    (
        "Out of office next week",
        "I shall be out of the office on leave from Sunday. May we shift our call to Thursday at 2:30 pm?",
    ),
    ("Delivery", "We are on vacation until 4 May, please hold the parcel until then."),
    ("Pause", "I will be away in July, can you stop the paper for that month?"),
    ("Mail", "My emails to your support keep bouncing, they say mailbox full. What is the right address?"),
    ("Re: Meeting", "I'm out of the office on Friday, could we meet on Monday instead?"),
    ("Question", "I got your automatic reply three times. When will somebody answer my question?"),
    ("Order", "It says delivered but nothing arrived at my door."),
    ("", "Tom doesn't work here any more, I'm his successor."),
    ("", "your office was closed when I came, why?"),
    ("", "Are you open on holidays?"),
    ("Complaint", "Nobody was in the office and nobody called back."),
    ("", "my back hurts, can I see the doctor on Monday"),
    ("Refund", "I returned the shoes on 3 May and still wait for the money."),
    ("Invoice", "We received your invoice but the amount is wrong."),
    ("", "the out of office function in your program does not send any replies"),
    ("Access", "I have no access to my email account since Monday."),
]


def read(subject: str, text: str) -> str | None:
    return read_machine_mail(subject=subject.lower(), text=straighten(text).lower())


@pytest.mark.parametrize(("subject", "text"), AWAY)
def test_a_notice_of_absence_is_known_in_any_language(subject: str, text: str) -> None:
    assert read(subject, text) == "auto.out_of_office"


@pytest.mark.parametrize(("subject", "text"), FAILED)
def test_a_failed_delivery_is_a_bounce(subject: str, text: str) -> None:
    assert read(subject, text) == "auto.bounce"


@pytest.mark.parametrize(("subject", "text"), AUTOMATIC)
def test_every_other_machine_is_an_automatic_reply(subject: str, text: str) -> None:
    assert read(subject, text) == "auto.reply"


@pytest.mark.parametrize(("subject", "text"), PEOPLE)
def test_people_who_speak_of_the_same_things_are_no_machines(subject: str, text: str) -> None:
    assert read(subject, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Petra left the company in May. Please do not write to this address again.",
        "Mr Lund is no longer with us. Kindly remove this address from your mailing list.",
        "She has left our firm. No more e-mails to this mailbox please.",
    ],
)
def test_who_asks_for_no_more_mail_to_somebody_gone_is_a_person(text: str) -> None:
    assert read("", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Petra left the company in May. Please contact ask@fir.example and do not write here any more.",
        "This is an automated reply: Mr Lund left the company. Please do not write to this mailbox again.",
    ],
)
def test_a_machine_may_say_so_too(text: str) -> None:
    assert read("", text) == "auto.reply"
