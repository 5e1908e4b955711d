"""Records go out as CSV and come in again; what cannot be taken is named, and harms nothing else."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from assistant.actions.members import save_member
from assistant.bootstrap import Runtime, build_tools
from assistant.transfer.columns import UnknownColumns, UnknownKind
from assistant.transfer.exporting import export_rows
from assistant.transfer.importing import Imported, import_rows
from assistant.work import Actor, member_actor
from config.settings import Settings

PEOPLE = "name,email,company\nLea Lind,lea@newco.example,Newco\n"


class Desk:
    """A colleague of each role, and files to take in."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.actors = {role: self._join(role) for role in ("admin", "agent")}

    def take(self, kind: str, words: str, *, role: str = "admin") -> Imported:
        source = StringIO(words, newline="")
        return import_rows(self.runtime, self.actors[role], kind, source, tell=lambda _: None)

    def show(self, kind: str, *, role: str = "admin") -> list[list[str]]:
        return list(export_rows(self.runtime, self.actors[role], kind))

    def _join(self, role: str) -> Actor:
        with self.runtime.database.begin() as uow:
            work = self.runtime.work(uow)
            return member_actor(save_member(work, email=f"{role}@own.example", name=role, role=role))


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(_env_file=None, database_url=sqlite_url, files_dir=tmp_path / "files")
    runtime = build_tools(settings)
    yield Desk(runtime)
    runtime.database.dispose()


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("contacts", [["Lea Lind", "lea@newco.example", "+14155550188", "CTO", "Newco"]]),
        ("companies", [["Newco", "newco.example"]]),
        ("deals", [["Roll-out", "Newco", "proposal", "12500.50", "EUR", "2026-12-24", "fair"]]),
        ("leads", [["Lea Lind", "Newco", "lea@newco.example", "", "fair", "new", "a quote"]]),
    ],
)
def test_what_goes_out_is_what_came_in(desk: Desk, kind: str, rows: list[list[str]]) -> None:
    table = StringIO()
    csv.writer(table).writerows([desk.show(kind)[0][:-1], *rows])
    assert desk.take(kind, table.getvalue()) == Imported(new=1)
    assert [row[:-1] for row in desk.show(kind)[1:]] == rows


@pytest.mark.parametrize("kind", ["contacts", "companies", "deals", "leads"])
def test_what_went_out_is_known_when_it_comes_in_again(desk: Desk, kind: str) -> None:
    desk.take(kind, "name,title,email,company,amount\nLea Lind,Roll-out,lea@newco.example,Newco,100\n")
    out = desk.show(kind)
    table = StringIO()
    csv.writer(table).writerows(out)
    assert desk.take(kind, table.getvalue()) == Imported(known=1)
    assert desk.show(kind) == out


DEALS = "title,company,amount\nRoll-out,Newco,100\nRoll-out,Newco,100\nRenewal,Newco,50\n,Oldco,\n"


def test_the_same_file_twice_adds_nothing_and_a_file_with_more_adds_that(desk: Desk) -> None:
    assert desk.take("deals", DEALS) == Imported(new=4)
    assert desk.take("deals", DEALS.lower().replace("title", "Title")) == Imported(known=4)
    assert desk.take("deals", f"{DEALS}Pilot,Newco,5\n") == Imported(new=1, known=4)
    people = "name,company\nLea Lind,Newco\nLea Lind,Oldco\n"
    for kind in ("contacts", "leads"):
        assert desk.take(kind, people) == Imported(new=2)
        assert desk.take(kind, people) == Imported(known=2)


@pytest.mark.parametrize("kind", ["contacts", "deals", "leads"])
def test_a_name_with_a_large_letter_of_another_alphabet_is_known_again(desk: Desk, kind: str) -> None:
    named = "title,name,company\nÄrzte,Åsa Öberg,Øster\n"
    assert desk.take(kind, named) == Imported(new=1)
    assert desk.take(kind, named) == Imported(known=1)


def test_a_deal_known_by_name_alone_is_left_as_it_is_and_what_differs_is_told(desk: Desk) -> None:
    desk.take("deals", DEALS)
    taken = desk.take("deals", "title,company,amount\nRenewal,Newco,75\n")
    assert (taken.new, taken.known) == (0, 1)
    assert taken.notes[0].startswith("line 2: Renewal is known with another amount ($50)")


