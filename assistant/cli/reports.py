"""`rapport report`."""

import argparse
import csv
import sys

from assistant.cli.runtime import print_json, ready_database, settings_of


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    report = subparsers.add_parser("report", help="print a report")
    report.add_argument("name")
    report.add_argument(
        "--as", dest="email", default="", metavar="EMAIL", help="in whose name; the admin's view else"
    )
    report.add_argument("--by", default="", help="group by")
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
    from assistant.reports.catalogue import run_report
    from assistant.reports.report import Parameters
    from assistant.work import SYSTEM, Work

    settings = settings_of(options)
    database = ready_database(settings)
    actor = actor_of(database, options.email) if options.email else SYSTEM
    with database.read() as uow:
        work = Work(uow, actor, company_of(settings, secret=""), make_jobs(database))
        parameters = Parameters(group_by=options.by, has_chart=bool(options.png))
        report = run_report(work, options.name, parameters)
        reply = report.as_reply(work)
    if options.json:
        print_json(report.as_json())
    elif options.csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(report.columns)
        writer.writerows(row.cells for row in report.rows)
    elif options.png:
        return _draw(report.chart, options.png)
    else:
        print_reply(reply)
    return 0


def _draw(chart: object, path: str) -> int:
    from pathlib import Path

    from channels.chart import draw_chart
    from channels.reply import Chart

    if not isinstance(chart, Chart):
        print("rapport: this report has nothing to draw", file=sys.stderr)
        return 1
    Path(path).write_bytes(draw_chart(chart))
    return 0
