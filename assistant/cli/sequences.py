"""`rapport sequences`: what there is, what came of it, and whole segments put in or taken back."""

import argparse
import sys
from typing import TYPE_CHECKING

from assistant.cli.rules import reading, writing
from assistant.cli.runtime import print_json

if TYPE_CHECKING:
    from assistant.work import Work
    from storage.models import Segment, Sequence


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    sequences = subparsers.add_parser("sequences", help="rows of messages to one person each")
    below = sequences.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = below.add_parser("list", help="every sequence, and how many are in it")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=list_sequences)
    counted = below.add_parser("results", help="for each step: how many got it, and what came of it")
    counted.add_argument("sequence")
    counted.add_argument("--json", action="store_true")
    counted.set_defaults(run=results)
    shown = below.add_parser("preview", help="what enrolling a segment would come to")
    shown.add_argument("sequence")
    shown.add_argument("--segment", required=True)
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=preview)
    begun = below.add_parser("enrol", help="put a segment into a sequence")
    begun.add_argument("sequence")
    begun.add_argument("--segment", required=True)
    begun.add_argument("--yes", action="store_true", help="without asking")
    begun.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
    begun.set_defaults(run=enrol)
    undone = below.add_parser("undo", help="let everybody leave whom an `enrol` put in")
    undone.add_argument("batch", help="as `enrol` printed it")
    undone.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
    undone.set_defaults(run=undo)


def list_sequences(options: argparse.Namespace) -> int:
    """Print every sequence."""
    from storage.queries import enrolling

    def read(work: "Work") -> int:
        rows = [
            {"name": one.name, "on": one.is_active, "steps": len(one.steps), **counts}
            for one, counts in enrolling.sequences_with_counts(work.uow)
        ]
        if options.json:
            print_json(rows)
        for row in () if options.json else rows:
            off = "" if row["on"] else ", off"
            print(f"{row['name']}: {row['steps']} steps, {row['running']} in it, {row['ended']} ended{off}")
        return 0

    return reading(read)


def results(options: argparse.Namespace) -> int:
    """Print what each step of a sequence came to."""
    from dataclasses import asdict

    from storage.queries import sequencing

    def read(work: "Work") -> int:
        rows = [asdict(one) for one in sequencing.results_of(work.uow, _sequence(work, options.sequence).id)]
        steps = [{"step": row.pop("position") + 1, **row} for row in rows]
        if options.json:
            print_json(steps)
            return 0
        for step in steps:
            print(", ".join(f"{name.replace('_', ' ')} {value}" for name, value in step.items()))
        if not steps:
            print("Nobody has got a step of it yet.")
        return 0

    return reading(read)


def preview(options: argparse.Namespace) -> int:
    """Print what enrolling a segment would come to."""
    from dataclasses import asdict

    from assistant.follow_ups.sequences import segments
    from assistant.presenting.enrolling import say_preview

    def read(work: "Work") -> int:
        shown = segments.preview(work, *_both(work, options))
        if options.json:
            print_json(asdict(shown))
            return 0
        print(f"{say_preview(shown)}.")
        return 0

    return reading(read)


def enrol(options: argparse.Namespace) -> int:
    """Show what it would come to, ask, and put a segment into a sequence."""
    from assistant.follow_ups.sequences import segments

    preview(argparse.Namespace(**vars(options), json=False))
    if not options.yes and not _confirmed():
        print("Nothing was changed.")
        return 1
    made: dict[str, object] = {}

    def write(work: "Work") -> None:
        segment, sequence = _both(work, options)
        made.update(count=segments.enrol_segment(work, segment, sequence), batch=work.uow.batch_id)

    writing(options, write)
    print(f"{made['count']} contacts began “{options.sequence}”.")
    if made["count"]:
        print(f"To take it back: rapport sequences undo {made['batch']}")
    return 0


def undo(options: argparse.Namespace) -> int:
    """Let everybody leave whom a batch put in."""
    from assistant.follow_ups.sequences import segments

    left: list[int] = []
    writing(options, lambda work: left.append(segments.take_back(work, options.batch)))
    print(f"{left[0]} contacts left; what did not go out yet never will.")
    return 0


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        print("Say --yes to go on without being asked.", file=sys.stderr)
        return False
    return input("Begin? [y/N] ").strip().lower() in ("y", "yes")


def _both(work: "Work", options: argparse.Namespace) -> "tuple[Segment, Sequence]":
    from assistant.follow_ups.campaigns.segments import get_segment

    return get_segment(work, options.segment), _sequence(work, options.sequence)


def _sequence(work: "Work", name: str) -> "Sequence":
    from assistant.work import InvalidValue
    from storage.queries import outreach

    found = outreach.find_sequence(work.uow, name)
    if found is None:
        raise InvalidValue(f"There is no sequence {name}; there are {', '.join(work.crm.sequences)}.")
    return found
