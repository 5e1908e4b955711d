"""The guided story: real traffic through the adapters, and what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from typing import TypeVar

import aiosmtplib

from assistant.bootstrap import Runtime
from assistant.demo.company import MANAGER, PROSPECT, REP
from assistant.demo.sandbox import MAILBOX, NUMBER, Sandbox
from assistant.presenting.money import say_money
from channels.sandbox.slack import SandboxMessage
from config.errors import RapportError
from storage.queries import sales, service
from storage.unit_of_work import UnitOfWork

Found = TypeVar("Found")
PATIENCE_SECONDS = 30.0
CUSTOMER = "greta@halden-bikes.example"
TEXTER = "+14155550142"
COMPLAINT = "Hello,\n\nthe brakes of the bikes you delivered squeal. Can you help?\n\nGreta Halden\n"


class StoryStuck(RapportError):
    """A step of the story did not come to its end in time."""

    code = "story_stuck"


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of the main job, one after the other; each prints what was done and what came of it."""

    runtime: Runtime
    sandbox: Sandbox
    tell: Callable[[str], None]

    async def play(self) -> None:
        """Play every step. Raises StoryStuck where one lasts too long."""
        steps: tuple[tuple[str, Callable[[], Awaitable[str]]], ...] = (
            ("A customer writes an e-mail", self.mail),
            ("The team sees it in Slack and answers from there", self.answer),
            ("A prospect sends a text", self.text),
            ("A rep changes a deal in Slack", self.move),
            ("A manager asks for the pipeline", self.pipeline),
            ("A due follow-up goes out by itself", self.follow_up),
        )
        for number, (title, step) in enumerate(steps, start=1):
            self.tell(f"\n{number}. {title}")
            try:
                told = await step()
            except TimeoutError:
                raise StoryStuck(
                    f"Nothing came of it within {PATIENCE_SECONDS:.0f} seconds; "
                    "the warnings above say why, or the machine is too busy: start again."
                ) from None
            for line in told.splitlines():
                self.tell(f"   {line}")

    async def mail(self) -> str:
        """Mail in: a ticket, and the acknowledgement."""
        seen = len(self.sandbox.mail.messages_to(CUSTOMER))
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Greta Halden <{CUSTOMER}>", MAILBOX
        mail["Subject"], mail["Message-ID"] = "The brakes squeal", make_msgid(domain="halden-bikes.example")
        mail.set_content(COMPLAINT)
        await aiosmtplib.send(mail, hostname="127.0.0.1", port=self.sandbox.mail.port)
        answers = await self._until(lambda: self.sandbox.mail.messages_to(CUSTOMER)[seen:])
        ticket = await self._ask(lambda uow: service.list_tickets(uow, service.TicketFilter(), limit=1)[0])
        subject = answers[0].message["Subject"]
        opened = f"-> ticket #{ticket.number}: {ticket.subject} ({ticket.priority})"
        return f"{opened}\n-> acknowledged by mail: {subject}"

    async def answer(self) -> str:
        """The card in the support channel; a reply from its thread goes to the customer."""
        seen = len(self.sandbox.mail.messages_to(CUSTOMER))
        slack = self.sandbox.slack
        card = await slack.wait_for(lambda: _last(slack.answers("support")))
        # The thread stands for the ticket as soon as the posting is settled, a moment after Slack shows it.
        await self._until(lambda: self._is_settled(card))
        await slack.say(
            REP.email, "support", "reply: Hello Greta, we send a technician tomorrow.", thread=card
        )
        answers = await self._until(lambda: self.sandbox.mail.messages_to(CUSTOMER)[seen:])
        sent = answers[0].message["Subject"]
        return f"-> card in #support: {card.shown.splitlines()[0]}\n-> answered by mail: {sent}"

    async def text(self) -> str:
        """Text in: a lead, and the acknowledgement."""
        seen = len(self.sandbox.twilio.messages_to(TEXTER))
        await self.sandbox.twilio.text(
            sender=TEXTER, recipient=NUMBER, body="Hi, how much are 40 licences of your premium plan?"
        )
        answers = await self._until(lambda: self.sandbox.twilio.messages_to(TEXTER)[seen:])
        lead = await self._ask(lambda uow: sales.list_leads(uow, limit=1)[0])
        return f"-> lead: {lead.name}, “{lead.interest}”\n-> acknowledged by text: {answers[0].body}"

    async def move(self) -> str:
        """“Move Acme to negotiation”: the changed deal."""
        reply = await self._say(REP.email, "move Acme to negotiation")
        deal = await self._ask(lambda uow: _deal_titled(uow, "Acme"))
        return f"> move Acme to negotiation\n{reply}\n-> {deal}"

    async def pipeline(self) -> str:
        """“Pipeline summary”: the table."""
        return f"> pipeline summary\n{await self._say(MANAGER.email, 'pipeline summary')}"

    async def follow_up(self) -> str:
        """The first step of a sequence, through the gate."""
        sent = await self._until(lambda: self.sandbox.mail.messages_to(PROSPECT))
        return f"-> mail to {PROSPECT}: {sent[0].message['Subject']}"

    async def _say(self, who: str, words: str) -> str:
        slack = self.sandbox.slack
        seen = len(slack.answers("", user=who))
        await slack.say(who, "", words)
        answers = await slack.wait_for(
            lambda: slack.answers("", user=who)[seen:] or None, timeout=PATIENCE_SECONDS
        )
        return answers[-1].shown

    async def _ask(self, question: Callable[[UnitOfWork], Found]) -> Found:
        def read() -> Found:
            with self.runtime.database.read() as uow:
                return question(uow)

        return await asyncio.to_thread(read)

    def _is_settled(self, card: SandboxMessage) -> bool:
        from storage.queries import conversations

        with self.runtime.database.read() as uow:
            return conversations.find_post(uow, channel="slack", conversation_key=card.id) is not None

    async def _until(self, predicate: Callable[[], Found]) -> Found:
        """What the predicate finds, once it finds something."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := predicate()):
                await asyncio.sleep(0.05)  # the emulated mail and phones announce nothing
        return found


def _last(messages: list[SandboxMessage]) -> SandboxMessage | None:
    return messages[-1] if messages else None


def _deal_titled(uow: UnitOfWork, start: str) -> str:
    deals = sales.list_deals(uow, sales.DealFilter(status="open"))
    deal = next(one for one in deals if one.title.startswith(start))
    return f"{deal.title}: {deal.stage}, {say_money(deal.amount_minor, deal.currency)}"
