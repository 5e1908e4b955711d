"""By which way an answer is asked to go, and how a changed way is told."""

import pytest

from assistant.outgoing.ways import ordered_reply, say_switch
from assistant.work import InvalidValue
from storage.models import Interaction


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("reply: On our way.", (None, "On our way.")),
        ("Reply by text: On our way.", ("sms", "On our way.")),
        ("reply via WhatsApp:On our way.", ("whatsapp", "On our way.")),
        ("reply by text message : at 5:00", ("sms", "at 5:00")),
        ("the reply: they want Friday", None),
        ("replying: not yet", None),
        ("I will reply by text: later", None),
    ],
)
def test_an_order_to_answer_names_its_way_or_none(said: str, order: tuple[str | None, str] | None) -> None:
    assert ordered_reply(said) == order


def test_a_way_nobody_knows_is_said_so() -> None:
    with pytest.raises(InvalidValue, match="by pigeon"):
        ordered_reply("reply by pigeon: On our way.")


def test_a_changed_way_is_told_by_the_names_people_use() -> None:
    said = Interaction(kind="message", channel="sms", direction="out", details={"instead_of": "email"})
    assert say_switch(said) == "by text message instead of mail"
    assert say_switch(Interaction(kind="message", channel="sms", direction="out")) == ""
