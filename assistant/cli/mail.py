"""`rapport mail` listens on mailboxes; `rapport mail parse` reads mail and prints what it says."""

import argparse
import sys
from pathlib import Path
from typing import BinaryIO


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `mail` and what it can do."""
    parser = subparsers.add_parser("mail", help="listen on mailboxes; `mail parse` reads messages from files")
    parser.set_defaults(run=listen)
    commands = parser.add_subparsers(dest="mail_command", metavar="COMMAND")
    parse_command = commands.add_parser(
        "parse", help="Print sender, text, new text, files of messages as JSON."
    )
    parse_command.add_argument("file", nargs="*", type=Path, help="messages; standard input where left out")
    parse_command.add_argument(
        "--jsonl", action="store_true", help="read and write one JSON object a line (see docs/mail.md)"
    )
    parse_command.add_argument(
        "--keep-signature", action="store_true", help="leave signatures and farewells in the new text"
    )
    parse_command.set_defaults(run=parse)


def listen(options: argparse.Namespace) -> int:
    """Run the part that listens on mailboxes and Slack's Socket Mode."""
    from assistant.cli.server import run_parts_named

    return run_parts_named(options, ("mail",))


def parse(options: argparse.Namespace) -> int:
    """Read messages; one that cannot be read gives an `error` and the run goes on."""
    from assistant.cli.mail_lines import answer_lines, describe_file

    strip_signature = not options.keep_signature
    if options.jsonl:
        for source in _sources(options.file):
            with source:
                answer_lines(source, sys.stdout.buffer)
        return 0
    for path in options.file or [None]:
        sys.stdout.buffer.write(describe_file(path, strip_signature=strip_signature))
    return 0


def _sources(files: list[Path]) -> list[BinaryIO]:
    return [path.open("rb") for path in files] if files else [sys.stdin.buffer]
