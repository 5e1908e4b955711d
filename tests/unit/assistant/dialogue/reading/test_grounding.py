"""A name our records know stands for the record, where the language layer saw none."""

import pytest

from assistant.dialogue.reading.grounding import grounded
from nlp.understanding import Act
from storage.database import Database
from storage.models import Company, Contact, Deal
from tests.fixtures.working import working

CONTEXT = "@context"


@pytest.fixture
def filled(database: Database) -> Database:
    with database.begin() as uow:
        acme = uow.add(Company(name="Acme"))
        uow.add(Company(name="Globex Corporation"))
        uow.add(Deal(title="Website redesign", company_id=acme.id, pipeline="sales", stage="new"))
        uow.add(Contact(name="Lena O'Neil"))
        uow.add(Contact(name="Bill Gray"))
    return database


@pytest.mark.parametrize(
    ("said", "slot", "name"),
    [
        ("why is globex at risk", "deal", "globex"),
        ("set acme to 60k", "deal", "acme"),
        ("show me the website redesign", "deal", "website redesign"),
        ("who works at globex corporation", "company", "globex corporation"),
        ("when did lena o'neil write", "contact", "lena o'neil"),
        ("how is it going", "deal", CONTEXT),
        ("move it to proposal, acme likes it", "deal", CONTEXT),
        ("show the deal", "deal", CONTEXT),
        ("bill them", "contact", CONTEXT),
        ("move to negotiation", "deal", CONTEXT),
        ("why is initech at risk", "deal", CONTEXT),
    ],
)
def test_a_known_name_takes_the_place_of_the_threads_record(
    filled: Database, said: str, slot: str, name: str
) -> None:
    with filled.begin() as uow:
        [act] = grounded(working(uow), (Act("deal.show", 0.4, {slot: CONTEXT}, said),), said)
    assert act.slots[slot] == name


def test_a_name_that_was_read_stays_and_is_not_used_twice(filled: Database) -> None:
    said = "add lena to the acme"
    act = Act("deal.add_contact", 0.9, {"deal": CONTEXT, "contact": "lena"}, said)
    with filled.begin() as uow:
        [found] = grounded(working(uow), (act,), said)
    assert found.slots == {"deal": "acme", "contact": "lena"}


def test_each_act_is_grounded_in_its_own_clause(filled: Database) -> None:
    acts = (
        Act("deal.move", 0.9, {"deal": CONTEXT, "stage": "proposal"}, "acme to proposal"),
        Act("deal.win", 0.9, {"deal": CONTEXT}, "won globex"),
    )
    with filled.begin() as uow:
        found = grounded(working(uow), acts, "acme to proposal, won globex")
    assert [one.slots["deal"] for one in found] == ["acme", "globex"]
