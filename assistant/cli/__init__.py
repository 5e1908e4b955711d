"""The `rapport` command: one module per family of commands.

Each module of COMMANDS offers `add_parser(subparsers)`, which registers its commands and sets `run`
to a function `(argparse.Namespace) -> int` (0 done, 1 failed, 2 wrong use). Modules import nothing heavy
at the top, so that `rapport --help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from config.errors import RapportError

COMMANDS = (
    "assistant.cli.server",
    "assistant.cli.demo",
    "assistant.cli.talking",
    "assistant.cli.people",
    "assistant.cli.inbox",
    "assistant.cli.reports",
    "assistant.cli.rules",
    "assistant.cli.sequences",
    "assistant.cli.campaigns",
    "assistant.cli.transfer",
    "assistant.cli.language",
    "assistant.cli.mail",
    "assistant.cli.bench",
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command-line grammar."""
    parser = argparse.ArgumentParser(prog="rapport", description="A CRM that people talk to.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(name).add_parser(subparsers)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Parse and run one command.

    Errors of our own, and files that are not to be had, become one sentence on stderr and exit code 1.
    """
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except RapportError as error:
        print(f"rapport: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Who reads along has had enough (`| head`); Python would complain of it once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        if error.filename is None:
            raise
        print(f"rapport: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code
