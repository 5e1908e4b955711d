"""What there is, is documented; what is documented, is there."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from assistant.cli import build_parser
from assistant.cli.bench import BENCHES
from assistant.reports.catalogue import REPORTS
from assistant.skills import SKILLS
from assistant.skills.catalogue import catalogue
from assistant.web.api.listing import KINDS
from assistant.web.health import METRICS
from config.crm import CrmConfig
from config.paths import PROJECT_ROOT
from config.settings import Settings
from nlp.intents import load_ontology
from tests.architecture.documents import DOCS, first_cells, links_in, named_tests, page, pages, qualities

HEAVY = (
    "spacy",
    "onnxruntime",
    "sklearn",
    "scipy",
    "numpy",
    "matplotlib",
    "slack_sdk",
    "twilio",
    "sqlalchemy",
)
"""What takes long to import: `rapport --help` must do without."""


def _commands(parser: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every command of the grammar, with its long options."""
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    options = [name for one in parser._actions for name in one.option_strings if name.startswith("--")]
    if not any(one.required for one in below):
        yield path, [name for name in options if name != "--help"]
    for one in below:
        for name, child in one.choices.items():
            yield from _commands(child, f"{path} {name}")


COMMANDS = dict(_commands(build_parser(), "rapport"))


def _told(command: str) -> str:
    """The lines that tell of a command: its row, or the paragraph that begins with it."""
    begins = re.compile(rf"(\| )?`{re.escape(command)}(`| \[|[ ]?[A-Z]| --)")
    paragraphs = page("commands.md").split("\n\n")
    rows = [line for line in page("commands.md").splitlines() if begins.match(line)]
    return "\n".join(rows + [one for one in paragraphs if begins.match(one)])


def test_every_setting_is_explained_and_no_other() -> None:
    explained = [name for name in first_cells(page("settings.md")) if name.isupper()]

    assert sorted(explained) == sorted(name.upper() for name in Settings.model_fields)


def test_every_key_of_the_companys_rules_is_explained_and_no_other() -> None:
    explained = [name for name in first_cells(page("settings.md")) if name.islower()]

    assert sorted(explained) == sorted(CrmConfig.model_fields)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_explained_with_its_options(command: str) -> None:
    told = _told(command)

    assert told, f"docs/commands.md does not tell of `{command}`"
    assert [
        option for option in COMMANDS[command] if f"`{option}" not in told and f" {option}" not in told
    ] == []


def test_no_command_is_explained_that_is_not_there() -> None:
    named = re.findall(r"^\| `(rapport(?: [a-z]+)+)", page("commands.md"), re.MULTILINE)

    assert set(named) <= set(COMMANDS)


def test_every_bench_is_explained() -> None:
    assert [name for name in BENCHES if f"rapport bench {name}" not in page("performance.md")] == []


def test_every_make_target_is_explained_and_no_other() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)
    explained = re.findall(r"`make ([a-z-]+)`", page("commands.md"))

    assert sorted(set(explained)) == sorted(set(targets) - {"help"})


def test_the_page_of_what_one_can_say_is_up_to_date() -> None:
    remedy = "run: python -m assistant.skills.catalogue > docs/what-you-can-say.md"

    assert page("what-you-can-say.md") == catalogue(), remedy


def test_every_intent_has_a_skill_and_every_skill_an_intent() -> None:
    assert sorted(SKILLS) == sorted(load_ontology().rep)


def test_every_report_is_explained() -> None:
    assert [name for name in REPORTS if f"`{name}`" not in page("reports.md")] == []


def test_every_kind_of_record_of_the_api_is_explained() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in page("api.md")] == []


def test_every_metric_is_explained_and_no_other() -> None:
    explained = [re.sub(r"\{.*", "", name) for name in first_cells(page("operations.md"))]

    assert sorted(name for name in explained if name.startswith("rapport_")) == sorted(METRICS)


def test_the_procfile_starts_commands_that_are_there() -> None:
    lines = (PROJECT_ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    started = dict(line.split(": ", 1) for line in lines)

    assert set(started) == {"release", "web", "worker", "clock", "mail"}
    assert set(started.values()) <= set(COMMANDS)


def test_decisions_are_numbered_without_gaps_and_titled_by_their_number() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    titles = [one.read_text(encoding="utf-8").splitlines()[0] for one in decisions]

    assert [one.name[:4] for one in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    assert [title.split(".")[0] for title in titles] == [f"# {n}" for n in range(1, len(decisions) + 1)]


def test_links_between_documents_lead_somewhere() -> None:
    lost = {
        f"{document.relative_to(PROJECT_ROOT)}: {target}"
        for document in pages()
        for target in links_in(document)
        if not (document.parent / target).exists()
    }

    assert lost == set()


def test_every_test_a_document_names_is_there() -> None:
    known = {path.name for path in (PROJECT_ROOT / "tests").rglob("test_*.py")}
    lost = {
        f"{document.relative_to(PROJECT_ROOT)}: {named}"
        for document in (*pages(), *qualities())
        for named in named_tests(document)
        if named not in known and not (PROJECT_ROOT / named).exists()
    }

    assert lost == set()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("from assistant.cli import build_parser; build_parser().format_help()", id="help"),
        pytest.param("import channels.sms.webhooks", id="twilio's signature"),
    ],
)
def test_what_must_be_quick_imports_nothing_heavy(statement: str) -> None:
    program = f"import sys; {statement}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
