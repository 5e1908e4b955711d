"""`rapport inbox` and `rapport ingest`."""

import argparse
import sys

from assistant.cli.runtime import command_settings, print_json, ready_database, run_async


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands."""
    inbox = subparsers.add_parser("inbox", help="what came in and how it ended").add_subparsers(
        dest="action", required=True
    )
    listing = inbox.add_parser("list", help="list entries, newest first")
    listing.add_argument("--disposition", action="append", default=[])
    listing.add_argument("--limit", type=int, default=20)
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_entries)
    replay = inbox.add_parser("replay", help="work parked entries again")
    replay.add_argument("id", nargs="*", help="entries; all parked ones where none is named")
    replay.set_defaults(run=replay_entries)
    reconcile = inbox.add_parser("reconcile", help="compare mailboxes and ledger, and name each gap")
    reconcile.add_argument("--json", action="store_true")
    reconcile.set_defaults(run=reconcile_mailboxes)
    ingest = subparsers.add_parser("ingest", help="take in mail from .eml files, an mbox or a Maildir")
    ingest.add_argument("path")
    ingest.add_argument("--account", default="import")
    ingest.set_defaults(run=ingest_path)


def list_entries(options: argparse.Namespace) -> int:
    """List inbox entries."""
    from storage.queries import ledger

    database = ready_database(command_settings())
    with database.read() as uow:
        rows = [
            {
                "id": one.id,
                "channel": one.channel,
                "account": one.account,
                "external_id": one.external_id,
                "disposition": one.disposition,
                "reason": one.reason or one.error,
                "received_at": one.received_at.isoformat(),
            }
            for one in ledger.list_inbox(uow, dispositions=options.disposition, limit=options.limit)
        ]
    if options.json:
        print_json(rows)
        return 0
    for row in rows:
        when = row["received_at"][:19]
        print(f"{row['id']}  {row['channel']:<8} {row['disposition']:<10} {when}  {row['reason']}")
    return 0


def replay_entries(options: argparse.Namespace) -> int:
    """Work parked entries again."""
    from assistant.bootstrap import make_jobs
    from assistant.inbox import Inbox
    from storage.models import InboxEntry
    from storage.queries import ledger

    database = ready_database(command_settings())
    inbox = Inbox(database, make_jobs(database))
    with database.begin(actor="system", cause="command line") as uow:
        parked = ledger.list_inbox(uow, dispositions=("parked",), limit=10_000)
        entries = [uow.get(InboxEntry, one) for one in options.id] or parked
        for entry in entries:
            inbox.replay(uow, entry)
    print(f"{len(entries)} entries will be worked again.")
    return 0


def reconcile_mailboxes(options: argparse.Namespace) -> int:
    """Compare mailboxes and ledger."""
    from assistant.bootstrap import build_runtime
    from assistant.maintenance.reconciling import reconcile

    settings = command_settings()
    ready_database(settings).dispose()
    found = run_async(reconcile(build_runtime(settings)))
    if options.json:
        print_json([one.as_json() for one in found])
    else:
        for one in found:
            print(one.sentence)
    return 0 if all(one.is_sound for one in found) else 1


def ingest_path(options: argparse.Namespace) -> int:
    """Take in mail from files, and work it."""
    from assistant.bootstrap import build_runtime
    from assistant.maintenance.ingesting import ingest

    settings = command_settings()
    ready_database(settings).dispose()
    tell = _progress if sys.stderr.isatty() else None
    counts = run_async(ingest(build_runtime(settings), options.path, account=options.account, tell=tell))
    print(counts.sentence)
    return 1 if counts.unreadable else 0


def _progress(what: str, count: int) -> None:
    sys.stderr.write(f"\r{count} messages {what} ")
    sys.stderr.flush()
