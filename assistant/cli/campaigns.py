"""`rapport segments` and `rapport campaigns`: saved filters, and messages to everybody one finds."""

import argparse
from typing import TYPE_CHECKING, TypeVar

from assistant.cli.rules import reading, writing
from assistant.cli.runtime import print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.work import Work
    from storage.models import Campaign, Segment
    from storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", "Campaign", "Segment")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands."""
    _add_segments(subparsers.add_parser("segments", help="saved filters"))
    _add_campaigns(subparsers.add_parser("campaigns", help="one message to everybody in a segment"))


def _add_segments(segments: argparse.ArgumentParser) -> None:
    below = segments.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = below.add_parser("list", help="every segment")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=list_segments)
    saved = below.add_parser("save", help="save a filter under a name")
    saved.add_argument("name")
    saved.add_argument("expression")
    saved.add_argument("--of", default="contact", metavar="KIND", help="contact, company, deal, lead, ticket")
    saved.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
    saved.set_defaults(run=save_segment)
    shown = below.add_parser("show", help="count a segment, and name some of it")
    shown.add_argument("name")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=show_segment)


def _add_campaigns(campaigns: argparse.ArgumentParser) -> None:
    below = campaigns.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = below.add_parser("list", help="every campaign")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=list_campaigns)
    made = below.add_parser("create", help="make a campaign; nothing is sent yet")
    made.add_argument("name")
    made.add_argument("--segment", required=True)
    made.add_argument("--body", required=True, metavar="FILE", help="the words, as a file")
    made.add_argument("--subject", default="")
    made.add_argument("--channel", default="email")
    made.add_argument("--per-hour", type=int, default=500)
    made.add_argument("--tracked", action="store_true", help="count clicks of who agreed to it")
    made.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
    made.set_defaults(run=create)
    edited = below.add_parser("edit", help="change a draft, or what is left to send of a paused one")
    edited.add_argument("name")
    edited.add_argument("--segment")
    edited.add_argument("--body", metavar="FILE", help="the words, as a file")
    edited.add_argument("--subject")
    edited.add_argument("--per-hour", type=int)
    edited.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
    edited.set_defaults(run=edit)
    for name, run, said in (
        ("preview", preview, "how many, who, and what the first would read"),
        ("results", results, "what it came to"),
    ):
        asked = below.add_parser(name, help=said)
        asked.add_argument("name")
        asked.add_argument("--json", action="store_true")
        asked.set_defaults(run=run)
    for name in ("start", "pause", "resume", "cancel"):
        action = below.add_parser(name, help=f"{name} it")
        action.add_argument("name")
        action.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
        action.set_defaults(run=change)


def list_segments(options: argparse.Namespace) -> int:
    """Print every segment."""
    from storage.queries import campaigns as queries

    return _list(options, queries.segments, lambda one: f"{one.name}: {one.entity} where {one.expression}")


def _list(
    options: argparse.Namespace,
    ask: "Callable[[UnitOfWork], Sequence[Row]]",
    say: "Callable[[Row], str]",
) -> int:
    def read(work: "Work") -> int:
        found = ask(work.uow)
        if options.json:
            print_json([one.model_dump(mode="json") for one in found])
        for one in () if options.json else found:
            print(say(one))
        return 0

    return reading(read)


def save_segment(options: argparse.Namespace) -> int:
    """Save a filter."""
    from assistant.follow_ups.campaigns import segments

    def write(work: "Work") -> None:
        segments.save_segment(work, name=options.name, expression=options.expression, entity=options.of)

    writing(options, write)
    print(f"{options.name} is saved.")
    return 0


def show_segment(options: argparse.Namespace) -> int:
    """Count a segment, and name some of it."""
    from assistant.follow_ups.campaigns import segments

    def read(work: "Work") -> int:
        segment = segments.get_segment(work, options.name)
        condition = segments.condition_of(work, segment.expression, segment.entity)
        found = segments.preview(work, condition)
        if options.json:
            print_json({"count": found.count, "sample": list(found.sample)})
            return 0
        some = f", for example {', '.join(found.sample)}" if found.sample else ""
        print(f"{segment.name} holds {found.count}{some}.")
        return 0

    return reading(read)


def list_campaigns(options: argparse.Namespace) -> int:
    """Print every campaign."""
    from storage.queries import campaigns as queries

    return _list(options, queries.campaigns, lambda one: f"{one.name}: {one.state}, {one.channel}")


def create(options: argparse.Namespace) -> int:
    """Make a campaign from a file's words."""
    from pathlib import Path

    from assistant.follow_ups.campaigns.planning import Plan, create_campaign

    plan = Plan(
        name=options.name,
        segment=options.segment,
        body=Path(options.body).read_text(encoding="utf-8"),
        subject=options.subject,
        channel=options.channel,
        per_hour=options.per_hour,
        is_tracked=options.tracked,
    )
    writing(options, lambda work: create_campaign(work, plan))
    print(f"{options.name} is a draft: look at it with `rapport campaigns preview`, then start it.")
    return 0


def edit(options: argparse.Namespace) -> int:
    """Change a campaign's words, pace or segment."""
    from pathlib import Path

    from assistant.follow_ups.campaigns.planning import Edit, edit_campaign, get_campaign

    changed = Edit(
        subject=options.subject,
        body=Path(options.body).read_text(encoding="utf-8") if options.body else None,
        segment=options.segment,
        per_hour=options.per_hour,
    )
    writing(options, lambda work: edit_campaign(work, get_campaign(work, options.name), changed))
    print(f"{options.name} is changed: look at it with `rapport campaigns preview`.")
    return 0


def preview(options: argparse.Namespace) -> int:
    """Print what a campaign would be."""
    from dataclasses import asdict

    from assistant.follow_ups.campaigns import planning

    def read(work: "Work") -> int:
        shown = planning.show(work, planning.get_campaign(work, options.name))
        if options.json:
            print_json(asdict(shown))
            return 0
        print(f"To {shown.count} contacts, for example {', '.join(shown.sample) or 'nobody'}.")
        print(f"{shown.without_address} of them have no address for it.\n\n{shown.subject}\n\n{shown.text}")
        return 0

    return reading(read)


def results(options: argparse.Namespace) -> int:
    """Print what a campaign came to."""
    from assistant.follow_ups.campaigns import planning
    from assistant.follow_ups.campaigns.results import results_of

    def read(work: "Work") -> int:
        found = results_of(work, planning.get_campaign(work, options.name)).as_json()
        if options.json:
            print_json(found)
            return 0
        for name, value in found.items():
            print(f"{name.replace('_', ' ')}: {'not asked' if value is None else value}")
        return 0

    return reading(read)


def change(options: argparse.Namespace) -> int:
    """Start, pause, resume or cancel a campaign."""
    from assistant.follow_ups.campaigns import planning

    actions = {
        "start": planning.start,
        "pause": planning.pause,
        "resume": planning.resume,
        "cancel": planning.cancel,
    }
    action = actions[options.action]
    writing(options, lambda work: action(work, planning.get_campaign(work, options.name)))
    print(f"{options.name}: {options.action} done.")
    return 0
