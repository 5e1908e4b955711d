"""`rapport check`: every setting that is switched on is tried for real."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass

from assistant.bootstrap import channel_parts, company_of, make_jobs, open_database, secret_key
from assistant.follow_ups.rules.definition.automations import load_automations
from assistant.reports.targets import check_goals
from assistant.work import SYSTEM, Work
from channels.registry import ADAPTERS, Entry
from config.clock import system_clock
from config.crm import load_crm
from config.errors import RapportError
from config.settings import Settings
from storage.migrations import check_shape, pending


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found; `is_ok` is None for what is switched off."""

    name: str
    is_ok: bool | None
    detail: str

    def as_json(self) -> dict[str, object]:
        """The result for programs."""
        return asdict(self)


async def check_all(settings: Settings) -> list[Result]:
    """Try configuration, database, language model and channels."""
    results = [
        _attempt("crm.yaml", lambda: _configuration(settings)),
        _attempt("automations.yaml", lambda: _automations(settings)),
        await asyncio.to_thread(_attempt, "database", lambda: _database(settings)),
        await asyncio.to_thread(_attempt, "goals", lambda: _goals(settings)),
        _attempt("language model", lambda: _model(settings)),
    ]
    return results + [await _channel(settings, entry) for entry in ADAPTERS]


def print_results(results: list[Result]) -> None:
    """Print a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", "What", "Found", box=None)
    for one in results:
        mark = {True: "[green]ok[/]", False: "[red]FAILED[/]", None: "[dim]off[/]"}[one.is_ok]
        table.add_row(mark, one.name, one.detail)
    Console().print(table)


def _attempt(name: str, work: Callable[[], str]) -> Result:
    try:
        return Result(name, True, work())
    except (RapportError, OSError) as error:
        return Result(name, False, str(error))


def _configuration(settings: Settings) -> str:
    crm = load_crm(settings.crm_config)
    return f"{len(crm.pipelines)} pipeline(s), {len(crm.roles)} roles, {len(crm.forms)} form(s)"


def _automations(settings: Settings) -> str:
    automations = load_automations(settings.automations_config, crm=load_crm(settings.crm_config))
    return f"{len(automations.rules)} rule(s), {'on' if automations.enabled else 'off'}"


def _database(settings: Settings) -> str:
    database = open_database(settings)
    try:
        database.ping()
        if pending(database.engine):
            raise RapportError("reachable, but not up to date: run `rapport migrate`")
        check_shape(database.engine)
    finally:
        database.dispose()
    return settings.database_url.split("@")[-1]


def _goals(settings: Settings) -> str:
    """Goals of `crm.yaml` must name colleagues and teams there are, or nobody's numbers count for them."""
    company = company_of(settings, secret="")
    if not company.crm.goals:
        return "none set"
    database = open_database(settings)
    try:
        with database.read() as uow:
            return f"{check_goals(Work(uow, SYSTEM, company, make_jobs(database)))} goal(s)"
    finally:
        database.dispose()


def _model(settings: Settings) -> str:
    from nlp.model import model_is_current

    if not model_is_current(settings.model_dir):
        raise RapportError("missing or older than its examples: run `rapport train`")
    return str(settings.model_dir.name)


async def _channel(settings: Settings, entry: Entry) -> Result:
    name = ", ".join(entry.names)
    if not entry.is_configured(settings):
        return Result(name, None, f"off: set {entry.needs}")
    database = open_database(settings)
    try:
        parts = channel_parts(
            settings,
            load_crm(settings.crm_config),
            clock=system_clock(),
            database=database,
            secret=secret_key(settings),
        )
        adapter = entry.make(parts)
        found = await adapter.check()
        await adapter.close()
    except RapportError as error:
        return Result(name, False, str(error))
    finally:
        database.dispose()
    return Result(name, found.is_ok, found.detail)
