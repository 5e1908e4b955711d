"""What needs no reading of sentences: keywords, signs, and machines by form and by words."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlp.customer import CustomerReader
from nlp.customer.machine.texts import load_machine_texts
from nlp.customer.machine.weighing import kind_by_form, kind_by_words
from nlp.errors import TrainingDataError
from tests.unit.nlp.customer.support import utterance


def intents(reader: CustomerReader, text: str, subject: str = "") -> Sequence[str]:
    (read,) = reader.read_many([utterance(text, subject=subject)])
    return [act.intent for act in read.acts]


def test_words_decide_between_machines_where_the_form_is_not_sure_of_its_kind() -> None:
    assert kind_by_form("auto.reply", {"auto.out_of_office": 0.8}) == "auto.out_of_office"
    assert kind_by_form("auto.reply", {"auto.out_of_office": 0.4}) == "auto.reply"
    assert kind_by_form("auto.bounce", {"support.request": 0.9, "auto.bounce": 0.05}) is None


def test_without_a_form_words_have_to_say_it() -> None:
    away = "gone to the hills, back on the 9th"
    assert kind_by_words(away, {"auto.out_of_office": 0.6}) == "auto.out_of_office"
    assert kind_by_words(away, {"auto.out_of_office": 0.4, "other": 0.6}) is None
    assert kind_by_words("it never came to you", {"auto.bounce": 0.7}) is None
    assert kind_by_words("it never came to you", {"auto.bounce": 0.9}) == "auto.bounce"


def test_who_asks_something_and_will_be_away_is_no_machine() -> None:
    away = "i am away until may, please hold my order"
    assert kind_by_words(away, {"auto.out_of_office": 0.7}) is None
    assert kind_by_words("no leak? ring dazza", {"auto.out_of_office": 0.9}) == "auto.out_of_office"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("gone uphill", "The human who lives in this inbox is on a mountain. She comes down on 22 June."),
        ("", "Anneke is away until Jul 13. Messages sent now will be seen when she is back."),
        ("Plant stop", "The plant is in its annual maintenance stop. We return to activities July 20th."),
        ("", "Shop's shut for the fair, Omar is back behind the counter Tuesday 9th. This is a robot."),
        (
            "Re: hose",
            "hiya its only the shop robot, Big Neil is at his sisters wedding til thursday, ring Mo",
        ),
        ("", "AUTO: crew off the river thru Sun 5/31. Boat sinking? text Lupe"),
        ("", "[mensagem automática] Estou de férias até 12/01. Urgências: falar com Edivaldo."),
        ("Odpowiedź automatyczna: cennik", "Jestem na urlopie do 14.08 włącznie, zastępuje mnie pani Maj."),
    ],
)
def test_absences_are_read_in_anybodys_words(reader: CustomerReader, subject: str, text: str) -> None:
    assert intents(reader, text, subject) == ["auto.out_of_office"]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Ticket received",
            "We've got it! Your enquiry is in the queue as RR-20418, we answer within a day.",
        ),
        ("", "This number takes no replies. Call the front desk, Mon-Fri 8 to 6."),
        ("", "You have reached our automatic assistant. Shop hours are Mon to Sat 8.30 - 7, Sunday closed."),
        ("Hello", "A robot writes. The shop is open Wed to Sun until 11, bookings at grim.example/book."),
        ("Held", "Your message waits because you are not on Harriet's list of known senders yet."),
    ],
)
def test_other_machines_are_read_in_anybodys_words(reader: CustomerReader, subject: str, text: str) -> None:
    assert intents(reader, text, subject) == ["auto.reply"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("We are away from 1 to 15 October. Please hold order 88-4102 until the 16th.", ["order.question"]),
        ("Bonjour, je ne souhaite plus recevoir vos promotions. Merci de me retirer.", ["opt_out"]),
        ("I do not work here any more, please stop writing to me.", ["wrong_person", "opt_out"]),
        ("Encore un message ce matin! Lâchez-nous avec vos infolettres svp", ["opt_out"]),
        ("is there anybody there or do I talk to a robot again? get me a person", ["human.request"]),
    ],
)
def test_people_are_not_taken_for_machines(reader: CustomerReader, text: str, meant: list[str]) -> None:
    assert intents(reader, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "Has 11-944 left yet? And no more daily deals mails, please.",
            ["order.question", "opt_out"],
        ),
        (
            "I'd like to leave the wine club in May. Take me off the tasting invitations too.",
            ["cancel.request", "opt_out"],
        ),
        ("this is not mrs alvarado. pls remove it", ["wrong_person", "opt_out"]),
        (
            "I am not Mrs. Comeau and never was. I should be obliged if you would write no more.",
            ["wrong_person", "opt_out"],
        ),
        ("Please put me on your do not call list", ["opt_out"]),
        ("Kindly enter my number in the DND register, it is ringing all day.", ["opt_out"]),
        ("cancel my gold pass n dont text me after", ["cancel.request", "opt_out"]),
        (
            "Thank you for the lovely news all these years, I enjoyed each. Nobody is left here to read "
            "it to, so I'd be grateful if you'd drop me from the bulletin.",
            ["opt_out"],
        ),
        (
            "Yes, that price is fair, go ahead. And kindly quit sending me those coupon texts.",
            ["reply.accept", "opt_out"],
        ),
    ],
)
def test_a_refusal_of_messages_beside_something_else_is_heard(
    reader: CustomerReader, text: str, meant: list[str]
) -> None:
    assert intents(reader, text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Our associate left in May; strike him from the list of persons who receive the alerts.",
        "We make gears since 1968 and would like to supply you. If you want no more from us, reply stop.",
        "Stop order 90071, the feast is moved",
        "How do I stop the till texting my customers after each sale?",
        "Please unsubscribe us from the Gold service plan from January, it is too dear",
        "How kind of you to take me off the list so quickly. The inbox is blessedly quiet, thank you.",
        "Please do not remove me of the list, I only changed the number",
        "I like the reminders, one instead of three would do. Leave me on.",
        "I left your list in a huff, could I be put back on for the newsletter?",
    ],
)
def test_what_only_sounds_like_a_refusal_is_none(reader: CustomerReader, text: str) -> None:
    assert "opt_out" not in intents(reader, text)


def test_a_machines_text_that_somebody_hands_on_is_no_machines(reader: CustomerReader) -> None:
    handed_on = (
        "For your file.\n\n---------- Forwarded message ---------\nFrom: C. Roy <c.roy@roy.example>\n"
        "Subject: Automatic reply: search\n\nI am out of the office until July 13."
    )
    assert intents(reader, handed_on, "Fwd: Automatic reply: search") == ["other"]


def machines(folder: Path, line: str) -> Path:
    (folder / "machines").mkdir()
    (folder / "machines" / "one.jsonl").write_text(line + "\n", encoding="utf-8")
    return folder


def test_a_machines_text_is_learnt_with_its_subject_and_without(tmp_path: Path) -> None:
    line = json.dumps({"intent": "auto.bounce", "subject": "Failure", "text": "No such\nuser."})
    alone, behind = load_machine_texts(machines(tmp_path, line))
    assert (alone.text, behind.text) == ("No such user.", "Failure. No such user.")
    assert (alone.intent, alone.priority) == ("auto.bounce", "low")


@pytest.mark.parametrize(
    "line", ["No such user", '{"intent": "auto.bounce"}', '{"intent": "x", "text": "y"}']
)
def test_a_machines_text_that_cannot_be_read_names_file_and_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(TrainingDataError, match=r"one\.jsonl, line 1"):
        load_machine_texts(machines(tmp_path, line))
