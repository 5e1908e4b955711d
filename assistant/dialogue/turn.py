"""One turn of a talk, as skills see it: who asks, what `it` means, and how names become records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

from assistant.dialogue import resolve
from assistant.dialogue.outcome import NotFound, Question
from assistant.dialogue.reading.dictation import whole
from assistant.dialogue.scene import CONTEXT, Scene
from assistant.presenting.money import to_minor
from nlp.understanding import Act
from nlp.values import Money, Period
from storage.models import Company, Contact, Deal, Lead, Member, Task, Ticket

Kind = TypeVar("Kind", str, int, float, Money, Period, date, datetime)

WHICH = {
    "deal": "Which deal do you mean?",
    "contact": "Whom do you mean?",
    "company": "Which company do you mean?",
    "lead": "Which lead do you mean?",
    "ticket": "Which ticket do you mean?",
    "task": "Which task do you mean?",
}


@dataclass(frozen=True)
class Turn(Scene):
    """The present turn."""

    is_shared: bool = False
    made: Mapping[str, str] = field(default_factory=dict)
    """Entity -> id of the operation that will make a record of it earlier on the same card."""
    room: str = ""
    """The provider's id of the channel it is said in; empty where nobody else reads along."""

    def text_of(self, act: Act, slot: str) -> str | None:
        """A slot of words, or None where nothing was said."""
        value = act.slots.get(slot)
        return value if isinstance(value, str) and value else None

    def need_text(self, act: Act, slot: str, question: str) -> str:
        """A slot of words; asked for where it is missing."""
        value = self.text_of(act, slot)
        if value is None:
            raise Question(question, slot=slot)
        return value

    def need_words(self, act: Act, question: str) -> str:
        """What somebody is to read: whole, with its full stop, and a capital where it begins."""
        words = whole(self.text, self.need_text(act, "text", question))
        return words[:1].upper() + words[1:]

    def value_of(self, act: Act, slot: str, kind: type[Kind]) -> Kind | None:
        """A slot of one type, or None where nothing (or something else) was said."""
        value = act.slots.get(slot)
        if isinstance(value, bool) or not isinstance(value, kind):
            return None
        return value

    def money_of(self, act: Act, slot: str, *, currency: str | None = None) -> tuple[int, str] | None:
        """A slot of money as minor units and currency; `currency` (or the company's) where none was said."""
        value = act.slots.get(slot)
        if not isinstance(value, Money):
            return None
        return to_minor(value, default_currency=currency or self.work.crm.company.currency)

    def moment_of(self, act: Act, slot: str) -> datetime | None:
        """A slot of a point in time, in UTC."""
        value = act.slots.get(slot)
        return value.astimezone(UTC) if isinstance(value, datetime) else None

    def deal(self, act: Act, slot: str = "deal") -> Deal:
        """The deal a slot names; asks where several fit, raises NotFound where none does."""
        return self._record(act, slot, "deal", Deal)

    def contact(self, act: Act, slot: str = "contact") -> Contact:
        """The contact a slot names."""
        return self._record(act, slot, "contact", Contact)

    def company(self, act: Act, slot: str = "company") -> Company:
        """The company a slot names."""
        return self._record(act, slot, "company", Company)

    def lead(self, act: Act, slot: str = "lead") -> Lead:
        """The lead a slot names."""
        return self._record(act, slot, "lead", Lead)

    def ticket(self, act: Act, slot: str = "ticket") -> Ticket:
        """The ticket a slot names by number or words."""
        return self._record(act, slot, "ticket", Ticket)

    def task(self, act: Act, slot: str = "task") -> Task:
        """The task a slot names."""
        return self._record(act, slot, "task", Task)

    def about(self, act: Act, slot: str = "about") -> Contact | Company | Deal | Ticket | None:
        """Whatever record a slot names: the best of all kinds; None where nothing was said."""
        said = act.slots.get(slot)
        if said is None:
            return None
        return resolve.anything(self, act, slot, str(said))

    def member(self, act: Act, slot: str) -> Member | None:
        """The colleague a slot names; None where nothing was said."""
        said = self.text_of(act, slot)
        if said is None or said == "@all":
            return None
        return resolve.member(self, slot, said)

    def owner_ids(self, act: Act, slot: str = "owner") -> tuple[str, ...]:
        """Whose records are meant: one colleague's, or everybody's (empty)."""
        found = self.member(act, slot)
        return (found.id,) if found else ()

    def _record(self, act: Act, slot: str, entity: str, model: type[resolve.Model]) -> resolve.Model:
        pinned = self.chosen.get(f"{self.index}:{slot}")
        if pinned:
            return self.work.uow.get(model, pinned)
        said = act.slots.get(slot)
        if said is None or said == CONTEXT:
            return self._in_focus(slot, entity, model)
        return resolve.named(self, slot=slot, entity=entity, said=str(said), model=model)

    def _in_focus(self, slot: str, entity: str, model: type[resolve.Model]) -> resolve.Model:
        known = self.state.focus.get(entity)
        if entity == "deal" and self.state.latest == "company":
            known = resolve.deal_of_latest_company(self, slot) or known
        record = self.work.uow.find(model, known) if known else None
        record = record or resolve.from_other_focus(self, entity, model)
        if record is None:
            raise Question(WHICH[entity], slot=slot)
        return record

    def refuse(self, said: str, entity: str) -> NotFound:
        """The error for a name nothing answers to."""
        return NotFound(f"I know no {entity} “{said}”.")
