"""Every question of `numbers/`, asked in words of the trained model, against SQL counted beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.dialogue.talk import Said, talk
from assistant.presenting.plain import plain_reply
from nlp.understanding import Understander, Utterance
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.scenario.by_hand import Case, Counter, cases_of
from tests.scenario.market import TODAY
from tests.scenario.trading import at_work

REFUSALS = ("I can't", "cannot be", "I know no", "I don't know")
THREADS: dict[str, list[Case]] = {}
for _path in sorted(Path(__file__).with_name("numbers").glob("*.txt")):
    for _case in cases_of(_path):
        THREADS.setdefault(_case.thread, []).append(_case)


@pytest.fixture(scope="module")
def counter(market: Database) -> Counter:
    """Counts in the market's own file."""
    return Counter(Path(str(market.engine.url.database)))


@pytest.fixture
def uow(market: Database) -> Iterator[UnitOfWork]:
    """A transaction that leaves nothing behind: threads are remembered in it."""
    with market.begin(actor="test") as uow:
        yield uow
        uow.session.rollback()


def is_said(wanted: str, shown: str) -> bool:
    """Whether an answer holds what is wanted of it."""
    ways = REFUSALS if wanted == "can't" else (wanted,)
    return any(one.lower() in shown.lower() for one in ways)


@pytest.mark.parametrize(
    "asked", THREADS.values(), ids=[f"{key} {some[0].text}" for key, some in THREADS.items()]
)
def test_the_answer_holds_what_is_counted_by_hand(
    asked: list[Case], uow: UnitOfWork, market: Database, counter: Counter, understander: Understander
) -> None:
    for case in asked:
        utterance = Utterance(text=case.text, persona="rep", now=TODAY, tz="UTC", channel="slack")
        said = Said(f"{case.who}:{case.thread}", case.text, understander.understand(utterance))
        shown = plain_reply(talk(at_work(uow, market, who=case.who), said).reply)
        wanted = [*case.words, *(cell for query in case.queries for cell in counter.cells(query))]
        assert wanted
        missing = [one for one in wanted if not is_said(one, shown)]
        assert not missing, f"line {case.number}, “{case.text}”: no {missing} in\n{shown}"
