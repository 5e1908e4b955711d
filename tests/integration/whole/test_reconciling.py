"""What an outage made us miss is named, and texts are taken in."""

from assistant.demo.sandbox import NUMBER
from assistant.reconciling import reconcile
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
