"""Where the demo plays: in the database of the settings, unless somebody's own records are in it."""

from assistant.bootstrap import open_database
from assistant.demo.company import REP
from assistant.maintenance.seeding import ensure_ready
from config.settings import Settings
from storage.queries import team


def place_of(settings: Settings) -> Settings:
    """The settings with a database that is ready: theirs, or `demo.db` where that is taken."""
    if _is_free(settings):
        return settings
    own = settings.files_dir.parent / "demo.db"
    moved = settings.model_copy(update={"database_url": f"sqlite:///{own}"})
    _is_free(moved)
    return moved


def _is_free(settings: Settings) -> bool:
    """Make the database ready; whether nobody is in it but the demo's own colleagues."""
    database = open_database(settings)
    try:
        ensure_ready(database, settings)
        with database.read() as uow:
            return not team.count_members(uow) or team.find_member_by_email(uow, REP.email) is not None
    finally:
        database.dispose()
