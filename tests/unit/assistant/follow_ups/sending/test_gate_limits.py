"""How much and how fast: the pace of a mailbox, the week's cap, a consent that must have been given."""

from datetime import timedelta
from uuid import uuid4

from assistant.actions.messages import Message, send_to_contact
from assistant.work import Work
from storage.models import Contact
from tests.unit.assistant.follow_ups.conftest import STEPS, Desk


def test_a_mailbox_sends_its_share_of_an_hour_and_the_rest_later(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": STEPS}}, sending={"per_hour": {"email": 3}})
    for number in range(8):
        desk.enrol(desk.person(email=f"p{number}@many.example"))
    sent = []
    for _ in range(3):
        desk.sweep()
        sent.append(len(desk.sent()))
        desk.clock.advance(timedelta(hours=1))
    assert sent == [3, 6, 8]
    reasons = {one.reason for one in desk.verdicts() if one.verdict == "later"}
    assert reasons == {"Our email sends at most 3 of these an hour."}


def test_the_weeks_cap_counts_over_all_channels_and_says_when_it_ends(desk: Desk) -> None:
    both = {"news": {"steps": STEPS[:1]}, "texts": {"steps": [{"channel": "sms", "body": "Hi"}]}}
    desk.configure(sequences=both, sending={"cap_per_week": 1})
    contact = desk.person(phone="+442079460123")
    desk.enrol(contact)
    desk.sweep()
    texted = desk.enrol(contact, "texts")
    desk.sweep()
    assert desk.sent(to="sms") == []
    due = desk.enrolment(texted).due_at
    assert due is not None
    assert due > desk.clock()
    for _ in range(8):
        desk.sweep(days=1)
    assert desk.sent(to="sms") == ["Hi"]


def test_what_is_put_off_for_the_cap_goes_out_when_there_is_room_and_not_before(desk: Desk) -> None:
    desk.configure(sending={"cap_per_week": 2})
    contact_id, begun = desk.person(), desk.clock()

    def news(work: Work) -> int:
        contact = work.uow.get(Contact, contact_id)
        message = Message(text="News", subject="News", key=str(uuid4()), cause="news", purpose="marketing")
        delivery = send_to_contact(work, contact, message, channel="email").delivery
        assert delivery is not None
        return (delivery.due_at - begun).days

    assert [desk.does(news) for _ in range(5)] == [0, 0, 7, 7, 14]
    desk.clock.advance(timedelta(days=8))
    assert desk.does(news) == 14


def test_where_a_consent_is_needed_silence_is_none(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": STEPS}}, sending={"needs_consent": ["email"]})
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    assert desk.sent() == []
    assert desk.enrolment(enrolment).reason == "They never agreed to marketing by email"
    assert desk.told() == []


def test_a_step_is_no_answer_who_got_it_is_still_told_that_we_have_their_words(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": STEPS}})
    contact_id = desk.person()
    desk.enrol(contact_id)
    desk.sweep()
    assert desk.sent() == ["First"]

    def answer(work: Work) -> str:
        contact = work.uow.get(Contact, contact_id)
        message = Message(text="We have it.", key=str(uuid4()), cause="notice:test", is_automatic=True)
        return send_to_contact(work, contact, message, channel="email").verdict.decision

    assert [desk.does(answer), desk.does(answer)] == ["send", "never"]
