"""Walking one inbox entry through the pipeline, to exactly one disposition."""

import asyncio
from dataclasses import dataclass, replace

import structlog

from assistant.inbox import received_of
from assistant.pipeline import calls, colleagues, keywords, routes
from assistant.pipeline.absence import read_absence
from assistant.pipeline.act import act
from assistant.pipeline.case import Case, Outcome
from assistant.pipeline.decide import decide
from assistant.pipeline.identify import identify
from assistant.pipeline.rated import rated
from assistant.pipeline.recognise import Directory, recognise
from assistant.pipeline.screen import screen
from assistant.pipeline.surfaces import begin_status
from assistant.pipeline.thread import thread
from assistant.stores.files import FileStore
from assistant.work import SYSTEM, Company, JobQueue, Work
from channels.contract import Kind, Machine
from channels.registry import Channels
from nlp.understanding import Understander, Utterance
from storage.database import Database
from storage.models import InboxEntry
from storage.queries import ledger

log = structlog.get_logger()


_TWICE = Outcome("duplicate", "The same message came through another address of ours.")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything a message meets on its way."""

    database: Database
    company: Company
    jobs: JobQueue
    channels: Channels
    directory: Directory
    understander: Understander
    files: FileStore

    async def work(self, entry_id: str) -> Outcome | None:
        """Take one entry to its end; None where it had one. What a step raises has the job tried again."""
        entry = await asyncio.to_thread(self._load, entry_id)
        if entry is None:
            return None
        message = self.channels[entry.channel].read(received_of(entry))
        case = screen(Case(entry_id=entry.id, message=message))
        case = await recognise(case, self.directory)
        showing = begin_status(self.channels[entry.channel], message)
        outcome = await asyncio.to_thread(self.settle, case)
        if showing is not None:
            await showing
        return outcome

    def park(self, entry_id: str, error: str) -> None:
        """Set an entry aside after its last try, with its error, for a person to see and replay."""
        with self.database.begin(cause=f"inbox:{entry_id}") as uow:
            entry = uow.get(InboxEntry, entry_id)
            if entry.disposition == "pending":
                entry.disposition, entry.error, entry.settled_at = "parked", error[:2000], uow.now
                log.warning("inbox.parked", entry_id=entry_id, channel=entry.channel)

    def _load(self, entry_id: str) -> InboxEntry | None:
        with self.database.read() as uow:
            entry = uow.get(InboxEntry, entry_id)
            return entry if entry.disposition == "pending" else None

    def settle(self, case: Case) -> Outcome:
        """Step 3 on: what a screened message means, and all that follows, in one transaction (T2)."""
        case = self._understand(case)
        with self.database.begin(actor=SYSTEM.key, cause=case.cause) as uow:
            entry = ledger.lock_entry(uow, case.entry_id)
            if entry.disposition != "pending":
                return Outcome("duplicate", "It was settled meanwhile.")
            work = Work(uow=uow, actor=SYSTEM, company=self.company, jobs=self.jobs)
            outcome = _TWICE if entry.has_twin else self._inside(case, work)
            ledger.settle_entry(
                uow,
                case.entry_id,
                disposition=outcome.disposition,
                reason=outcome.reason,
                interaction_id=outcome.interaction_id,
            )
        log.info("inbox.settled", entry_id=case.entry_id, disposition=outcome.disposition)
        return outcome

    def _understand(self, case: Case) -> Case:
        message = case.message
        if message.machine is Machine.OUT_OF_OFFICE:
            return replace(
                case, understanding=read_absence(message, now=self.database.clock(), company=self.company)
            )
        if case.screening.disposition is not None or not routes.is_words(case):
            return case
        utterance = Utterance(
            text=message.new_text or message.text,
            persona="customer" if case.member_id is None or message.channel == "email" else "rep",
            now=self.database.clock(),
            tz=self.company.time_zone,
            channel=message.channel,
            subject=message.subject,
            country=self.company.country,
        )
        return replace(case, understanding=self.understander.understand(utterance))

    def _inside(self, case: Case, work: Work) -> Outcome:
        route = routes.route_of(case)
        if route is not None:
            return route(case, work)
        if case.message.kind is Kind.CALL:
            return calls.file_call(case, work)
        if case.message.kind is not Kind.MESSAGE:
            return Outcome("ignored", f"Nothing is done about {case.message.kind}.")
        written = colleagues.word_in_conversation(case, work, self.files)
        if written is not None:
            return written
        case = keywords.without_guesses(keywords.settled(identify(case, work), work))
        if case.outcome is None:
            case = thread(case, work)
            plan = rated(case, work, decide(case, now=work.now, rules=work.crm.tickets))
            case = act(replace(case, plan=plan), work, self.files)
        assert case.outcome is not None
        colleagues.note_forward(case, work)
        return case.outcome
