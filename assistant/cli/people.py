"""`rapport member` and `rapport token`."""

import argparse

from assistant.cli.runtime import actor_of, command_settings, print_json, ready_database

ROLES = ("rep", "agent", "manager", "admin")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands."""
    member = subparsers.add_parser("member", help="add and list colleagues").add_subparsers(
        dest="action", required=True
    )
    add = member.add_parser("add", help="add a colleague, or change one")
    add.add_argument("email")
    add.add_argument("--name", default="")
    add.add_argument("--role", choices=ROLES, help="rep, where the colleague is new")
    add.add_argument("--team", default="")
    add.add_argument("--time-zone", default="")
    add.add_argument("--phone", default="", help="their own, rung when they call a contact")
    add.add_argument("--password", default="", help="for the console; asked for where it is -")
    add.set_defaults(run=add_member)
    listing = member.add_parser("list", help="list colleagues")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_members)
    settings = member.add_parser("set", help="hours, skills, capacity and leave of a colleague")
    settings.add_argument("email")
    for name in ("skills", "languages", "territories"):
        settings.add_argument(f"--{name}", metavar="WORDS", help="separated by commas")
    settings.add_argument("--capacity", type=int, help="open records at most; 0 for no limit")
    settings.add_argument("--hours", action="append", metavar="DAY=SPANS", help="mon=09:00-12:00,13:00-17:00")
    settings.add_argument("--digest-hour", type=int)
    settings.add_argument("--leave-until", metavar="DATE", help="the day they are back; none ends the leave")
    settings.add_argument("--stand-in", metavar="EMAIL", default="")
    settings.set_defaults(run=set_member)
    token = subparsers.add_parser("token", help="make API tokens").add_subparsers(
        dest="action", required=True
    )
    create = token.add_parser("create", help="make a token; it is shown once")
    create.add_argument("--member", required=True, metavar="EMAIL")
    create.add_argument("--name", default="")
    create.set_defaults(run=create_token)


def add_member(options: argparse.Namespace) -> int:
    """Add or change a colleague."""
    from getpass import getpass

    from assistant.actions.members import save_member
    from assistant.bootstrap import company_of, make_jobs
    from assistant.work import SYSTEM, Work

    settings = command_settings()
    database = ready_database(settings)
    password = getpass("Password: ") if options.password == "-" else options.password
    with database.begin(actor="system", cause="command line") as uow:
        work = Work(uow, SYSTEM, company_of(settings, secret=""), make_jobs(database))
        member = save_member(
            work,
            email=options.email,
            name=options.name,
            role=options.role,
            team_name=options.team,
            time_zone=options.time_zone or None,
            password=password,
            phone=options.phone,
        )
        print(f"{member.name} <{member.email}> is {member.role}.")
    return 0


def set_member(options: argparse.Namespace) -> int:
    """Change what assignment and alarms go by."""
    from datetime import date

    from assistant.actions.presence import PresenceFields, set_presence, take_leave
    from assistant.bootstrap import company_of, make_jobs
    from assistant.work import SYSTEM, InvalidValue, Work
    from storage.queries.team import find_member_by_email

    settings = command_settings()
    database = ready_database(settings)
    with database.begin(actor="system", cause="command line") as uow:
        work = Work(uow, SYSTEM, company_of(settings, secret=""), make_jobs(database))
        member = find_member_by_email(uow, options.email)
        if member is None:
            raise InvalidValue(f"There is no colleague {options.email}.")
        fields = PresenceFields(
            skills=_words(options.skills),
            languages=_words(options.languages),
            territories=_words(options.territories),
            capacity=options.capacity,
            digest_hour=options.digest_hour,
            working_hours=_hours(options.hours),
        )
        set_presence(work, member, fields)
        if options.leave_until:
            is_back = options.leave_until == "none"
            until = None if is_back else date.fromisoformat(options.leave_until)
            stand_in = find_member_by_email(uow, options.stand_in) if options.stand_in else None
            take_leave(work, member, until=until, stand_in=stand_in)
        print(f"{member.name} is saved.")
    return 0


def _words(said: str | None) -> list[str] | None:
    return None if said is None else said.split(",")


def _hours(said: list[str] | None) -> dict[str, list[list[str]]] | None:
    """`mon=09:00-12:00,13:00-17:00`, a line a day; a day with nothing after the sign is free."""
    if said is None:
        return None
    days = (line.partition("=") for line in said)
    return {
        day.strip().lower(): [span.strip().split("-") for span in spans.split(",") if span.strip()]
        for day, _, spans in days
    }


def list_members(options: argparse.Namespace) -> int:
    """List colleagues."""
    from storage.queries import team

    database = ready_database(command_settings())
    with database.read() as uow:
        rows = [
            {"name": one.name, "email": one.email, "role": one.role, "team": one.team}
            for one in team.active_members(uow)
        ]
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['email']:<36} {row['role']:<8} {row['team']:<12} {row['name']}")
    return 0


def create_token(options: argparse.Namespace) -> int:
    """Make an API token and show it once."""
    from assistant.tokens import issue_token

    database = ready_database(command_settings())
    actor = actor_of(database, options.member)
    with database.begin(actor="system", cause="command line") as uow:
        print(issue_token(uow, member_id=actor.id, name=options.name))
    return 0
