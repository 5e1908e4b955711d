"""Questions no intent names: who should take a ticket, what comes first, who is best at something.

Each is answered from records alone, or with an honest “I can't tell”.
"""

import re

from assistant.actions.access import require
from assistant.dialogue.outcome import NotFound
from assistant.presenting.priorities import priorities
from assistant.reports import questions as compared
from assistant.work import Work
from channels.reply import Reply
from storage.queries import service

_ROUTING = re.compile(
    r"^(?:who|which (?:agent|colleague|rep))\b.*\b(?:take|handle|get|work|own|assigned)\b"
    r".*?#?(?P<number>\d+)\??$",
    re.I,
)
_FIRST = re.compile(
    r"^what (?:should|shall|do|must) i (?:do|work on|tackle|handle) (?:first|next|now)\b"
    r"(?!.*\b(?:on|for|with)\b)"
    r"|^(?:what(?:'s| is)|which \w+ is) (?:the )?most (?:important|urgent)\b"
    r"|^prioriti[sz]e my (?:day|tasks|work|activities|list)\b",
    re.I,
)
_WRONG_STAGE = re.compile(
    r"\b(?:wrong|incorrect|right|correct) stage\b|\bstage\b.*\b(?:wrong|incorrect|correct)\b", re.I
)


def read(work: Work, text: str) -> Reply | None:
    """The answer to a question of these families; None for everything else. Raises what a report refuses."""
    said = text.strip()
    if found := _ROUTING.match(said):
        return _routing(work, int(found["number"]))
    if _FIRST.match(said):
        require(work, "records.read", doing="see tasks")
        return priorities(work)
    if _WRONG_STAGE.search(said):
        return Reply(
            text="I can't tell: a deal's stage is what you decided, and no record says what it ought to be. "
            "“Which deals need attention” shows those whose signs speak against their stage."
        )
    question = compared.read(work, said)
    return compared.answer(work, question) if question is not None else None


def _routing(work: Work, number: int) -> Reply:
    from assistant.follow_ups.assigning.assignment import (
        likely_owner,  # it runs as a job, too, and so knows the house
    )

    require(work, "records.read", doing="see tickets")
    ticket = service.find_ticket(work.uow, number)
    if ticket is None:
        raise NotFound(f"There is no ticket {number}.")
    member = likely_owner(work, ticket)
    if member is None:
        return Reply(text=f"I can't say: nobody is free for #{number} by the rules of assignment.")
    return Reply(
        text=f"{member.name}, by the rules of assignment: who knows the customer, the matter, the language "
        "and has the fewest open ones comes first."
    )
