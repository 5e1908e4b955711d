"""Where talk is played without Slack: turn by turn, each in its own transaction, the clock standing still."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from assistant.dialogue.pressing.presses import Press, press
from assistant.dialogue.talk import REFUSALS, Said, talk
from assistant.jobs.leased import LeasedJobs
from assistant.presenting.plain import plain_reply
from assistant.work import SYSTEM, Company, Work, member_actor
from channels.reply import Action, Reply
from nlp.understanding import Understander, Utterance
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.scenario.company import member_named
from tests.scenario.records import fact_of, find_record
from tests.scenario.script import Dialogue, Line
from tests.scenario.theatre import ZONE

_SPAN = re.compile(r"(?P<number>\d+) (?P<unit>minute|hour|day)s? later")


@dataclass
class Parlour:
    """A dialogue under way: `where` of a line names its thread, else each speaker has their own."""

    database: Database
    clock: FrozenClock
    company: Company
    understander: Understander
    reply: Reply = field(default_factory=lambda: Reply(text=""))
    speaker: str = ""
    heard: str = ""

    def play(self, dialogue: Dialogue) -> None:
        """Play every line; fails with the line and what was answered last."""
        for line in dialogue.lines:
            wrong = self._play(line)
            assert not wrong, f"line {line.number}: {wrong}; after “{self.heard}”:\n{self.shown}"

    @property
    def shown(self) -> str:
        """The last answer as text, its buttons below."""
        return "\n".join([plain_reply(self.reply), *(f"[{one.label}]" for one in self.reply.actions)])

    def _play(self, line: Line) -> str:
        if line.kind == "say":
            self._say(line)
        elif line.kind == "press":
            self._press(line)
        elif line.kind == "time":
            found = _SPAN.fullmatch(line.text)
            assert found is not None
            self.clock.advance(timedelta(**{f"{found['unit']}s": int(found["number"])}))
        elif line.kind == "record":
            return self._record(line.text)
        else:
            is_there = line.text.lower() in self.shown.lower()
            return "" if is_there is (line.kind == "reply") else f"{line.kind} {line.text!r}"
        return ""

    def _say(self, line: Line) -> None:
        self.speaker, self.heard = line.who, line.text
        utterance = Utterance(text=line.text, persona="rep", now=self.clock.now, tz=ZONE, channel="slack")
        understanding = self.understander.understand(utterance)
        key = line.where or f"dm:{line.who}"
        with self.database.begin(actor=self._key()) as uow:
            self.reply = talk(self._work(uow), Said(key, line.text, understanding)).reply

    def _press(self, line: Line) -> None:
        action = self._action(line.text)
        with self.database.begin(actor=self._key()) as uow:
            try:
                self.reply = press(self._work(uow), Press(action.name, action.value)).reply
            except REFUSALS as refused:
                self.reply = Reply(text=str(refused))

    def _action(self, words: str) -> Action:
        return next(one for one in self.reply.actions if words.lower() in f"{one.name} {one.label}".lower())

    def _key(self) -> str:
        with self.database.read() as uow:
            return self._work(uow).actor.key

    def _work(self, uow: UnitOfWork) -> Work:
        who = member_named(Work(uow, SYSTEM, self.company, LeasedJobs(self.database)), self.speaker)
        return Work(uow, member_actor(who), self.company, LeasedJobs(self.database))

    def _record(self, text: str) -> str:
        """What is not as it should be; empty where all is."""
        what, _, facts = text.partition(":")
        entity, _, name = what.strip().partition(" ")
        with self.database.read() as uow:
            record = find_record(uow, entity, name)
            if facts.strip() == "none" or record is None:
                return "" if (record is None) is (facts.strip() == "none") else f"{what}: {record}"
            for fact in facts.strip().split(", "):
                key, _, wanted = fact.partition(" ")
                if (found := fact_of(uow, record, key)) != wanted:
                    return f"{what}: {key} is {found!r}, not {wanted!r}"
        return ""
