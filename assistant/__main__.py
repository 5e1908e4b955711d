"""Entry point of the `rapport` command and of `python -m assistant`."""

import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    from assistant import interpreter
    from assistant.cli import run

    interpreter.tune()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
