"""Machines and carriers' keywords are known before anything is understood."""

import pytest

from assistant.pipeline.case import Screening
from assistant.pipeline.keywords import without_guesses
from assistant.pipeline.screen import MACHINES, screen
from channels.contract import Bounce, Kind, Machine
from tests.factories import make_case, make_message


@pytest.mark.parametrize("machine", list(Machine))
def test_every_machine_is_screened(machine: Machine) -> None:
    screened = screen(make_case(make_message(machine=machine))).screening
    assert screened == MACHINES[machine]
    assert screened.disposition is not None


def test_a_bounce_counts_before_the_machine_that_wrote_it() -> None:
    bounce = Bounce(recipients=("greta@halden-bikes.example",), is_permanent=True)
    message = make_message(bounce=bounce, machine=Machine.AUTO_REPLY)
    assert screen(make_case(message)).screening.disposition == "bounce"


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("STOP", "stop"),
        (" Stop! ", "stop"),
        ("opt-out", "stop"),
        ("start", "start"),
        ("HELP?", "help"),
        ("*S.T.O.P.*", "stop"),
        ("“Stop All”", "stop"),
        ("STOP 🛑", "stop"),
        ("Unsubscribe.", "stop"),
        ("Revoke", "stop"),
        ("un-stop", "start"),
        ("info!", "help"),
        ("Yes", "yes"),
        ("yes, but stop the noise", None),
        ("stop " * 20, None),
        ("please stop the noise", None),
        ("", None),
    ],
)
def test_a_keyword_stands_alone_on_a_phone(text: str, keyword: str | None) -> None:
    assert screen(make_case(make_message(text, channel="sms"))).screening == Screening(keyword=keyword)  # type: ignore[arg-type]


def test_a_keyword_is_none_in_a_mail_and_none_in_a_status_report() -> None:
    assert screen(make_case(make_message("STOP"))).screening.keyword is None
    status = make_message("STOP", channel="sms", kind=Kind.STATUS)
    assert screen(make_case(status)).screening.keyword is None


@pytest.mark.parametrize(
    ("text", "is_wanted"),
    [
        ("the address is wrong again", False),
        ("start over", True),
        ("please put me back on the list", True),
        ("ok you can text me again", True),
        ("it rings again and again", False),
    ],
)
def test_agreeing_to_messages_takes_a_word_of_them(text: str, is_wanted: bool) -> None:
    case = without_guesses(make_case(make_message(text, channel="sms"), "opt_in"))
    assert ("opt_in" in case.intents) is is_wanted
