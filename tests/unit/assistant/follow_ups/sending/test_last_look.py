"""What waited in the outbox is looked at once more as it leaves."""

import asyncio
from datetime import timedelta
from typing import cast

from sqlmodel import select

from assistant.follow_ups.sequences import endings
from assistant.follow_ups.sequences.endings import Absence
from assistant.work import Work
from channels.contract import OutboundMessage, Sent
from channels.errors import DeliveryUnknown
from channels.registry import Channels
from storage.models import Consent, Contact, Delivery
from storage.queries import people
from storage.queries.outgoing import claim_deliveries
from tests.unit.assistant.follow_ups.conftest import Desk


def waiting(desk: Desk) -> tuple[str, str]:
    """A first step in the outbox: its contact and enrolment."""
    contact = desk.person()
    enrolment = desk.enrol(contact)
    desk.sweep()
    return contact, enrolment


def leaves(desk: Desk) -> Delivery:
    """The sender comes round, its relay being away: what may leave is due again later. Gives the step's."""
    asyncio.run(desk.runtime.deliverer.send_due())

    def read(work: Work) -> Delivery:
        steps = select(Delivery).where(Delivery.purpose == "marketing").order_by(Delivery.id)
        return work.uow.session.exec(steps.limit(1)).one()

    return desk.does(read)


def test_an_answer_takes_back_what_waits(desk: Desk) -> None:
    contact, _ = waiting(desk)
    desk.does(lambda work: endings.customer_answered(work, work.uow.get(Contact, contact), intents=["other"]))
    assert leaves(desk).state == "cancelled"


def test_who_opted_out_meanwhile_gets_nothing(desk: Desk) -> None:
    contact, _ = waiting(desk)

    def refuse(work: Work) -> None:
        [identity] = people.identities_of(work.uow, contact)
        facts = {
            "kind": identity.kind,
            "address": identity.address,
            "purpose": "marketing",
            "proof": "by phone",
        }
        work.uow.add(Consent(**facts, is_granted=False, at=work.now))

    desk.does(refuse)
    delivery = leaves(desk)
    assert (delivery.state, delivery.attempts) == ("withheld", 0)
    assert desk.verdicts()[-1].reason == "They opted out on 2 March 2026 (by phone)."
    assert desk.verdicts()[-1].details["step"] == 1


def test_what_would_leave_at_night_waits_for_the_morning(desk: Desk) -> None:
    waiting(desk)
    desk.clock.advance(timedelta(hours=12))
    delivery = leaves(desk)
    assert (delivery.state, delivery.attempts) == ("queued", 0)
    assert delivery.due_at == desk.clock().replace(day=3, hour=8, minute=0)


def test_what_waited_too_long_is_withheld(desk: Desk) -> None:
    waiting(desk)
    desk.clock.advance(timedelta(days=4))
    assert leaves(desk).state == "withheld"


def test_what_waits_rests_with_its_enrolment(desk: Desk) -> None:
    contact, _ = waiting(desk)
    away = Absence((desk.clock() + timedelta(days=3)).date())
    desk.does(lambda work: endings.customer_away(work, work.uow.get(Contact, contact), away))
    assert leaves(desk).due_at > desk.clock() + timedelta(days=3)


def test_a_failed_try_does_not_make_a_message_young_again(desk: Desk) -> None:
    waiting(desk)
    assert leaves(desk).attempts == 1
    desk.clock.advance(timedelta(days=4))
    assert leaves(desk).state == "withheld"


def test_what_was_put_off_for_days_is_tried_as_often_as_anything_else(desk: Desk) -> None:
    contact, _ = waiting(desk)
    away = Absence((desk.clock() + timedelta(days=5)).date())
    desk.does(lambda work: endings.customer_away(work, work.uow.get(Contact, contact), away))
    desk.clock.advance(leaves(desk).due_at - desk.clock())
    desk.sweep()
    assert leaves(desk).attempts == 1
    desk.clock.advance(timedelta(minutes=1))
    assert leaves(desk).state == "queued"


def test_what_may_be_out_already_is_not_held_back(desk: Desk) -> None:
    waiting(desk)

    def lose(work: Work) -> None:
        claim_deliveries(work.uow, limit=1, lease=timedelta(minutes=1), channels=("email",))

    desk.does(lose)
    desk.clock.advance(timedelta(days=4))
    assert leaves(desk).state in ("unknown", "queued")


class Lossy:
    """A relay that loses the answer to the first send, and knows of nothing."""

    def __init__(self) -> None:
        self.sends = 0

    async def send(self, message: OutboundMessage) -> Sent:
        """Take it; the first answer is lost."""
        self.sends += 1
        if self.sends == 1:
            raise DeliveryUnknown("no answer")
        return Sent(message.message_id)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """It never arrived."""
        return None


def through(desk: Desk, relay: Lossy, *, times: int) -> Delivery:
    """The sender comes round so often, half a minute apart."""
    desk.runtime.deliverer._channels = cast(Channels, {"email": relay})
    for _ in range(times):
        found = leaves(desk)
        desk.clock.advance(timedelta(seconds=31))
    return found


def test_what_got_lost_is_looked_at_once_more_before_it_goes_again(desk: Desk) -> None:
    contact, _ = waiting(desk)
    relay = Lossy()
    assert through(desk, relay, times=1).state == "unknown"
    desk.does(lambda work: endings.customer_answered(work, work.uow.get(Contact, contact), intents=["other"]))
    assert through(desk, relay, times=2).state == "withheld"
    assert relay.sends == 1


def test_what_got_lost_goes_again_where_nothing_stands_against_it(desk: Desk) -> None:
    waiting(desk)
    relay = Lossy()
    assert through(desk, relay, times=3).state == "sent"
    assert relay.sends == 2
