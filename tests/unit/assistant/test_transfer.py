"""Records go out as CSV and come in again; what cannot be taken is named, and harms nothing else."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from assistant.actions.members import save_member
from assistant.bootstrap import Runtime, build_tools
from assistant.transfer import Imported, UnknownColumns, UnknownKind, export_rows, import_rows
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
    csv.writer(table).writerows([desk.show(kind)[0], *rows])
    assert desk.take(kind, table.getvalue()) == Imported(1)
    assert desk.show(kind)[1:] == rows


def test_the_same_contacts_once_more_are_no_others(desk: Desk) -> None:
    desk.take("contacts", PEOPLE)
    assert desk.take("contacts", PEOPLE.replace("Newco", "Oldco")) == Imported(1)
    assert desk.show("contacts")[1:] == [["Lea Lind", "lea@newco.example", "", "", "Oldco"]]


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
    assert desk.take("contacts", PEOPLE.replace(",", sign)) == Imported(1)
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
    assert taken.taken > 0
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
    [_, [written, _]] = desk.show("companies")
    assert not written.startswith(("=", "+", "-", "@"))
    table = StringIO()
    csv.writer(table).writerows([["name", "domain"], [written, "newco.example"]])
    assert desk.take("companies", table.getvalue()) == Imported(1)
    assert desk.show("companies")[1:] == [[written, "newco.example"]]
