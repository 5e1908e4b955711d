"""The demo keeps out of a database that is somebody's own."""

from pathlib import Path

from assistant.actions.members import save_member
from assistant.bootstrap import build_tools
from assistant.demo.company import REP
from assistant.demo.place import place_of
from config.settings import Settings


def test_an_empty_database_and_the_demos_own_are_played_in(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=sqlite_url, files_dir=tmp_path / "files")
    assert place_of(settings) == settings
    _join(settings, REP.email)
    assert place_of(settings) == settings


def test_somebodys_own_records_are_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=sqlite_url, files_dir=tmp_path / "files")
    _join(settings, "ada@own.example")
    assert place_of(settings).database_url == f"sqlite:///{tmp_path / 'demo.db'}"
    assert (tmp_path / "demo.db").exists()


def _join(settings: Settings, email: str) -> None:
    runtime = build_tools(settings)
    with runtime.database.begin() as uow:
        save_member(runtime.work(uow), email=email, name="Somebody", role="admin")
    runtime.database.dispose()
