"""What commands share: settings and logging set up, the runtime opened, a colleague found."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from config.errors import RapportError

if TYPE_CHECKING:
    from assistant.work import Actor
    from config.settings import Settings
    from storage.database import Database

T = TypeVar("T")


class MemberUnknown(RapportError):
    """No active colleague has that mail address."""

    code = "member_unknown"


def command_settings() -> "Settings":
    """The settings, with logging set up by them."""
    from config.logging import configure_logging
    from config.settings import load_settings

    settings = load_settings()
    configure_logging(log_format=settings.log_format)
    return settings


def ready_database(settings: "Settings") -> "Database":
    """The database, brought to the newest migration."""
    from assistant.bootstrap import open_database
    from assistant.maintenance.seeding import ensure_ready

    database = open_database(settings)
    ensure_ready(database, settings)
    return database


def actor_of(database: "Database", email: str) -> "Actor":
    """The colleague of a mail address. Raises MemberUnknown."""
    from assistant.work import member_actor
    from storage.queries import team

    with database.read() as uow:
        member = team.find_member_by_email(uow, email)
        if member is None or not member.is_active:
            raise MemberUnknown(f"There is no colleague {email}; add one with `rapport member add {email}`.")
        return member_actor(member)


def print_json(value: object) -> None:
    """Print JSON, and nothing else, on stdout."""
    json.dump(value, sys.stdout, indent=2, default=str, ensure_ascii=False)
    sys.stdout.write("\n")


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
