"""A record is found by what people write."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, insert

from storage.database import Database
from storage.merge import merge_contacts
from storage.models import Company, Contact, Deal, Identity, Lead, Member, Ticket
from storage.search import Match, clear_match, ids_named, is_clear, rebuild_search, search
from storage.types import new_id

NAMES = ["Jane Doe", "John Smith", "Joanna Smythe", "Maria García López", "Seán O'Brien", "Jörg Müller"]
COMPANIES = [
    "Acme Inc",
    "Acme Industries",
    "International Business Machines",
    "McDonald Farms",
    "Notion",
    "Øster A/S",
]


@pytest.fixture
def filled(database: Database) -> Database:
    with database.begin() as uow:
        for name in NAMES:
            uow.add(Contact(name=name))
        for name in COMPANIES:
            uow.add(Company(name=name))
    return database


def find(database: Database, text: str, *entities: str) -> list[Match]:
    with database.read() as uow:
        return search(uow, text, entities=entities or ("contact", "company", "deal", "lead", "ticket"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Jane Doe", "Jane Doe"),
        ("jane doe", "Jane Doe"),
        ("doe, jane", "Jane Doe"),
        ("jnae doe", "Jane Doe"),
        ("jane", "Jane Doe"),
        ("jan", "Jane Doe"),
        ("j doe", "Jane Doe"),
        ("jd", "Jane Doe"),
        ("janedoe", "Jane Doe"),
        ("smtih joh", "John Smith"),
        ("janedoe acmee", "Jane Doe"),
        ("jon smith", "John Smith"),
        ("joanna smith", "Joanna Smythe"),
        ("maria garcia", "Maria García López"),
        ("Gracia Lopes", "Maria García López"),
        ("obrien", "Seán O'Brien"),
        ("sean obrian", "Seán O'Brien"),
        ("jorg muller", "Jörg Müller"),
        ("acme", "Acme Inc"),
        ("ACME INC.", "Acme Inc"),
        ("acme inudstries", "Acme Industries"),
        ("ibm", "International Business Machines"),
        ("internatonal busines machines", "International Business Machines"),
        ("mc donald farms", "McDonald Farms"),
        ("mcdonlad", "McDonald Farms"),
        ("noiton", "Notion"),
        ("ntoino", "Notion"),
        ("oster", "Øster A/S"),
    ],
)
def test_what_is_written_finds_what_is_meant(filled: Database, written: str, meant: str) -> None:
    matches = find(filled, written)
    assert matches, written
    assert matches[0].name == meant


@pytest.mark.parametrize(
    "written", ["", "   ", "…", "zzzzqqq", "'; DROP TABLE contact; --", '"acme" OR *', "x" * 5000]
)
def test_nonsense_finds_nothing_and_breaks_nothing(filled: Database, written: str) -> None:
    assert not is_clear(find(filled, written))


def test_reasons_say_how_it_fits(filled: Database) -> None:
    assert find(filled, "notion")[0].reasons == ("exact",)
    assert find(filled, "noti")[0].reasons == ("prefix",)
    assert find(filled, "doe jane")[0].reasons == ("words",)
    assert find(filled, "jnae doe")[0].reasons == ("similar",)
    assert find(filled, "ibm")[0].reasons == ("initials",)


def test_only_the_entities_asked_for_are_found(filled: Database) -> None:
    assert [match.entity for match in find(filled, "acme", "contact")] == []
    assert {match.entity for match in find(filled, "acme", "company")} == {"company"}


def test_a_person_is_found_with_their_company(database: Database) -> None:
    with database.begin() as uow:
        acme, globex = uow.add(Company(name="Acme")), uow.add(Company(name="Globex"))
        meant = uow.add(Contact(name="Jane Doe", company_id=globex.id))
        uow.add(Contact(name="Jane Doe", company_id=acme.id))
        uow.add(Identity(contact_id=meant.id, kind="email", address="jane@globex.example", lookup=""))
    (first, *_) = matches = find(database, "jane globx", "contact")
    assert first.record_id == meant.id
    assert first.detail == "Globex, jane@globex.example"
    assert is_clear(matches)
    assert find(database, "globex", "contact") == []


def test_a_renamed_company_is_news_of_its_people(database: Database) -> None:
    with database.begin() as uow:
        company = uow.add(Company(name="Acme"))
        uow.add(Contact(name="Jane Doe", company_id=company.id))
    with database.begin() as uow:
        uow.get(Company, company.id).name = "Initech"
    assert find(database, "jane initech")[0].detail == "Initech"
    assert find(database, "jane initech")[0].reasons == ("words",)


def test_of_two_that_fit_alike_a_person_is_asked(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane Doe", title="CEO"))
        uow.add(Contact(name="Jane Doe", title="CTO"))
    matches = find(database, "jane doe")
    assert len(matches) == 2
    assert not is_clear(matches)
    assert clear_match(matches) is None
    assert {match.detail for match in matches} == {"CEO", "CTO"}


def test_the_one_just_spoken_of_is_meant(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane Doe"))
        recent = uow.add(Contact(name="Jane Doe"))
    with database.read() as uow:
        matches = search(uow, "jane doe", recent_ids=[recent.id])
    assert matches[0].record_id == recent.id
    assert matches[0].reasons == ("exact", "recent")
    assert is_clear(matches)


def test_the_askers_own_comes_first(database: Database) -> None:
    with database.begin() as uow:
        member = uow.add(Member(email="a@b.example", name="Ann"))
        uow.add(Deal(title="Renewal"))
        own = uow.add(Deal(title="Renewal", owner_id=member.id))
    with database.read() as uow:
        matches = search(uow, "renewal", owner_id=member.id)
    assert matches[0].record_id == own.id
    assert not is_clear(matches)


def test_the_askers_own_is_among_the_first_of_many_alike(database: Database) -> None:
    with database.begin() as uow:
        member = uow.add(Member(email="a@b.example", name="Ann"))
        for _ in range(12):
            uow.add(Deal(title="Renewal"))
        own = uow.add(Deal(title="Renewals", owner_id=member.id))
        uow.add(Deal(title="Renal Care"))
    with database.read() as uow:
        matches = search(uow, "renewal", owner_id=member.id, limit=3)
        assert {match.name for match in matches} == {"Renewal"}
        assert search(uow, "renewls", owner_id=member.id, limit=3)[0].record_id == own.id


@contextmanager
def questions_to_the_index() -> Iterator[list[str]]:
    """The statements about terms, as they are asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.extend([statement] if "AND entity IN" in statement or "AND e.entity IN" in statement else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("written", "times"),
    [("jane doe", 1), ("qwxzv pfkqj", 1), ("jnae doe", 5), ("jxane dzoe", 4)],
)
def test_what_no_name_holds_is_not_looked_for(filled: Database, written: str, times: int) -> None:
    with questions_to_the_index() as asked:
        find(filled, written, "contact")
    assert len(asked) == times


