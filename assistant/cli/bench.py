"""`rapport bench`: measure the product, all of it or one part; a table and JSON."""

import argparse
from importlib import import_module

BENCHES = {
    "path": "a mail through the whole path, step by step",
    "workers": "mails that wait, worked by 1, 2 and 4 processes",
    "records": "look-ups at a million contacts",
    "claims": "deliveries claimed by sixteen workers",
    "mail": "reading mail: marks and speed",
    "intake": "a folder of mail, some of it broken, and a mailbox read anew: exact sums",
    "slack": "from a Slack event to the posted answer",
    "sweep": "the due among a million that wait",
    "quarter": "a quarter of follow-ups in minutes, judged by rules of its own",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    bench = subparsers.add_parser("bench", help="measure the product; a table and JSON")
    bench.add_argument(
        "name", nargs="?", choices=tuple(BENCHES), help="; ".join(f"{k}: {v}" for k, v in BENCHES.items())
    )
    bench.add_argument("--json", action="store_true", help="print JSON only")
    bench.add_argument(
        "--small", action="store_true", help="a hundredth of the records, to try the bench itself"
    )
    bench.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run one bench, or all in turn."""
    names = [options.name] if options.name else list(BENCHES)
    return max(int(import_module(f"assistant.bench.{name}").run(options)) for name in names)
