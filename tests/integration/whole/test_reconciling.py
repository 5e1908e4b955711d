"""What an outage made us miss is named, and texts are taken in."""

from datetime import timedelta

from sqlalchemy import text

from assistant.actions.members import save_member
from assistant.demo.sandbox import NUMBER
from assistant.maintenance.reconciling import reconcile
from storage.models import Ticket
from tests.fixtures.whole import PHONE, House, mail


async def test_nothing_is_missing_after_a_mail_and_a_text(house: House) -> None:
    await house.mail(mail("The brakes squeal."))
    await house.text("The heating is cold.")
    found = await reconcile(house.runtime)
    assert [one.gaps for one in found] == [(), ()]


async def test_a_text_missed_in_an_outage_is_taken_in_once(house: House) -> None:
    house.sandbox.twilio.account.hear(sender=PHONE, recipient=NUMBER, body="Anybody there?", media=())
    (texts,) = [one for one in await reconcile(house.runtime) if one.account == "texts"]
    assert len(texts.gaps) == 1
    (again,) = [one for one in await reconcile(house.runtime) if one.account == "texts"]
    assert again.gaps == ()
    await house.settle()
    assert [one.subject for one in await house.all(Ticket)] == ["Anybody there?"]


async def test_every_night_the_admins_are_told_of_gaps_once(sqlite_house: House) -> None:
    house = sqlite_house
    admin = "ada@rapport.example"
    await house.change(
        lambda uow: save_member(house.runtime.work(uow), email=admin, name="Ada Lind", role="admin")
    )
    await house.mail(mail("The brakes squeal."))
    await house.tick("sweep.nightly")
    assert house.sandbox.mail.messages_to(admin) == []
    await house.change(lambda uow: uow.connection().execute(text("DELETE FROM inbox_entry")))
    await house.pass_time(timedelta(days=1))
    for _ in range(2):
        await house.tick("sweep.nightly")
    [told] = house.sandbox.mail.messages_to(admin)
    assert "1 of 1 messages are not in the ledger" in told.text
    assert "<m1@halden-bikes.example>" in told.text


async def test_a_mailbox_that_cannot_be_read_is_named_and_the_others_are_compared(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await house.text("The heating is cold.")
    await house.sandbox.mail.stop()
    by_account = {one.account: one for one in await reconcile(house.runtime)}
    assert by_account["email"].problem
    assert "not compared" in by_account["email"].sentence
    assert by_account["texts"].is_sound
    await house.sandbox.mail.start()
