"""“Bump it to 55k and push to next Friday”: what is pushed is what was spoken of, not an old task."""

import re
from dataclasses import replace
from datetime import datetime

from assistant.dialogue.scene import CONTEXT
from nlp.understanding import Act

_OF_TASK = re.compile(r"\b(?:task|to-?do|reminder|remind|snooze|follow[- ]?up)\b", re.I)


def pushed(acts: tuple[Act, ...], text: str, *, latest: str) -> tuple[Act, ...]:
    """The acts; where “it” is put off and the deal is what was spoken of last, its close date is meant."""
    found: list[Act] = []
    for act in acts:
        before = found[-1] if found else None
        is_of_deal = before.intent.startswith("deal.") if before is not None else latest == "deal"
        due = act.slots.get("due")
        is_put_off = act.intent == "task.snooze" and act.slots.get("task") == CONTEXT
        if is_put_off and is_of_deal and isinstance(due, datetime) and not _OF_TASK.search(act.text or text):
            deal = before.slots.get("deal", CONTEXT) if before is not None else CONTEXT
            if before is not None and before.intent == "deal.update" and "close_date" not in before.slots:
                words = f"{before.text} {act.text}".strip()
                found[-1] = replace(before, slots={**before.slots, "close_date": due.date()}, text=words)
                continue
            act = replace(act, intent="deal.update", slots={"deal": deal, "close_date": due.date()})
        found.append(act)
    return tuple(found)