def test_a_ticket_is_found_by_its_number(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Ticket(number=41, subject="42 is broken"))
        meant = uow.add(Ticket(number=42, subject="The printer burns"))
    for written in ("#42", "42", "ticket 42", "Ticket #42"):
        (match,) = find(database, written)
        assert (match.record_id, match.detail) == (meant.id, "#42, open")


def test_leads_and_deals_are_found(database: Database) -> None:
    with database.begin() as uow:
        lead = uow.add(Lead(name="Bob Stone", company_name="Initech"))
        deal = uow.add(Deal(title="Initech platform licence"))
    assert find(database, "bob stone initech")[0].record_id == lead.id
    assert find(database, "platfrom license")[0].record_id == deal.id


def test_the_index_follows_every_change(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane Doe"))
    with database.begin() as uow:
        uow.get(Contact, contact.id).name = "Janet Roe"
    assert find(database, "jane doe", "company") == []
    assert find(database, "janet roe")[0].reasons == ("exact",)
    assert "exact" not in str(find(database, "jane doe"))
    with database.begin() as uow:
        uow.delete(uow.get(Contact, contact.id))
    assert find(database, "janet roe") == []


def test_what_a_statement_wrote_is_found_too(database: Database) -> None:
    with database.begin() as uow:
        now = uow.now
        row = {"custom": {}, "created_at": now, "updated_at": now}
        rows = [{"id": new_id(), "name": f"Bulk Person{number}", **row} for number in range(50)]
        uow.connection().execute(insert(Contact), rows)
    assert find(database, "bulk person17")[0].name == "Bulk Person17"


def test_a_record_is_found_in_its_own_transaction(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane Doe"))
        assert search(uow, "jane doe")[0].name == "Jane Doe"


def test_what_was_rolled_back_is_not_found(database: Database) -> None:
    def add_and_fail() -> None:
        with database.begin() as uow:
            uow.add(Contact(name="Jane Doe"))
            assert search(uow, "jane doe")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert find(database, "jane doe") == []


def test_a_merged_contact_is_not_found(database: Database) -> None:
    with database.begin() as uow:
        loser, winner = uow.add(Contact(name="Jane Doe")), uow.add(Contact(name="Jane M. Doe"))
        uow.flush()
        merge_contacts(uow, loser_id=loser.id, winner_id=winner.id)
    assert [match.record_id for match in find(database, "jane doe")] == [winner.id]


def test_a_name_is_looked_up_whatever_its_case_and_accents(filled: Database) -> None:
    with filled.begin() as uow:
        again = uow.add(Contact(name="JORG MÜLLER"))
        first, second = ids_named(uow, "contact", "jörg muller")
        assert second == again.id
        assert uow.get(Contact, first).name == "Jörg Müller"
        assert ids_named(uow, "company", "ACME, Inc.") != []
        assert ids_named(uow, "company", "acme") == []
        assert ids_named(uow, "company", "…") == []


def test_rebuilding_changes_nothing_that_was_true(filled: Database) -> None:
    before = [find(filled, name) for name in ("jnae doe", "acme", "ibm")]
    with filled.begin() as uow:
        rebuild_search(uow)
    assert [find(filled, name) for name in ("jnae doe", "acme", "ibm")] == before
