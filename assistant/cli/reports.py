"""`rapport report`."""

import argparse
import csv
import sys
from typing import TYPE_CHECKING

from assistant.cli.runtime import command_settings, print_json, ready_database

if TYPE_CHECKING:
    from assistant.work import Work
    from nlp.values import Period


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    report = subparsers.add_parser("report", help="print a report")
    report.add_argument("name")
    report.add_argument(
        "--as", dest="email", default="", metavar="EMAIL", help="in whose name; the admin's view else"
    )
    report.add_argument("--by", default="", help="group by")
    report.add_argument(
        "--period", default="", metavar="WORDS", help="“this quarter”, “March”, “2026-01-01 to 2026-02-01”"
    )
    report.add_argument(
        "--owner", action="append", default=[], metavar="EMAIL", help="whose records; may be given again"
    )
    report.add_argument("--metric", default="", help="what a leaderboard or goal counts")
    report.add_argument("--where", default="", help="what narrows it: region:EMEA|APAC;-source:web")
    report.add_argument("--of", default="", help="of what: leads or tickets")
    form = report.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    form.add_argument("--png", metavar="FILE")
    report.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run a report and print it in the form asked for."""
    from assistant.bootstrap import company_of, make_jobs
    from assistant.cli.runtime import actor_of
    from assistant.cli.terminal import print_reply
    from assistant.reports.addressing import read_back
    from assistant.reports.catalogue import run_report
    from assistant.reports.report import Parameters
    from assistant.work import SYSTEM, Work

    settings = command_settings()
    database = ready_database(settings)
    actor = actor_of(database, options.email) if options.email else SYSTEM
    with database.read() as uow:
        work = Work(uow, actor, company_of(settings, secret=""), make_jobs(database))
        parameters = Parameters(
            owner_ids=tuple(_owner_id(work, one) for one in options.owner),
            period=_period(work, options.period),
            group_by=options.by,
            metric=options.metric,
            of=options.of,
            where=read_back(work, options.where),
            has_chart=bool(options.png),
        )
        report = run_report(work, options.name, parameters)
        reply = report.as_reply(work)
    if options.json:
        print_json(report.as_json())
    elif options.csv:
        from assistant.csv_cells import as_text

        writer = csv.writer(sys.stdout)
        writer.writerow(report.columns)
        writer.writerows(as_text(row.cells) for row in report.rows)
    elif options.png:
        return _draw(report.chart, options.png)
    else:
        print_reply(reply)
    return 0


def _owner_id(work: "Work", email: str) -> str:
    from assistant.work import InvalidValue
    from storage.queries import team

    member = team.find_member_by_email(work.uow, email)
    if member is None:
        raise InvalidValue(f"There is no colleague {email}.")
    return member.id


def _period(work: "Work", words: str) -> "Period | None":
    """The days meant by words. Raises InvalidValue for words that mean none."""
    from assistant.work import InvalidValue
    from nlp.times import find_times

    if not words:
        return None
    times = find_times(words, now=work.local_now, tz=work.zone, country=work.company.country)
    period = times[0].as_period() if times else None
    if period is None:
        raise InvalidValue(f"“{words}” names no days; say “this quarter”, “March”, “last 30 days”.")
    return period


def _draw(chart: object, path: str) -> int:
    from pathlib import Path

    from channels.chart import draw_chart
    from channels.reply import Chart

    if not isinstance(chart, Chart):
        print("rapport: this report has nothing to draw", file=sys.stderr)
        return 1
    Path(path).write_bytes(draw_chart(chart))
    return 0
