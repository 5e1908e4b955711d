"""`rapport run`, its parts, `migrate` and `check`."""

import argparse

from assistant.cli.runtime import command_settings, ready_database, run_async

PARTS = {
    "web": "serve webhooks, the API and the console",
    "worker": "work messages and send what is due",
    "clock": "leave the jobs whose hour has come",
}
"""Parts with a command of their own; `mail` is registered beside `mail parse`."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands."""
    run = subparsers.add_parser("run", help="run all parts in one process")
    run.set_defaults(run=run_all)
    for name, does in PARTS.items():
        part = subparsers.add_parser(name, help=does)
        part.set_defaults(run=run_part, part=name)
    migrate = subparsers.add_parser("migrate", help="bring the database to the newest shape")
    migrate.set_defaults(run=run_migrate)
    check = subparsers.add_parser("check", help="test the settings, the database and every channel for real")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run_check)


def run_all(options: argparse.Namespace) -> int:
    """Run every part until a signal."""
    return run_parts_named(options, (*PARTS, "mail"))


def run_part(options: argparse.Namespace) -> int:
    """Run one part until a signal."""
    return run_parts_named(options, (options.part,))


def run_parts_named(options: argparse.Namespace, names: tuple[str, ...]) -> int:
    """Run these parts until a signal."""
    from assistant.bootstrap import build_runtime
    from assistant.supervisor import run_parts

    settings = command_settings()
    ready_database(settings).dispose()
    runtime = build_runtime(settings)
    run_async(run_parts(runtime, names))
    return 0


def run_migrate(options: argparse.Namespace) -> int:
    """Migrate the database and mirror the configuration."""
    ready_database(command_settings()).dispose()
    print("The database is up to date.")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Test everything; exit code 1 if one thing fails."""
    from assistant.cli.runtime import print_json
    from assistant.maintenance.checking import check_all, print_results

    results = run_async(check_all(command_settings()))
    if options.json:
        print_json([result.as_json() for result in results])
    else:
        print_results(results)
    return 1 if any(result.is_ok is False for result in results) else 0
