"""Plays a dialogue through the very talk every client uses, and checks replies and records."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import select

from assistant.bootstrap import Runtime
from assistant.presenting.plain import plain_reply
from assistant.talking import Heard, push, say
from assistant.work import Actor, member_actor
from config.errors import RapportError
from storage import models
from tests.scenario.company import member_named
from tests.scenario.script import Dialogue, Line

NAMED_BY = {"deal": "title", "contact": "name", "company": "name", "lead": "name", "task": "text"}


@dataclass
class Stage:
    """A dialogue under way."""

    runtime: Runtime
    heard: Heard | None = None
    refusal: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    speaker: str = ""

    def play(self, dialogue: Dialogue) -> None:
        """Play every line; fails with the line and the reply that broke it."""
        for line in dialogue.lines:
            {"say": self._say, "press": self._press, "reply": self._reply, "absent": self._absent}.get(
                line.kind, self._record
            )(line)

    def _say(self, line: Line) -> None:
        self.speaker = line.speaker
        self.refusal = ""
        self.heard = say(self.runtime, self._actor(), line.text, conversation="scene")

    def _press(self, line: Line) -> None:
        assert self.heard is not None
        assert self.heard.card is not None, (
            f"line {line.number}: there is nothing to press in:\n{self._said()}"
        )
        name, _, words = line.text.partition(" ")
        value = str(self.heard.card["id"])
        if name == "choose":
            options: Any = self.heard.card["options"]
            chosen = next(one for one in options if words.lower() in f"{one['label']} {one['hint']}".lower())
            value = f"{value}:{chosen['id']}"
        try:
            self.heard = push(self.runtime, self._actor(), f"card.{name}", value)
        except RapportError as refused:
            self.refusal = str(refused)

    def _reply(self, line: Line) -> None:
        assert line.text.lower() in self._said().lower(), (
            f"line {line.number}: {line.text!r} is not in:\n{self._said()}"
        )

    def _absent(self, line: Line) -> None:
        said = self._said()
        assert line.text.lower() not in said.lower(), f"line {line.number}: {line.text!r} is in:\n{said}"

    def _record(self, line: Line) -> None:
        what, _, facts = line.text.partition(":")
        entity, _, name = what.strip().partition(" ")
        record = self._find(entity, name)
        if facts.strip() == "none":
            assert record is None, f"line {line.number}: there is such a {entity}"
            return
        assert record is not None, f"line {line.number}: there is no {entity} {name!r}"
        for fact in facts.split(","):
            key, _, wanted = fact.strip().partition(" ")
            found = self._fact(record, key)
            assert found == wanted, (
                f"line {line.number}: {key} is {found!r}, not {wanted!r}, after:\n{self._said()}"
            )

    def _find(self, entity: str, name: str) -> Any:
        model = getattr(models, entity.title())
        with self.runtime.database.read() as uow:
            if entity == "ticket":
                return uow.session.exec(select(model).where(model.number == int(name.lstrip("#")))).first()
            column = getattr(model, NAMED_BY[entity])
            return uow.session.exec(select(model).where(column == name).order_by(model.id.desc())).first()

    def _fact(self, record: Any, key: str) -> str:
        if key == "amount":
            return str(record.amount_minor // 100) if record.amount_minor is not None else "none"
        if key == "owner":
            with self.runtime.database.read() as uow:
                owner = uow.find(models.Member, record.owner_id)
                return owner.name.split(" ")[0] if owner else "nobody"
        value = getattr(record, key)
        if hasattr(value, "strftime"):
            return str(value.strftime("%Y-%m-%d"))
        return str(value)

    def _actor(self) -> Actor:
        if self.speaker not in self.actors:
            with self.runtime.database.read() as uow:
                member = member_named(self.runtime.work(uow), self.speaker)
                self.actors[self.speaker] = member_actor(member)
        return self.actors[self.speaker]

    def _said(self) -> str:
        if self.refusal:
            return self.refusal
        assert self.heard is not None
        buttons = " ".join(f"[{one.label}]" for one in self.heard.reply.actions)
        acts = ", ".join(f"{one.intent} {dict(one.slots)}" for one in self.heard.acts)
        return f"{plain_reply(self.heard.reply)}\n{buttons}\n({acts})"
