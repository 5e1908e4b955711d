"""Calls placed for a colleague: their phone rings, then the customer's; both legs are reported."""

from typing import Any

import pytest

from channels.contract import Address, Kind, OutboundMessage
from channels.errors import MessageRejected
from channels.reply import Reply
from tests.integration.channels.sms.conftest import CUSTOMER, OWN, Line

COLLEAGUE = "+14155550177"


def call_of(number: str = CUSTOMER) -> OutboundMessage:
    """A colleague wants to be connected with a number."""
    return OutboundMessage(
        key="d1",
        channel="voice",
        account=OWN,
        to=Address(COLLEAGUE),
        reply=Reply(text="Connecting you with Greta & Co."),
        conversation_key=number,
    )


def reports(line: Line) -> list[dict[str, Any]]:
    """What was reported of both legs, in order."""
    read = [line.channel.read(one) for one in line.ledger.kept]
    assert all(one.kind is Kind.STATUS for one in read)
    return [dict(one.payload) for one in read]


async def test_both_are_connected_by_our_number_and_the_talk_is_measured(line: Line) -> None:
    sent = await line.channel.send(call_of())
    await line.sandbox.settled()
    [call] = line.sandbox.phones.calls
    assert (call.sender, call.recipient, call.connected_to) == (OWN, COLLEAGUE, CUSTOMER)
    assert call.heard == ["Connecting you with Greta & Co."]
    told = {str(one["leg"]): (one["state"], one["outcome"], one["seconds"]) for one in reports(line)}
    assert told["customer"] == ("delivered", "completed", 185)
    assert {one["key"] for one in reports(line)} == {"d1"}
    assert {one["external_id"] for one in reports(line)} == {sent.external_id}
    assert await line.channel.find_sent(call_of()) == sent


@pytest.mark.parametrize("outcome", ["busy", "no-answer"])
async def test_a_customer_who_does_not_answer_is_reported(line: Line, outcome: str) -> None:
    line.sandbox.phones.unanswered[CUSTOMER] = outcome
    await line.channel.send(call_of())
    await line.sandbox.settled()
    assert (outcome, 0) in [(one["outcome"], one["seconds"]) for one in reports(line)]


async def test_a_colleague_who_does_not_pick_up_is_never_connected(line: Line) -> None:
    line.sandbox.phones.unanswered[COLLEAGUE] = "no-answer"
    await line.channel.send(call_of())
    await line.sandbox.settled()
    [report] = reports(line)
    assert (report["leg"], report["state"], report["error"]) == ("colleague", "failed", "no_answer")
    assert line.sandbox.phones.calls[0].connected_to == ""


async def test_a_call_to_no_number_is_rejected(line: Line) -> None:
    with pytest.raises(MessageRejected):
        await line.channel.send(call_of(""))
