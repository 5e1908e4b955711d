"""`docs/what-you-can-say.md`, made from the ontology and the skills: it never tells of what is not there.

python -m assistant.skills.catalogue > docs/what-you-can-say.md
"""

import sys
from collections.abc import Iterable, Iterator

from assistant.skills import SKILLS
from assistant.skills.rules import SAYINGS
from nlp.intents import Intent, Slot, load_ontology

FAMILIES = {
    "deal": "Deals",
    "contact": "People",
    "company": "Companies",
    "history": "What happened before",
    "brief": "Before a meeting",
    "lead": "Leads",
    "activity": "Calls, meetings and notes",
    "task": "Tasks",
    "meeting": "Meetings",
    "ticket": "Tickets",
    "message": "Messages to customers",
    "sequence": "Follow-up sequences",
    "report": "Reports",
    "record": "Handing over",
    "schedule": "Regular posts, and quiet",
}
TALK = "The talk itself"
"""The family of intents without a dot in their name."""

OPENING = """\
# What you can say

Made from `nlp/ontology.yaml` and the skills by `python -m assistant.skills.catalogue`; a test fails where
it is out of date. The sentences are examples: say it in your own words, several things in one message if
you like. Names may be misspelt or left out ("it", "her", "that deal"), days may be said as people say them
("next Friday", "EOM"). Changes to more than one thing, and risky ones, are shown as a card first.
"""
BESIDE = """\
## Besides

| Say | What it does |
|---|---|
| “same for Globex” | The same change again, for another record. |
| “no, 48”, “no, the renewal” | Puts right what was just said; what was done is taken back first. |
| “the second one”, “the renewal” | Answers a question with buttons. |
| “show me the second one”, “mark the last one as won” | A line of the list that was shown last. |
| “make it friendlier”, “change Monday to Tuesday”, “add: …” | Edits the draft that waits, to the letter. |
| “who has the shortest handle time this quarter?” | Compares colleagues, counted from the records. |
| “which region sold the most in Q1?” | Regions, sources, categories, months: or “I can't say”. |
| “how much did Dana bring in last quarter?” | Of one colleague, where you may see their numbers. |
| “were there more tickets in October or November?” | Two months against each other. |
| “how often was ticket 12 reassigned?”, “which tickets changed hands twice?” | Owners, in turn. |
| “is Bob Stone worth pursuing?”, “which leads are ready for sales?” | The score and its signs. |
| “show me sales by month this year as a chart” | The same, month by month, drawn. |
| “only mine”, “by owner?”, “and last month?”, “as a chart” | The last report or list, differently. |
| “win rate in EMEA”, “forecast by rep without renewals” | Narrowed by what is on record, or refused. |
| “and in APAC?”, “excluding Dana”, “vs last quarter” | The last question, narrowed or compared. |
| “what did I just change?”, “what did I change today?” | One's own changes, from what to what. |
| “undo”, “undo the last two”, “undo the Acme change” | What was done here; else it is named first. |
| “no, the other one”, “not 60, 65”, “make it 10” | Another record, amount or hour in place of the last. |
| “which deals are in the wrong stage?”, “is Acme in the right stage?” | What speaks against a stage. |
| “how much is in negotiation?”, “what's the average deal size?” | Counted from the deals as they are. |
| “who changed the amount of Acme?”, “what changed on Globex today?” | Who changed what, from what to what. |
| “who should take ticket 12?” | Names who would get it by the rules of assignment. |
| “what should I do first?” | Your tickets, tasks and deals in the order they press. |
| “this channel is about the Acme deal” | Makes it the deal's room: “it” is the deal, its stages are told. |
| “unbind this channel” | It is a channel like any other again. |
| `/crm new deal`, `/crm new ticket`, `/crm new lead` | Opens a form in Slack. |

What is refused, whoever asks: to be talked out of the rules, what is confidential (salaries, commissions,
private addresses, passwords), rights, and deleting or exporting in bulk.
"""
CUSTOMERS = """\
## What customers write

Customers need to know none of this; it is what their messages are taken for.

| Taken for | When |
|---|---|
"""


def catalogue() -> str:
    """The whole page, as Markdown."""
    known = load_ontology().rep.values()
    parts = [OPENING, *_families([one for one in known if one.name in SKILLS])]
    silent = [one for one in known if one.name not in SKILLS]
    if silent:
        parts.append(_section("Understood, but not answered yet", silent))
    return "\n".join((*parts, _rules(), BESIDE, _customers()))


def _rules() -> str:
    rows = [f"| “{_cell(said)}” | {_cell(does)} | `{name}` |" for name, (said, does) in SAYINGS.items()]
    told = "[Automation](automation.md) tells what rules are. Say it like this:"
    return "\n".join(("## Rules", "", told, "", "| Say | What it does | Name |", "|---|---|---|", *rows, ""))


def _families(intents: Iterable[Intent]) -> Iterator[str]:
    by_title: dict[str, list[Intent]] = {}
    for intent in intents:
        family, dot, _ = intent.name.partition(".")
        by_title.setdefault(FAMILIES.get(family, family.capitalize()) if dot else TALK, []).append(intent)
    for title, members in by_title.items():
        yield _section(title, members)


def _section(title: str, intents: Iterable[Intent]) -> str:
    lines = [f"## {title}", "", "| Say | What it does | May be said with it | Name |", "|---|---|---|---|"]
    lines += [_row(one) for one in intents]
    return "\n".join((*lines, ""))


def _row(intent: Intent) -> str:
    slots = ", ".join(map(_slot, intent.slots.values()))
    return f"| {_said(intent)} | {_cell(intent.does)} | {_cell(slots)} | `{intent.name}` |"


def _said(intent: Intent) -> str:
    return "<br>".join(f"“{_cell(words)}”" for words in intent.say)


def _slot(slot: Slot) -> str:
    name = slot.name.replace("_", " ")
    return f"{name} ({', '.join(value.replace('_', ' ') for value in slot.values)})" if slot.values else name


def _customers() -> str:
    rows = (f"| `{one.name}` | {_cell(one.does)} |" for one in load_ontology().customer.values())
    return CUSTOMERS + "\n".join(rows) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(catalogue())
