"""What a scheduled post says: a question that only reads, asked anew in its owner's name, with its chart."""

from dataclasses import replace

from assistant.dialogue.ordering.standing_orders import is_postable
from assistant.dialogue.outcome import Answer, NotFound, Question
from assistant.dialogue.state import DialogueState
from assistant.dialogue.turn import Turn
from assistant.presenting.suggestions import abstention
from assistant.skills import SKILLS
from assistant.work import Work
from channels.reply import Action, Reply
from nlp.understanding import Understanding


class NotPostable(NotFound):
    """Nothing that can be posted was understood; the message says so."""

    code = "not_postable"


def report_of(work: Work, what: str, understood: Understanding | None, *, is_shared: bool) -> Reply:
    """The answer to what is to be posted. Raises NotPostable, or what its skill refuses with."""
    acts = [one for one in (understood.acts if understood else ()) if is_postable(one)]
    if not acts:
        raise NotPostable(f"I do not know what “{what}” is; say it like “pipeline by owner”.")
    act = acts[0]
    if act.intent.startswith("report."):
        act = replace(act, slots={**act.slots, "chart": True})
    turn = Turn(work, DialogueState(), is_shared=is_shared, text=what)
    try:
        outcome = SKILLS[act.intent](turn, act)
    except Question as question:
        raise NotPostable(question.text) from None
    if not isinstance(outcome, Answer):
        raise NotPostable(abstention(what, ()).text)
    if not act.intent.startswith("report."):
        return outcome.reply
    shown = outcome.reply.table
    url = shown.url if shown is not None and shown.url else f"{work.company.base_url}/reports"
    return replace(outcome.reply, actions=(*outcome.reply.actions, Action("open", "Open", url=url)))
