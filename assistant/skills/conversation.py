"""The talk itself: help, small talk, why."""

import re
from collections.abc import Collection

from assistant.actions.access import require
from assistant.dialogue.outcome import Answer, Outcome
from assistant.dialogue.turn import Turn
from assistant.presenting.suggestions import abstention
from assistant.skills.why import why
from channels.reply import Fact, Reply
from nlp.intents import Intent, load_ontology
from nlp.understanding import Act

FAMILIES = {
    "deals": ("deal.create", "deal.move", "deal.update", "deal.win", "deal.list", "deal.attention"),
    "people": ("contact.create", "contact.show", "company.show", "history.show", "brief.prepare"),
    "leads": ("lead.create", "lead.qualify", "lead.convert", "lead.list"),
    "tasks and activities": ("activity.log", "task.create", "task.list", "meeting.book"),
    "tickets": ("ticket.create", "ticket.assign", "ticket.reply", "ticket.close", "ticket.list"),
    "messages": ("message.send", "sequence.start"),
    "reports": ("report.pipeline", "report.forecast", "report.changes", "report.win_rate"),
}
EMPTY_WORDS = {"a", "an", "the", "to", "i", "my", "of", "with", "can", "how"}


def help_(turn: Turn, act: Act) -> Outcome:
    """What one can say, in all or on a topic."""
    topic = (turn.text_of(act, "topic") or "").lower()
    known = load_ontology().rep
    matching = _about(topic, known.values())
    if matching:
        facts = tuple(Fact(one.does, f"“{one.say[0]}”") for one in matching[:6] if one.say)
        return Answer(Reply(text="You can say:", facts=facts))
    facts = tuple(
        Fact(
            family.capitalize(),
            " · ".join(f"“{known[name].say[0]}”" for name in names[:3] if known[name].say),
        )
        for family, names in FAMILIES.items()
    )
    return Answer(Reply(text="I keep your CRM while you talk. For instance:", facts=facts))


def _about(topic: str, intents: Collection[Intent]) -> list[Intent]:
    """The intents that share most words with a topic."""
    wanted = set(topic.split()) - EMPTY_WORDS
    shared = {
        intent.name: len(wanted & set(re.findall(r"\w+", f"{intent.name} {intent.does}".lower())))
        for intent in intents
    }
    most = max(shared.values(), default=0)
    return [intent for intent in intents if most and shared[intent.name] == most]


def smalltalk(turn: Turn, act: Act) -> Outcome:
    """A kind word back."""
    return Answer(Reply(text="Happy to help. What's next?"))


def explain(turn: Turn, act: Act) -> Outcome:
    """Why something was, or was not, done by itself."""
    require(turn.work, "records.read", doing="see what was sent")
    return Answer(why(turn, act))


def out_of_scope(turn: Turn, act: Act) -> Outcome:
    """An honest "I don't know"."""
    return Answer(abstention(act.text or turn.text, ()))


def nothing_waiting(turn: Turn, act: Act) -> Outcome:
    """A yes, no or correction beside other acts: there is nothing it could belong to."""
    return Answer(Reply(text="There is nothing waiting that this could belong to."))


SKILLS = {
    "help": help_,
    "smalltalk": smalltalk,
    "explain": explain,
    "out_of_scope": out_of_scope,
    "confirm": nothing_waiting,
    "cancel": nothing_waiting,
    "undo": nothing_waiting,
    "correct": nothing_waiting,
}
