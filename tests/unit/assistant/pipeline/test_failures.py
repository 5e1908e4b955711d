"""What becomes of a delivery and its address when a provider reports a failure."""

import pytest

from assistant.pipeline.failures import settle_bounce, settle_status
from channels.contract import Bounce
from storage.database import Database
from storage.models import Delivery
from storage.queries import people
from storage.unit_of_work import UnitOfWork
from tests.fixtures.working import working

PHONE, GRETA = "+14155550142", "greta@halden-bikes.example"


def sent(uow: UnitOfWork, *, channel: str, address: str) -> Delivery:
    """A message that left."""
    delivery = uow.add(
        Delivery(
            key="k", channel=channel, address=address, state="sent", message_id="<k@rapport.example>",
            sent_at=uow.now,
        )
    )  # fmt: skip
    uow.flush()
    return delivery


@pytest.mark.parametrize(
    ("error", "is_suppressed"),
    [("unknown_address", True), ("blocked", True), ("opted_out", True), ("unreachable", False)],
)
def test_a_number_reported_dead_is_suppressed_and_one_out_of_reach_is_not(
    sqlite_database: Database, error: str, is_suppressed: bool
) -> None:
    with sqlite_database.begin() as uow:
        delivery = sent(uow, channel="sms", address=PHONE)
        settle_status(working(uow), delivery, state="failed", error=error)
        found = people.find_suppression(uow, kind="phone", address=PHONE)
        assert (delivery.state, delivery.error) == ("failed", error)
        assert (found is not None) is is_suppressed


@pytest.mark.parametrize(
    ("bounce", "state", "ends"),
    [
        (Bounce((GRETA,), True, "5.1.1", "<k@rapport.example>"), "bounced", False),
        (Bounce((GRETA,), True, "5.2.2"), "bounced", True),
        (Bounce((), True, "5.1.1", "<k@rapport.example>"), "bounced", False),
    ],
    ids=["by-id", "by-recipient", "without-recipient"],
)
def test_a_permanent_bounce_ends_its_delivery_and_suppresses_its_address(
    sqlite_database: Database, bounce: Bounce, state: str, ends: bool
) -> None:
    with sqlite_database.begin() as uow:
        delivery = sent(uow, channel="email", address=GRETA)
        settle_bounce(working(uow), bounce)
        found = people.find_suppression(uow, kind="email", address=GRETA)
        assert delivery.state == state
        assert found is not None
        assert (found.until is not None) is ends


def test_a_passing_bounce_says_so_and_suppresses_nobody(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        delivery = sent(uow, channel="email", address=GRETA)
        settle_bounce(working(uow), Bounce((GRETA,), False, "4.2.2", "<k@rapport.example>"))
        assert (delivery.state, delivery.error) == ("sent", "Temporary failure 4.2.2")
        assert people.find_suppression(uow, kind="email", address=GRETA) is None
