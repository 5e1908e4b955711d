"""`rapport chat` and `rapport ask`: the rep's chat in the terminal, through the very dialogue Slack uses."""

import argparse

from assistant.cli.runtime import actor_of, command_settings, print_json, ready_database


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands."""
    chat = subparsers.add_parser("chat", help="talk to Rapport in the terminal")
    chat.add_argument("--as", dest="email", required=True, metavar="EMAIL")
    chat.set_defaults(run=run_chat)
    ask = subparsers.add_parser("ask", help="say one thing and print the answer")
    ask.add_argument("--as", dest="email", required=True, metavar="EMAIL")
    ask.add_argument("text")
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--conversation", default="", help="name of a conversation to go on with")
    ask.set_defaults(run=run_ask)


def run_ask(options: argparse.Namespace) -> int:
    """One turn."""
    from assistant.bootstrap import build_runtime
    from assistant.cli.terminal import print_reply
    from assistant.talking import say

    settings = command_settings()
    ready_database(settings).dispose()
    runtime = build_runtime(settings)
    actor = actor_of(runtime.database, options.email)
    heard = say(runtime, actor, options.text, conversation=options.conversation or f"ask:{actor.id}")
    if options.json:
        print_json(heard.as_json())
    else:
        print_reply(heard.reply)
    return 0


def run_chat(options: argparse.Namespace) -> int:
    """Turn after turn, until the end of input."""
    from assistant.bootstrap import build_runtime
    from assistant.cli.terminal import converse

    settings = command_settings()
    ready_database(settings).dispose()
    runtime = build_runtime(settings)
    converse(runtime, actor_of(runtime.database, options.email))
    return 0