def test_a_deal_known_by_its_id_elsewhere_is_brought_up_to_date(desk: Desk) -> None:
    deals = "id,title,company,amount,stage\n7,Roll-out,Newco,100,new\n8,Roll-out,Newco,100,new\n"
    assert desk.take("deals", deals) == Imported(new=2)
    assert desk.take("deals", deals) == Imported(known=2)
    changed = deals.replace("8,Roll-out,Newco,100,new", "8,Roll-out II,Newco,120,proposal")
    assert desk.take("deals", changed) == Imported(updated=1, known=1)
    found = sorted((row[0], row[2], row[3]) for row in desk.show("deals")[1:])
    assert found == [("Roll-out", "new", "100.00"), ("Roll-out II", "proposal", "120.00")]


def test_what_was_taken_in_without_ids_takes_them_over(desk: Desk) -> None:
    desk.take("deals", "title,company,amount\nRoll-out,Newco,100\n")
    assert desk.take("deals", "id,title,company,amount\n7,Roll-out,Newco,100\n") == Imported(updated=1)
    assert desk.take("deals", "id,title,company,amount\n7,Roll-out II,Newco,100\n") == Imported(updated=1)
    assert [row[0] for row in desk.show("deals")[1:]] == ["Roll-out II"]


def test_the_same_contacts_once_more_are_no_others(desk: Desk) -> None:
    desk.take("contacts", PEOPLE)
    assert desk.take("contacts", PEOPLE.replace("Newco", "Oldco")) == Imported(updated=1)
    assert [row[:-1] for row in desk.show("contacts")[1:]] == [
        ["Lea Lind", "lea@newco.example", "", "", "Oldco"]
    ]


def test_a_row_that_cannot_be_taken_is_named_and_the_others_are_taken(desk: Desk) -> None:
    rows = (
        *('A,proposal,"1,234.5",2026-12-24', "B,nowhere,,", "C,new,12x,", 'D,new,"1.234,56",'),
        *("E,new,,31.12.", 'F,new,"60,5",', "G,new,1.234,"),
    )
    taken = desk.take("deals", "\n".join(["title,stage,amount,close_date", *rows]))
    assert [problem.partition(":")[0] for problem in taken.problems] == [f"line {n}" for n in range(3, 9)]
    assert [row[0] for row in desk.show("deals")[1:]] == ["A"]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_between_the_columns_are_known(desk: Desk, sign: str) -> None:
    assert desk.take("contacts", PEOPLE.replace(",", sign)) == Imported(new=1)
    assert desk.show("contacts")[1][:2] == ["Lea Lind", "lea@newco.example"]


def test_a_file_of_something_else_is_refused_by_its_first_line(desk: Desk) -> None:
    for words in ("", "foo,bar\n1,2\n"):
        with pytest.raises(UnknownColumns, match="it may name name, email"):
            desk.take("contacts", words)
    with pytest.raises(UnknownKind, match="contacts, companies"):
        desk.take("things", PEOPLE)


def test_what_is_no_text_is_told_with_what_came_before_it(desk: Desk) -> None:
    padding = b"".join(b"%s,p%d@newco.example,\n" % (b"P" * 200, n) for n in range(50))
    raw = BytesIO(PEOPLE.encode() + padding + b"\xff\xfe,x@newco.example,\n")
    source = TextIOWrapper(raw, encoding="utf-8")
    taken = import_rows(desk.runtime, desk.actors["admin"], "contacts", source, tell=lambda _: None)
    assert taken.new > 0
    assert "no CSV in UTF-8" in taken.problems[0]


def test_what_no_database_takes_is_left_out(desk: Desk) -> None:
    desk.take("contacts", PEOPLE.replace("Lea", "L\x00ea"))
    assert desk.show("contacts")[1][0] == "Lea Lind"


def test_who_may_not_see_amounts_exports_none_and_imports_no_deals(desk: Desk) -> None:
    deal = "title,amount\nRoll-out,100\n"
    assert "may not create deals" in desk.take("deals", deal, role="agent").problems[0]
    desk.take("deals", deal)
    assert [row[3] for row in desk.show("deals")[1:]] == ["100.00"]
    assert [row[3] for row in desk.show("deals", role="agent")[1:]] == [""]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-1+2@SUM", "@SUM(A1)", "'s Hertog"])
def test_a_name_is_no_formula_in_a_spreadsheet_and_comes_back_as_it_was(desk: Desk, name: str) -> None:
    desk.take("companies", f"name,domain\n{name},newco.example\n")
    [_, [written, *_]] = desk.show("companies")
    assert not written.startswith(("=", "+", "-", "@"))
    table = StringIO()
    csv.writer(table).writerows([["name", "domain"], [written, "newco.example"]])
    assert desk.take("companies", table.getvalue()) == Imported(known=1)
    assert [row[:2] for row in desk.show("companies")[1:]] == [[written, "newco.example"]]
