"""What Rapport can do when told: one function per intent, gathered by family.

A skill takes the turn and an understood act and comes to an `Answer` or a `Proposal`; it raises `Question`
for what only the asker knows. It writes nothing: operations do, when the card is applied.
"""

from collections.abc import Callable, Mapping

from assistant.dialogue.outcome import Outcome
from assistant.dialogue.turn import Turn
from assistant.skills import (
    activities,
    conversation,
    deals,
    leads,
    outreach,
    people,
    reports,
    rules,
    schedules,
    tickets,
)
from nlp.understanding import Act

Skill = Callable[[Turn, Act], Outcome]

SKILLS: Mapping[str, Skill] = {
    **deals.SKILLS,
    **people.SKILLS,
    **leads.SKILLS,
    **activities.SKILLS,
    **tickets.SKILLS,
    **outreach.SKILLS,
    **reports.SKILLS,
    **schedules.SKILLS,
    **conversation.SKILLS,
}

READ_BY_PATTERN: Mapping[str, Skill] = {**rules.SKILLS, **leads.READ_BY_PATTERN}
"""What the language model does not know: these are read by pattern before it is asked."""
