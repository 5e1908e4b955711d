"""What happens to Rapport while it is killed: what was there before, and what the outside hands over.

`hand_over` is done again in the second life, as providers, colleagues and clocks do where nothing was
acknowledged. Everything comes by the doors it comes by in earnest: signed requests, IMAP, the clock's tick.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
from sqlmodel import select

from assistant.actions import deals, people
from assistant.actions.members import save_member
from assistant.bootstrap import Runtime
from assistant.demo.sandbox import ACCOUNT_SID, AUTH_TOKEN, NUMBER
from assistant.follow_ups.sequences.enrolments import enrol
from assistant.follow_ups.ticking import TICKS, leave_job
from assistant.parts import Waker, mail_part, make_worker
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from channels.slack.signature import sign as sign_slack
from channels.sms.signature import sign as sign_twilio
from storage.models import Card, Delivery, MailboxCursor
from storage.queries import outreach
from tests.fixtures.whole import CUSTOMER, PHONE, REP, mail

DANA, DIRECT = "U0DANA", "D0DANA"
"""A colleague, and her direct messages with the bot."""
SAID_AT, SAID_TEXT = "1772440200.000100", "move Acme rollout to negotiation"


@dataclass(frozen=True)
class Place:
    """The process under test, and a client for its web server."""

    runtime: Runtime
    http: httpx.AsyncClient

    async def rest(self, *, batch: int = 10) -> None:
        """Work and send until nothing is left to do."""
        worker = make_worker(self.runtime, Waker())
        await worker.engine.recover()
        busy = True
        while busy:
            worked = await worker.work_due()
            busy = bool(worked + await self.runtime.deliverer.send_due(limit=batch))


Deed = Callable[[Place], Awaitable[None]]


async def nothing(_place: Place) -> None:
    """Nothing was there before."""


@dataclass(frozen=True)
class Scene:
    """One thing that comes in."""

    hand_over: Deed
    prepare: Deed = nothing
    dies_before_commits: bool = False
    """Whether deaths just before a commit are tried too. They leave what the step before left."""
    steps: tuple[str, ...] = ()
    """Only deaths at steps that end so; empty: at all."""

    def counts(self, label: str) -> bool:
        """Whether a death at this step is tried."""
        if label.startswith("before") and not self.dies_before_commits:
            return False
        return not self.steps or label.endswith(self.steps)


async def hand_over_mail(place: Place) -> None:
    """A mail, as the mailbox's reader hands it in."""
    raw = bytes(mail("The brakes of our bikes squeal."))
    now = place.runtime.clock()
    await place.runtime.inbox.receive(
        Received("email", "support@rapport.example", external_id_of(raw), sender_of(raw), raw, now)
    )


async def read_mailbox(place: Place) -> None:
    """Two mails lie in the mailbox: they are fetched, kept, and the cursor is moved."""
    listening = asyncio.create_task(mail_part(place.runtime))
    while not await asyncio.to_thread(_has_cursor, place.runtime):
        await asyncio.wait({listening}, timeout=0.02)
        assert not listening.done(), listening.result()
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening


def _has_cursor(runtime: Runtime) -> bool:
    with runtime.database.read() as uow:
        return any(one.last_uid >= 2 for one in uow.session.exec(select(MailboxCursor)))


async def post_text(place: Place) -> None:
    """A text, as Twilio posts it; it posts again what was not answered."""
    url = f"{place.runtime.settings.base_url}/twilio/messages"
    fields = {
        "MessageSid": "SM" + "7" * 32,
        "AccountSid": ACCOUNT_SID,
        "From": PHONE,
        "To": NUMBER,
        "Body": "How much is it",
        "NumMedia": "0",
    }
    signature = sign_twilio(url, list(fields.items()), auth_token=AUTH_TOKEN)
    answer = await place.http.post(url, data=fields, headers={"X-Twilio-Signature": signature})
    answer.raise_for_status()


async def make_deal(place: Place) -> None:
    """Dana has a deal."""
    runtime = place.runtime
    with runtime.database.begin(cause="prepare") as uow:
        work = runtime.work(uow)
        member = save_member(work, email=REP, name="Dana Reyes", role="rep")
        company = people.create_company(work, name="Acme")
        uow.flush()
        fields = deals.DealFields(title="Acme rollout", stage="proposal", owner_id=member.id)
        deals.create_deal(work, fields, company=company)


async def say(place: Place) -> None:
    """Dana tells the bot to move it."""
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": DIRECT,
        "user": DANA,
        "text": SAID_TEXT,
        "ts": SAID_AT,
        "event_ts": SAID_AT,
    }
    envelope = {"type": "event_callback", "team_id": "T0SANDBOX", "event_id": "Ev0DANA", "event": event}
    await _post_slack(place, json.dumps(envelope).encode(), kind="application/json")


async def move_deal(place: Place) -> None:
    """Dana has told the bot to move the deal, and has its receipt."""
    await make_deal(place)
    await say(place)
    await place.rest()


async def press_undo(place: Place) -> None:
    """Dana presses Undo below the receipt."""
    with place.runtime.database.read() as uow:
        card = uow.session.exec(select(Card)).one()
        receipt = uow.session.exec(select(Delivery).order_by(Delivery.id).limit(1)).one()
    shown_at = receipt.external_id.partition(":")[2]
    press = {
        "type": "block_actions",
        "team": {"id": "T0SANDBOX", "domain": "sandbox"},
        "user": {"id": DANA, "team_id": "T0SANDBOX"},
        "trigger_id": "trigger.dana",
        "container": {"type": "message", "message_ts": shown_at, "channel_id": DIRECT},
        "channel": {"id": DIRECT, "name": "directmessage"},
        "message": {"ts": shown_at, "thread_ts": SAID_AT, "text": ""},
        "actions": [{"type": "button", "action_id": "card.undo", "value": card.id}],
    }
    form = urlencode({"payload": json.dumps(press)}).encode()
    await _post_slack(place, form, kind="application/x-www-form-urlencoded")


async def _post_slack(place: Place, raw: bytes, *, kind: str) -> None:
    stamp = str(int(place.runtime.clock().timestamp()))
    secret = place.runtime.settings.slack_signing_secret
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign_slack(raw, secret=secret, timestamp=stamp),
    }
    url = f"{place.runtime.settings.base_url}/slack/events"
    (await place.http.post(url, content=raw, headers=headers)).raise_for_status()


async def enrol_greta(place: Place) -> None:
    """Greta is in the welcome sequence, whose first step is due."""
    runtime = place.runtime
    with runtime.database.begin(cause="prepare") as uow:
        work = runtime.work(uow)
        contact = people.create_contact(work, name="Greta Halden", email=CUSTOMER)
        uow.flush()
        sequence = outreach.find_sequence(uow, "welcome")
        assert sequence is not None
        enrol(work, contact, sequence)


async def tick(place: Place) -> None:
    """The clock ticks for sequences."""
    due = next(one for one in TICKS if one.kind == "sweep.sequences")
    await asyncio.to_thread(leave_job, place.runtime, due)


SCENES: Mapping[str, Scene] = {
    "mail": Scene(hand_over_mail, dies_before_commits=True),
    "mailbox": Scene(read_mailbox, steps=("inbox.receive", "mailbox.cursor")),
    "text": Scene(post_text),
    "colleague": Scene(say, prepare=make_deal),
    "press": Scene(press_undo, prepare=move_deal),
    "sequence": Scene(tick, prepare=enrol_greta),
}
