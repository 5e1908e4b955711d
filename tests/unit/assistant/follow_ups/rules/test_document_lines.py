"""`docs/automation.md` is true line by line: its commands run, its sentences are said, its receiver works."""

import hashlib
import hmac
import re
import shlex
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from textwrap import indent

import pytest
import yaml

from assistant import cli
from assistant.actions import deals, people, tickets
from assistant.follow_ups.rules.running.webhooks import signature, signing_key
from assistant.work import Work
from config.paths import PROJECT_ROOT
from storage.models import RuleFile
from tests.architecture.documents import page
from tests.unit.assistant.follow_ups.rules.conftest import Shop

PAGE = page("automation.md")
FENCES = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
PROSE = re.sub(r"^```.*?^```", "", PAGE, flags=re.DOTALL | re.MULTILINE)
RULES = [text for kind, text in FENCES if kind == "yaml" and text.startswith("- name:")]
SEQUENCES = next(text for kind, text in FENCES if kind == "yaml" and text.startswith("sequences:"))
COMMAND = re.compile(r"^    (rapport .+)$|`(rapport (?:rules|segments|sequences|campaigns) .+?)`", re.M)
DIALOGUES = PROJECT_ROOT / "tests" / "scenario" / "dialogues"
Run = Callable[[str], str]


@pytest.fixture
def run(
    sqlite_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a line of the page in a folder that holds the page's own files; what it prints."""
    sqlite_shop.rules("".join(indent(one, "  ") for one in RULES))
    shipped = yaml.safe_load((PROJECT_ROOT / "config" / "crm.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load(SEQUENCES)["sequences"] | shipped["sequences"]
    (tmp_path / "crm.yaml").write_text(yaml.safe_dump({"sequences": own}), encoding="utf-8")
    (tmp_path / "spring.txt").write_text("Hello {{ contact.first_name }}", encoding="utf-8")
    settings = sqlite_shop.runtime.settings
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("AUTOMATIONS_CONFIG", str(sqlite_shop.file))
    monkeypatch.setenv("CRM_CONFIG", str(tmp_path / "crm.yaml"))
    monkeypatch.setenv("SECRET_KEY", settings.secret_key)
    # The commands would have everything logged to a stream that ends with this test.
    monkeypatch.setattr("config.logging.configure_logging", lambda **_: None)
    monkeypatch.chdir(tmp_path)

    def run_line(line: str) -> str:
        code = cli.run(shlex.split(line)[1:])
        printed = capsys.readouterr()
        assert code == 0, f"{line}: {printed.err}"
        return printed.out

    run_line("rapport sequences list")
    # The first of them made everything ready for all.
    monkeypatch.setattr("assistant.maintenance.seeding.ensure_ready", lambda *_: None)
    return run_line


def test_every_command_of_the_page_runs_in_its_order(sqlite_shop: Shop, run: Run) -> None:
    sqlite_shop.clock.advance(timedelta(days=-200))
    sqlite_shop.does(_quiet_customer)
    sqlite_shop.settle()
    lines = [first or second for first, second in COMMAND.findall(PAGE)]
    # A segment is told of after the sequences that take it.
    lines.sort(key=lambda line: not line.startswith("rapport segments save"))
    assert len(lines) >= 18
    batch = ""
    for line in lines:
        asked = line.replace("BATCH", batch) + " --yes" * line.startswith("rapport sequences enrol")
        printed = run(asked)
        batch = printed.split()[-1] if "sequences undo" in printed else batch

    assert batch
    assert run("rapport segments show 'Quiet customers'") == (
        "Quiet customers holds 1, for example Orla O'Neill.\n"
    )
    assert "Spring news: cancelled, email" in run("rapport campaigns list")


def test_the_refusal_of_the_page_is_what_a_wrong_word_in_its_rule_comes_to(sqlite_shop: Shop) -> None:
    [told] = re.findall(r"^    (line \d+: rule .+)$", PAGE, re.M)
    assert sqlite_shop.rules(indent(RULES[0].replace("ticket.priority", "ticket.prioriy"), "  ")) == "refused"
    [row] = sqlite_shop.all(RuleFile)
    assert row.problem.splitlines()[1].strip() == told


def test_the_receiver_of_the_page_knows_what_is_ours() -> None:
    [receiver] = [text for kind, text in FENCES if kind == "python"]
    now = time.time()
    body = '{"key": "1"}'
    said = dict(part.split("=") for part in signature("a secret", body, at=int(now)).split(","))
    for sent, wanted in ((body, True), (body.replace("1", "2"), False)):
        known = {
            "hmac": hmac,
            "hashlib": hashlib,
            "KEY": signing_key("a secret").hex(),
            "time": said["t"],
            "signature": said["v1"],
            "body": sent.encode(),
            "now": now,
        }
        exec(receiver, known)
        assert known["is_ours"] is wanted


def test_every_sentence_of_the_page_is_said_in_a_dialogue() -> None:
    said = "\n".join(one.read_text(encoding="utf-8") for one in DIALOGUES.glob("*.txt"))
    sentences = [" ".join(one.split()) for one in re.findall(r"“([^”]+)”", PROSE)]
    assert len(sentences) >= 12
    assert [one for one in sentences if f": {one}\n" not in said] == []


def test_every_example_of_the_page_is_of_a_kind_that_is_tried() -> None:
    assert {kind for kind, _ in FENCES} == {"yaml", "trace", "timeline", "python"}
    assert len(RULES) + 1 == sum(kind == "yaml" for kind, _ in FENCES)
    indented = re.findall(r"^    (\S.*)$", PROSE, re.M)
    assert [one for one in indented if not one.startswith(("rapport ", "line "))] == []


def _quiet_customer(work: Work) -> None:
    contact = people.create_contact(work, name="Orla O'Neill", email="orla@oneill.example")
    contact.last_inbound_at = work.now
    company = people.create_company(work, name="O'Neill Bikes")
    work.uow.flush()
    fields = deals.DealFields(title="Bikes", amount_minor=100_000)
    deal = deals.create_deal(work, fields, company=company, contact=contact)
    work.uow.flush()
    deals.end_deal(work, deal, "won")
    tickets.create_ticket(work, subject="Brakes squeal", priority="urgent", contact=contact)
