"""What putting a segment into a sequence would come to, in words."""

from collections.abc import Mapping

from assistant.follow_ups.sequences.segments import Preview


def say_preview(shown: Preview) -> str:
    """`119 of 132 contacts, as Ann and Bo; 3 are in it; 10 would get nothing (8 opted out, 2 suppressed)`."""
    return "; ".join(part for part in _parts(shown) if part)


def _parts(shown: Preview) -> list[str]:
    some = f", as {', '.join(shown.sample)}" if shown.sample else ""
    of_first = f"of the first {shown.judged} " if shown.judged < shown.new else ""
    return [
        f"{shown.new} of {shown.count} contacts{some}",
        f"{shown.running} {'is' if shown.running == 1 else 'are'} in it already" if shown.running else "",
        f"{shown.had} had it before" if shown.had else "",
        f"{of_first}{_counted(shown.withheld)} would get nothing" if shown.withheld else "",
        f"{of_first}{_counted(shown.later)} would get it later" if shown.later else "",
        "the gate would withhold nobody" if shown.judged and not shown.withheld else "",
    ]


def _counted(reasons: Mapping[str, int]) -> str:
    named = ", ".join(f"{count} {why}" for why, count in reasons.items())
    return f"{sum(reasons.values())} ({named})"
