"""`rapport import` and `rapport export`."""

import argparse
import csv
import sys

from assistant.cli.runtime import actor_of, command_settings, ready_database


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands."""
    kinds = "contacts, companies, leads, deals or tickets"
    take = subparsers.add_parser("import", help="take in records from a CSV file with a header")
    take.add_argument("kind", help=kinds)
    take.add_argument("file", help="the file, or - for standard input")
    take.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="who owns what is made")
    take.set_defaults(run=run_import)
    give = subparsers.add_parser("export", help="print records as CSV")
    give.add_argument("kind", help=kinds)
    give.add_argument(
        "--as", dest="email", default="", metavar="EMAIL", help="in whose name; the admin's else"
    )
    give.set_defaults(run=run_export)


def run_import(options: argparse.Namespace) -> int:
    """Take in a file; exit code 1 if a row was refused."""
    from assistant.bootstrap import build_tools
    from assistant.transfer.importing import import_rows

    settings = command_settings()
    ready_database(settings).dispose()
    runtime = build_tools(settings)
    actor = actor_of(runtime.database, options.email)
    with sys.stdin if options.file == "-" else open(options.file, encoding="utf-8-sig", newline="") as source:
        result = import_rows(runtime, actor, options.kind, source, tell=_progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for line in (*result.notes, *result.problems):
        print(line, file=sys.stderr)
    print(
        f"{result.new} new, {result.updated} brought up to date, {result.known} known already, "
        f"{len(result.problems)} refused."
    )
    return 1 if result.problems else 0


def run_export(options: argparse.Namespace) -> int:
    """Print records."""
    from assistant.bootstrap import build_tools
    from assistant.transfer.exporting import export_rows
    from assistant.work import SYSTEM

    settings = command_settings()
    ready_database(settings).dispose()
    runtime = build_tools(settings)
    actor = actor_of(runtime.database, options.email) if options.email else SYSTEM
    csv.writer(sys.stdout).writerows(export_rows(runtime, actor, options.kind))
    return 0


def _progress(done: int) -> None:
    if sys.stderr.isatty() and done % 100 == 0:
        print(f"\r{done} rows", end="", file=sys.stderr, flush=True)
