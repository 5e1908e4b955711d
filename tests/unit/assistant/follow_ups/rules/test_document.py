"""`docs/automation.md` is true: its rules are accepted, and each trace beneath one happens as written.

A trace reads: `+ KIND  field: value, …` makes a record, `~ KIND  field: value` changes the last one,
`@ MOMENT` is when the clock ticks, `> WHO  words` is what somebody was told, `= KIND  words` a record that is
there, `? RULE  verdict, reason` the last verdict.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from textwrap import indent

import pytest

from assistant.actions import deals, leads, people, tickets
from assistant.actions.deals import DealFields
from assistant.events import EVENTS
from assistant.follow_ups.rules.definition.actions import KINDS
from assistant.follow_ups.rules.definition.schema import Limits
from assistant.follow_ups.rules.running import on_schedule
from assistant.work import Work
from storage.filters import ENTITIES
from storage.models import Contact, Deal, Enrolment, Lead, Task, Ticket
from storage.queries.people import find_contacts_by_name
from tests.architecture.documents import first_cells, page
from tests.unit.assistant.follow_ups.rules.conftest import Shop

PAGE = page("automation.md")
_EXAMPLE = re.compile(
    r"```yaml\n(?P<rule>- name: (?P<name>\S+)\n.*?)```\n\n```trace\n(?P<trace>.*?)```", re.DOTALL
)
EXAMPLES = [pytest.param(one["rule"], one["trace"], id=one["name"]) for one in _EXAMPLE.finditer(PAGE)]
Fields = Mapping[str, str]


@pytest.mark.parametrize(("rule", "trace"), EXAMPLES)
def test_a_rule_of_the_page_does_what_its_trace_says(sqlite_shop: Shop, rule: str, trace: str) -> None:
    assert sqlite_shop.rules(indent(rule, "  ")) == "accepted"
    for line in trace.splitlines():
        sign, what, words = re.split(r"\s+", line, maxsplit=2) if line[0] != "@" else ("@", line[2:], "")
        _SIGNS[sign](sqlite_shop, what, words)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 4


def test_every_event_action_limit_and_field_is_told() -> None:
    told = first_cells(PAGE)
    code = set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))

    assert set(EVENTS) <= set(told)
    assert {one.split(":")[0] for one in told} >= set(KINDS)
    assert {f"limits.{name}" for name in Limits.model_fields} <= set(told)
    assert [(kind, name) for kind, one in ENTITIES.items() for name in one.fields if name not in code] == []


def _make(shop: Shop, kind: str, words: str) -> None:
    fields = _fields(words)
    owner = shop.actor(f"{fields['owner']}@rapport.example") if "owner" in fields else None
    shop.does(lambda work: _MAKERS[kind](work.acting_as(owner) if owner else work, fields))
    shop.settle()


def _fields(words: str) -> Fields:
    return dict(part.split(": ", 1) for part in words.split(", "))


def _contact(work: Work, fields: Fields) -> Contact:
    name = fields["contact"]
    known = find_contacts_by_name(work.uow, name)
    if known:
        return known[0]
    return people.create_contact(work, name=name, email=f"{name.split()[0].lower()}@customers.example")


def _ticket(work: Work, fields: Fields) -> Ticket:
    contact = _contact(work, fields) if not work.uow.session.new and "contact" in fields else None
    return tickets.create_ticket(
        work, subject=fields["subject"], priority=fields["priority"], contact=contact
    )


def _deal(work: Work, fields: Fields) -> Deal:
    company = people.create_company(work, name=fields["title"])
    work.uow.flush()
    wanted = DealFields(
        title=fields["title"],
        stage=fields.get("stage"),
        amount_minor=int(fields["amount"]) * 100,
        close_date=date.fromisoformat(fields["close_date"]) if "close_date" in fields else None,
    )
    return deals.create_deal(work, wanted, company=company)


def _lead(work: Work, fields: Fields) -> Lead:
    return leads.create_lead(
        work, leads.LeadFields(name=fields["name"], email=fields["email"], company=fields["company"])
    )


def _change(shop: Shop, kind: str, words: str) -> None:
    assert kind == "deal"
    latest = shop.all(Deal)[-1]
    shop.does(lambda work: deals.move_deal(work, work.uow.get(Deal, latest.id), _fields(words)["stage"]))
    shop.settle()


def _tick(shop: Shop, moment: str, _words: str) -> None:
    moved = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    # The clock was there before, so that the hour is not the first it sees.
    for now in (moved - timedelta(minutes=1), moved):
        shop.clock.now = now
        on_schedule.sweep(shop.runtime, {})
        shop.settle()


def _told(shop: Shop, who: str, words: str) -> None:
    address = "C-SALES" if who == "#sales" else f"{who}@rapport.example"
    assert words in "\n".join(shop.told(address)).splitlines()


def _there(shop: Shop, kind: str, words: str) -> None:
    found = (
        [one.text for one in shop.all(Task)] if kind == "task" else [one.state for one in shop.all(Enrolment)]
    )
    assert words in found


def _verdict(shop: Shop, rule: str, words: str) -> None:
    last = shop.runs(rule)[-1]
    assert f"{last.verdict}, {last.reason}" == words


_MAKERS: Mapping[str, Callable[[Work, Fields], object]] = {"ticket": _ticket, "deal": _deal, "lead": _lead}
_SIGNS: Mapping[str, Callable[[Shop, str, str], None]] = {
    "+": _make,
    "~": _change,
    "@": _tick,
    ">": _told,
    "=": _there,
    "?": _verdict,
}
