"""What wanted a message, in words: from how deliveries and verdicts name it."""

from assistant.work import Work
from storage.models import Member


def say_cause(work: Work, cause: str) -> str:
    """`sequence:demo` is the sequence “demo”, `member:ID` their name; what is not known stays as it is."""
    kind, _, name = cause.partition(":")
    match kind:
        case "sequence" | "campaign" | "rule":
            return f"the {kind} “{name}”"
        case "member":
            member = work.uow.find(Member, name)
            return member.name if member is not None else "a colleague who left"
        case "notice":
            return f"the notice {name.replace('_', ' ')}"
    return cause.replace(":", " ")
