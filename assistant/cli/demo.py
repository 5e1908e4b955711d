"""`rapport demo`: the main job on a small company, with emulated providers; what `make run` runs."""

import argparse

from assistant.cli.runtime import command_settings, run_async


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    demo = subparsers.add_parser("demo", help="play the main job on a demo company and stay up")
    demo.add_argument("--once", action="store_true", help="play the story and end")
    demo.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Start everything, play the story, stay."""
    import logging

    from assistant.demo.play import play
    from config.logging import configure_logging

    settings = command_settings()
    configure_logging(log_format=settings.log_format, level=logging.WARNING)
    code: int = run_async(play(settings, stays=not options.once))
    return code
