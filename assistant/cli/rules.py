"""`rapport rules`: what rules there are, what they would have done, why they did, and their switches."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.cli.runtime import actor_of, command_settings, print_json, ready_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.work import Work
    from channels.reply import Reply


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    rules = subparsers.add_parser("rules", help="automation rules")
    below = rules.add_subparsers(dest="action", metavar="DEED", required=True)
    shown = below.add_parser("list", help="every rule")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=list_rules)
    checked = below.add_parser("check", help="check automations.yaml")
    checked.add_argument("file", nargs="?", default="")
    checked.set_defaults(run=check)
    below.add_parser("schema", help="print the JSON schema of automations.yaml").set_defaults(run=schema)
    below.add_parser("key", help="print the key webhooks are signed with").set_defaults(run=key)
    tried = below.add_parser("test", help="what a rule would have done")
    tried.add_argument("rule")
    tried.add_argument("--since", default="30d", metavar="SPAN", help="how far back, as 30d")
    tried.add_argument("--json", action="store_true")
    tried.set_defaults(run=test)
    told = below.add_parser("why", help="why a rule did, or did not")
    told.add_argument("what", help="a rule's name, a ticket as #12, or the name of a record")
    told.add_argument("--json", action="store_true")
    told.set_defaults(run=why)
    _add_switches(below)


def _add_switches(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, said in (("pause", pause, "switch a rule off"), ("resume", resume, "switch a rule on")):
        switch = below.add_parser(name, help=said)
        switch.add_argument("rule", nargs="?", default="")
        switch.add_argument("--all", action="store_true", help="every rule")
        switch.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
        if name == "pause":
            switch.add_argument("--reason", default="")
        switch.set_defaults(run=run)
    removed = below.add_parser("remove", help="take out a rule made by chat")
    removed.add_argument("rule")
    removed.add_argument("--as", dest="email", default="", metavar="EMAIL", help="in whose name")
    removed.set_defaults(run=remove)


def list_rules(options: argparse.Namespace) -> int:
    """Print every rule."""
    from assistant.follow_ups.rules import describing, registry
    from storage.queries import automation

    def read(work: "Work") -> int:
        rules = registry.listed(work.uow, work.crm)
        file = automation.rule_file(work.uow)
        problem = file.problem if file else ""
        if options.json:
            told = [
                {
                    "name": one.name,
                    "from": one.origin,
                    "on": not one.why_silent,
                    "why_off": one.why_silent,
                    "rule": one.compiled.rule.model_dump(mode="json", by_alias=True, exclude_defaults=True),
                }
                for one in rules
            ]
            print_json({"rules": told, "problem": problem})
            return 0
        return _print(describing.rules_table(rules, problem=problem))

    return reading(read)


def check(options: argparse.Namespace) -> int:
    """Check the file of the settings, or another."""
    from pathlib import Path

    from assistant.follow_ups.rules.definition.automations import load_automations
    from config.crm import load_crm

    settings = command_settings()
    path = Path(options.file) if options.file else settings.automations_config
    found = load_automations(path, crm=load_crm(settings.crm_config))
    print(f"{path.name} is sound: {len(found.rules)} rule(s).")
    return 0


def schema(_options: argparse.Namespace) -> int:
    """Print the JSON schema."""
    from assistant.follow_ups.rules.definition.automations import Automations

    print_json(Automations.model_json_schema(by_alias=True))
    return 0


def key(options: argparse.Namespace) -> int:
    """Print the key receivers of webhooks check signatures with."""
    from assistant.bootstrap import secret_key
    from assistant.follow_ups.rules.running.webhooks import signing_key

    print(signing_key(secret_key(command_settings())).hex())
    return 0


def test(options: argparse.Namespace) -> int:
    """Print what a rule would have done."""
    from assistant.expressions.vocabulary import span_of
    from assistant.follow_ups.rules import describing, registry
    from assistant.follow_ups.rules.replaying.replay import replay
    from assistant.work import InvalidValue

    span = span_of(options.since)
    if span is None or span <= timedelta():
        raise InvalidValue(f"{options.since!r} is no span: write it as 30d, 2w or 12h.")

    def read(work: "Work") -> int:
        listed = registry.get(work.uow, work.crm, options.rule)
        found = replay(work, listed.compiled, since=work.now - span)
        if options.json:
            print_json(found.as_json())
            return 0
        return _print(describing.replay_reply(work, found))

    return reading(read)


def why(options: argparse.Namespace) -> int:
    """Print the verdicts of a rule, or about a record."""
    from assistant.follow_ups.rules import describing, verdicts

    def read(work: "Work") -> int:
        runs = verdicts.runs_about(work, options.what)
        if options.json:
            print_json([one.model_dump(mode="json") for one in runs])
            return 0
        return _print(describing.runs_reply(work, runs, about=options.what))

    return reading(read)


def pause(options: argparse.Namespace) -> int:
    """Switch a rule, or all, off."""
    from assistant.follow_ups.rules import pausing

    name = _named(options)
    writing(options, lambda work: pausing.pause(work, name, reason=options.reason))
    print("All rules are off." if options.all else f"{name} is off.")
    return 0


def resume(options: argparse.Namespace) -> int:
    """Switch a rule, or all, on."""
    from assistant.follow_ups.rules import pausing

    name = _named(options)
    writing(options, lambda work: pausing.resume(work, name))
    print("All rules are on." if options.all else f"{name} is on.")
    return 0


def remove(options: argparse.Namespace) -> int:
    """Take out a rule made by chat."""
    from assistant.follow_ups.rules import authoring

    writing(options, lambda work: authoring.remove_rule(work, options.rule))
    print(f"{options.rule} is gone.")
    return 0


def _named(options: argparse.Namespace) -> str:
    from assistant.follow_ups.rules.registry import ALL
    from assistant.work import InvalidValue

    if bool(options.rule) == options.all:
        raise InvalidValue("Name one rule, or say --all.")
    return ALL if options.all else str(options.rule)


def reading(read: "Callable[[Work], int]") -> int:
    """Answer from the database of the settings; the exit code is the answer's."""
    from assistant.bootstrap import company_of, make_jobs
    from assistant.work import SYSTEM, Work

    settings = command_settings()
    database = ready_database(settings)
    with database.read() as uow:
        return read(Work(uow, SYSTEM, company_of(settings, secret=""), make_jobs(database)))


def writing(options: argparse.Namespace, write: "Callable[[Work], object]") -> None:
    """Do something in one transaction, in the name of `--as EMAIL`, else the system's."""
    from assistant.bootstrap import company_of, make_jobs
    from assistant.work import SYSTEM, Work

    settings = command_settings()
    database = ready_database(settings)
    actor = actor_of(database, options.email) if options.email else SYSTEM
    with database.begin(actor=actor.key, cause="rapport rules") as uow:
        write(Work(uow, actor, company_of(settings, secret=""), make_jobs(database)))


def _print(reply: "Reply") -> int:
    from assistant.cli.terminal import print_reply

    print_reply(reply)
    return 0
