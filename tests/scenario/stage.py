"""Plays a dialogue in the theatre; checks what people see, the records, and who was written to."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from channels.sandbox.slack.records import (
    Json,
    SandboxMessage,
    elements,
    label_of,
    named,
    objects,
    text_of,
)
from nlp.understanding import Utterance
from tests.scenario.company import ADDRESSES, MEMBERS
from tests.scenario.records import fact_of, find_record
from tests.scenario.script import Dialogue, Line
from tests.scenario.theatre import ZONE, Theatre

SILENCE = "(silence)"
NOTHING = "(nothing)"
UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_SPAN = re.compile(r"(?P<number>\d+|an?) (?P<unit>minute|hour|day|week)s? later")


@dataclass
class Stage:
    """A dialogue under way."""

    theatre: Theatre
    speaker: str = ""
    place: str = ""
    said: str = ""
    seen: dict[str, int] = field(default_factory=dict)

    async def play(self, dialogue: Dialogue) -> None:
        """Play every line; fails with the line and what was seen then."""
        roads: dict[str, Callable[[Line], Awaitable[None]]] = {
            "say": self._say,
            "press": self._press,
            "mails": self._mails,
            "texts": self._texts,
            "time": self._time,
            "record": self._record,
        }
        for line in dialogue.lines:
            road = roads.get(line.kind)
            if road is not None:
                await road(line)
            else:
                self._look(line)

    # what people do ------------------------------------------------------------------------------------

    async def _say(self, line: Line) -> None:
        self._attend(line.who)
        slack, user = self.theatre.sandbox.slack, MEMBERS_OR_STRANGERS[line.who]
        where = line.where.removeprefix("aside ").removeprefix("in ")
        self.said = line.text
        if line.where == "by /crm":
            await slack.command(user, line.text)
        elif where == "the thread":
            await slack.say(user, self.place, line.text, thread=self._latest())
        elif line.where.startswith("aside"):
            self.place = where
            await slack.say(user, where, line.text)
        elif where:
            self.place = where
            await slack.mention(user, where, line.text)
        else:
            self.place = ""
            await slack.say(user, "", line.text)
        await self.theatre.settle()

    async def _press(self, line: Line) -> None:
        if line.who:
            self.speaker = line.who
        name, _, rest = line.text.partition(" ")
        message = self._with_button(name)
        action, value, label, choice = _target(message, name, rest)
        self._attend(self.speaker)
        chosen = rest.split() if name == "confirm" and rest else None
        await self.theatre.sandbox.slack.press(
            message,
            action,
            MEMBERS_OR_STRANGERS[self.speaker],
            value=value,
            label=label,
            choice=choice,
            lines=chosen,
        )
        await self.theatre.settle()

    async def _mails(self, line: Line) -> None:
        name, address, _ = ADDRESSES[line.who]
        subject, _, words = line.text.partition(" / ")
        await self.theatre.mail(f"{name} <{address}>", subject, words)

    async def _texts(self, line: Line) -> None:
        await self.theatre.text(ADDRESSES[line.who][2], line.text)

    async def _time(self, line: Line) -> None:
        span = _SPAN.fullmatch(line.text)
        if span is None:
            await self.theatre.tick(line.text)
            return
        number = 1 if span["number"].startswith("a") else int(span["number"])
        await self.theatre.pass_time(timedelta(seconds=number * UNITS[span["unit"]]))

    # what must be so -----------------------------------------------------------------------------------

    def _look(self, line: Line) -> None:
        checks: dict[str, Callable[[Line], bool]] = {
            "reply": lambda one: self._is_in(one, self._shown()),
            "absent": lambda one: one.text.lower() not in self._shown().lower(),
            "private": lambda one: self._is_in(one, self._private()) and not self._is_in(one, self._public()),
            "gets": self._gets,
            "sees": lambda one: self._is_in(one, _joined(self._direct(one.who))),
            "channel": lambda one: self._is_in(one, _joined(self.theatre.sandbox.slack.answers(one.who))),
        }
        assert checks[line.kind](line), (
            f"line {line.number}: {line.kind} {line.text!r}; seen:\n{self._scene()}"
        )

    async def _record(self, line: Line) -> None:
        what, _, facts = line.text.partition(":")
        entity, _, name = what.strip().partition(" ")
        found = await asyncio.to_thread(self._facts, entity, name, facts.strip())
        assert found == "", f"line {line.number}: {found}; seen:\n{self._scene()}"

    def _facts(self, entity: str, name: str, facts: str) -> str:
        """What is not as it should be; empty where all is."""
        with self.theatre.runtime.database.read() as uow:
            record = find_record(uow, entity, name)
            if facts == "none":
                return "" if record is None else f"there is a {entity} {name}"
            if record is None:
                return f"there is no {entity} {name}"
            for fact in facts.split(", "):
                key, _, wanted = fact.strip().partition(" ")
                found = fact_of(uow, record, key)
                if found != wanted:
                    return f"{key} is {found!r}, not {wanted!r}"
        return ""

    def _gets(self, line: Line) -> bool:
        _, address, number = ADDRESSES[line.who]
        sandbox = self.theatre.sandbox
        mails = [one for one in self.theatre.mails if address in one.recipients]
        words = [f"{one.message['Subject']}\n{one.text}" for one in mails]
        words += [one.body for one in sandbox.twilio.messages_to(number)]
        return not words if line.text == NOTHING else any(line.text.lower() in one.lower() for one in words)

    # what is seen --------------------------------------------------------------------------------------

    def _attend(self, who: str) -> None:
        """Somebody acts now: what stands already is no answer to it."""
        self.speaker = who
        self.seen = {one.id: one.edits for one in self._everything()}

    def _everything(self) -> list[SandboxMessage]:
        slack = self.theatre.sandbox.slack
        if not self.speaker:
            return []
        user = MEMBERS_OR_STRANGERS[self.speaker]
        in_place = slack.answers(self.place) if self.place else []
        return [*in_place, *self._direct(self.speaker), *slack.ephemerals(user)]

    def _direct(self, who: str) -> list[SandboxMessage]:
        return self.theatre.sandbox.slack.answers("", user=MEMBERS_OR_STRANGERS[who])

    def _fresh(self) -> list[SandboxMessage]:
        return [
            one for one in self._everything() if self.seen.get(one.id) != one.edits and not one.is_deleted
        ]

    def _latest(self) -> SandboxMessage:
        return max(self._fresh() or self._everything(), key=lambda one: one.ts)

    def _with_button(self, name: str) -> SandboxMessage:
        """The newest message on which something of that name can be pressed."""
        slack = self.theatre.sandbox.slack
        channels = [one for channel in ("support", "sales", "general") for one in slack.answers(channel)]
        for message in sorted([*self._everything(), *channels], key=lambda one: one.ts, reverse=True):
            if any(_is_named(element, name) for element in elements(message.blocks)):
                return message
        raise AssertionError(f"there is nothing called {name!r} to press; seen:\n{self._scene()}")

    def _is_in(self, line: Line, shown: str) -> bool:
        return not shown.strip() if line.text == SILENCE else line.text.lower() in shown.lower()

    def _shown(self) -> str:
        return _joined(self._fresh())

    def _private(self) -> str:
        return _joined([one for one in self._fresh() if one.shown_to])

    def _public(self) -> str:
        return _joined([one for one in self._fresh() if not one.shown_to])

    def _scene(self) -> str:
        utterance = Utterance(
            text=self.said, persona="rep", now=self.theatre.clock(), tz=ZONE, channel="slack"
        )
        acts = self.theatre.runtime.understander.understand(utterance).acts
        meant = ", ".join(f"{one.intent} {dict(one.slots)}" for one in acts)
        return f"{self._shown()}\n(“{self.said}” was read as {meant})"


MEMBERS_OR_STRANGERS = {short: email for short, (email, _, _) in MEMBERS.items()} | {
    "Eve": "eve@elsewhere.test"
}


def _joined(messages: list[SandboxMessage]) -> str:
    return "\n".join(one.shown for one in sorted(messages, key=lambda one: one.ts))


def _is_named(element: Json, name: str) -> bool:
    action = named(element)[0]
    return name.lower() in (action, action.rpartition(".")[2], label_of(element).lower().split(" ")[0])


def _target(message: SandboxMessage, name: str, rest: str) -> tuple[str, str | None, str | None, str | None]:
    """Action, value, label and choice of what is meant by a press."""
    fitting = [one for one in elements(message.blocks) if _is_named(one, name)]
    if rest.startswith("= "):
        action, value = named(fitting[0])
        wanted = rest[2:].lower()
        options = objects(fitting[0].get("options"))
        chosen = next(one for one in options if wanted in text_of(one.get("text")).lower())
        return action, value, None, str(chosen["value"])
    if rest and name != "confirm":
        fitting = [one for one in fitting if rest.lower() in label_of(one).lower()] or fitting
    action, value = named(fitting[0])
    return action, value, None, None
