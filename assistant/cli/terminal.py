"""The chat in a terminal: lines in, replies out, buttons pressed by their number."""

from collections.abc import Callable

from assistant.bootstrap import Runtime
from assistant.presenting.plain import plain_reply
from assistant.talking import Heard, push, say
from assistant.work import Actor
from channels.reply import Action, Reply
from config.errors import RapportError

GREETING = "You are {name}. Say what you did or want to know; press a button by its number; Ctrl-D ends."


def print_reply(reply: Reply) -> None:
    """Print a reply and its buttons."""
    print(plain_reply(reply))
    for number, action in enumerate(_buttons(reply), start=1):
        print(f"  ({number}) {action.label}")


def converse(runtime: Runtime, actor: Actor, *, read: Callable[[str], str] = input) -> None:
    """Talk until the end of input."""
    print(GREETING.format(name=actor.name))
    buttons: list[Action] = []
    while True:
        try:
            line = read("> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not line:
            continue
        try:
            heard = _turn(runtime, actor, line, buttons)
        except RapportError as refused:
            print(refused)
            continue
        print_reply(heard.reply)
        buttons = _buttons(heard.reply)


def _turn(runtime: Runtime, actor: Actor, line: str, buttons: list[Action]) -> Heard:
    if line.isdigit() and 0 < int(line) <= len(buttons):
        action = buttons[int(line) - 1]
        return push(runtime, actor, action.name, action.value)
    return say(runtime, actor, line, conversation="terminal")


def _buttons(reply: Reply) -> list[Action]:
    actions = [*reply.actions, *(one for section in reply.sections for one in section.actions)]
    return [one for one in actions if not one.url and not one.options]
