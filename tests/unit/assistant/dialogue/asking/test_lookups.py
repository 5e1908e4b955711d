"""Words that ask to see a record never change one, and a name said whole is the record of that name."""

import pytest

from assistant.dialogue.asking.lookups import shown_instead
from assistant.dialogue.outcome import Question
from assistant.dialogue.state import DialogueState
from assistant.dialogue.turn import Turn
from nlp.understanding import Act
from storage.database import Database
from storage.models import Deal
from tests.fixtures.working import working


@pytest.fixture
def filled(sqlite_database: Database) -> Database:
    with sqlite_database.begin() as uow:
        for title in ("Globex licence 12", "Globex licence 123", "Globex licence"):
            uow.add(Deal(title=title))
    return sqlite_database


@pytest.mark.parametrize(
    ("said", "intent", "shown"),
    [
        ("show me the Globex licence 12 deal", "deal.create", "deal.show"),
        ("please pull up Globex licence 123", "deal.update", "deal.show"),
        ("show me the Nowhere licence deal", "deal.create", "out_of_scope"),
        ("create a deal Globex licence 12", "deal.create", "deal.create"),
        ("show me deals of Globex", "deal.list", "deal.list"),
        ("show me the pipeline every Monday", "schedule.create", "schedule.create"),
    ],
)
def test_who_asks_to_see_changes_nothing(filled: Database, said: str, intent: str, shown: str) -> None:
    with filled.begin() as uow:
        [act] = shown_instead(working(uow), (Act(intent, 0.6, {}, said),), said)
    assert act.intent == shown


@pytest.mark.parametrize("title", ["Globex licence 12", "Globex licence 123"])
def test_of_a_longer_name_said_whole_the_read_part_is_enough(filled: Database, title: str) -> None:
    act = Act("deal.show", 0.9, {"deal": "Globex licence"})
    with filled.begin() as uow:
        turn = Turn(working(uow), DialogueState(), text=f"show me the {title} deal")
        assert turn.deal(act).title == title


def test_a_name_that_fits_several_is_asked_for(filled: Database) -> None:
    act = Act("deal.show", 0.9, {"deal": "Globex"})
    with filled.begin() as uow, pytest.raises(Question):
        Turn(working(uow), DialogueState(), text="show me Globex").deal(act)
