"""A colleague presses "Call": their phone rings, they are connected, and the timeline tells how it went."""

from datetime import timedelta

from assistant.actions.members import save_member
from assistant.dialogue.pressing.presses import Press, press
from assistant.work import member_actor
from storage.models import Contact, Interaction
from storage.unit_of_work import UnitOfWork
from tests.fixtures.whole import PHONE, REP, House, member

OWN = "+14155550177"


async def test_a_press_connects_the_two_and_the_talk_is_on_the_timeline(sqlite_house: House) -> None:
    house = sqlite_house
    contact_id = await _customer(house)
    said = await house.change(lambda uow: _press(house, uow, contact_id))
    assert f"Your phone {OWN} rings" in said
    await house.settle()
    [call] = house.sandbox.twilio.phones.calls
    assert (call.recipient, call.connected_to) == (OWN, PHONE)
    [logged] = [one for one in await house.all(Interaction) if one.kind == "call"]
    assert logged.text == f"Called {PHONE}: spoke for 3 min 5 s."
    assert (logged.minutes, logged.details["outcome"]) == (3, "completed")


async def test_a_colleague_who_does_not_pick_up_is_told_so_on_the_timeline(sqlite_house: House) -> None:
    house = sqlite_house
    contact_id = await _customer(house)
    house.sandbox.twilio.phones.unanswered[OWN] = "no-answer"
    await house.change(lambda uow: _press(house, uow, contact_id))
    await house.settle()
    [logged] = [one for one in await house.all(Interaction) if one.kind == "call"]
    assert logged.text == f"{PHONE} was not called: the colleague did not pick up."


async def test_a_call_nobody_awaits_any_more_is_not_placed(sqlite_house: House) -> None:
    house = sqlite_house
    contact_id = await _customer(house)
    await house.change(lambda uow: _press(house, uow, contact_id))
    await house.pass_time(timedelta(minutes=10))
    await house.settle()
    assert house.sandbox.twilio.phones.calls == []
    [delivery] = await house.deliveries("voice")
    assert (delivery.state, delivery.error) == ("withheld", "Nobody waits by the phone any more.")


async def _customer(house: House) -> str:
    """A customer who texted us, and a colleague whose own number is known."""
    await house.text("Please call me.")
    found = await house.contact("phone", PHONE)
    assert found is not None
    await house.change(lambda uow: save_member(house.runtime.work(uow), email=REP, role="rep", phone=OWN))
    return found.id


def _press(house: House, uow: UnitOfWork, contact_id: str) -> str:
    work = house.runtime.work(uow, member_actor(member(uow, REP)))
    brief = press(work, Press("contact.call", contact_id)).reply
    assert any(one.name == "contact.call" for one in brief.actions)
    assert uow.get(Contact, contact_id).last_outbound_at is not None
    return brief.footnote
