"""The sequences of `crm.yaml` in the database: made, changed under those who are in them, taken out.

Whoever waits for a step gets it as it was when the waiting began, and goes on by the new steps from there. A
sequence taken out of the file takes nobody in any more; who is in it goes on to its end.
"""

from assistant.follow_ups.sequences.steps import change_steps
from config.crm import CrmConfig, SequenceRules
from storage.models import Sequence
from storage.queries import outreach, sequencing
from storage.unit_of_work import UnitOfWork


def mirror_sequences(uow: UnitOfWork, crm: CrmConfig) -> None:
    """Bring the database in line with the file; sequences made elsewhere keep their steps."""
    for name, rules in crm.sequences.items():
        known = outreach.find_sequence(uow, name)
        _change(uow, known or uow.add(Sequence(name=name, steps=_rows(rules))), rules)
    named = {name.lower() for name in crm.sequences}
    for sequence in sequencing.sequences_from_file(uow):
        if sequence.name.lower() not in named:
            sequence.is_active = False


def _change(uow: UnitOfWork, sequence: Sequence, rules: SequenceRules) -> None:
    steps = _rows(rules)
    if steps != sequence.steps:
        uow.add(change_steps(sequence, steps))
    sequence.is_from_file = sequence.is_active = True
    sequence.stop_on_colleague, sequence.calendar = rules.stop_on_colleague, rules.calendar


def _rows(rules: SequenceRules) -> list[dict[str, object]]:
    return [step.model_dump(mode="json") for step in rules.steps]
