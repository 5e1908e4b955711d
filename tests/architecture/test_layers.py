"""The house: what may import what, and how long a module may be."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from config.paths import PROJECT_ROOT

PACKAGES = ("assistant", "channels", "storage", "nlp", "config")
LONGEST_MODULE = 300
GENERATED = "storage/migrations/versions/"

HOMES = {
    "sqlalchemy": ("storage/",),
    "sqlmodel": ("storage/",),
    "alembic": ("storage/",),
    "slack_sdk": ("channels/slack/", "channels/sandbox/"),
    "slack_bolt": ("channels/slack/", "channels/sandbox/"),
    "twilio": ("channels/sms/", "channels/sandbox/"),
    "aioimaplib": ("channels/email/",),
    "aiosmtplib": ("channels/email/", "assistant/demo/"),
    "pymap": ("channels/sandbox/",),
    "aiosmtpd": ("channels/sandbox/",),
    "procrastinate": ("assistant/jobs/",),
    "apscheduler": ("assistant/follow_ups/",),
}
"""Libraries, and the folders that may import them. The demo mails as a customer would."""

ASKING = tuple(
    f"assistant/{name}/" for name in ("cli", "operations", "presenting", "reports", "skills", "web")
)
"""Packages that leave every change of a record to an action."""

Imports = Mapping[str, frozenset[str]]
"""Module file -> the names it imports."""


@pytest.fixture(scope="module")
def imports() -> Imports:
    """What every module of the product imports, at the top or inside a function."""
    return {_name(path): _imports(path) for path in _modules()}


def _modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((PROJECT_ROOT / package).rglob("*.py"))]


def _name(path: Path) -> str:
    return path.relative_to(PROJECT_ROOT).as_posix()


def _imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return frozenset(found)


def test_imports_go_downwards_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT_ROOT)

    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_home_alone(library: str, imports: Imports) -> None:
    guests = [
        module
        for module, names in imports.items()
        if library in {name.partition(".")[0] for name in names} and not module.startswith(HOMES[library])
    ]

    assert guests == []


def test_adapters_are_imported_by_the_registry_alone(imports: Imports) -> None:
    adapters = {module.removesuffix(".py").replace("/", ".") for module in imports if "/adapter" in module}

    assert len(adapters) >= 4
    assert {module for module, names in imports.items() if names & adapters} == {"channels/registry.py"}


def test_no_module_of_the_product_is_longer_than_300_lines() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}
    long = {name: length for name, length in lengths.items() if length > LONGEST_MODULE}

    assert {name: length for name, length in long.items() if not name.startswith(GENERATED)} == {}


def test_what_asks_and_shows_writes_no_records() -> None:
    """It goes through actions, which check who may."""
    written = re.compile(r"\buow\.(?:add|delete)\(")
    sources = {_name(path): path.read_text(encoding="utf-8") for path in _modules()}

    assert [name for name, text in sources.items() if name.startswith(ASKING) and written.search(text)] == []


def test_unit_tests_lie_where_what_they_test_lies() -> None:
    root = PROJECT_ROOT / "tests" / "unit"
    folders = {path.parent.relative_to(root) for path in root.rglob("test_*.py")}

    assert folders
    assert [folder for folder in sorted(folders) if not (PROJECT_ROOT / folder).is_dir()] == []


def test_models_do_not_postpone_annotations(imports: Imports) -> None:
    """SQLModel reads them while the class is made."""
    models = {module: names for module, names in imports.items() if module.startswith("storage/models/")}

    assert models
    assert [module for module, names in models.items() if "__future__" in names] == []
