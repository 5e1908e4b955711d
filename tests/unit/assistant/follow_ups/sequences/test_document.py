"""`docs/automation.md` is true of sequences: each timeline happens as written, on the sequence above it.

`@ MOMENT` the clock comes round; `+ NAME` is put in; `> WORDS` the subject of what went out since, in order;
`! NAME does` what they do; `? verdict: reason` the newest verdict.
"""

import re
from datetime import UTC, date, datetime

import pytest
import yaml

from assistant.follow_ups.sequences import endings
from assistant.follow_ups.sequences.endings import Absence
from assistant.work import Work
from config.crm import SendingRules, StepRules
from storage.models import Contact
from tests.architecture.documents import first_cells, page
from tests.unit.assistant.follow_ups.conftest import Desk

PAGE = page("automation.md")
SEQUENCE = re.search(r"```yaml\n(?P<text>sequences:\n.*?)```", PAGE, re.DOTALL)
TIMELINES = re.findall(r"```timeline\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("timeline", TIMELINES)
def test_a_timeline_of_the_page_happens(desk: Desk, timeline: str) -> None:
    assert SEQUENCE is not None
    desk.configure(**yaml.safe_load(SEQUENCE["text"]))
    people: dict[str, str] = {}
    told: list[str] = []
    for line in timeline.splitlines():
        sign, words = line[0], line[2:]
        if sign == "@":
            assert desk.sent() == told
            desk.clock.now = datetime.fromisoformat(words).replace(tzinfo=UTC)
            desk.sweep()
        elif sign == "+":
            people[words] = desk.person(name=words)
            desk.enrol(people[words], "demo")
            desk.sweep()
        elif sign == ">":
            told.append(words)
            assert desk.sent() == told
        elif sign == "!":
            name = next(one for one in people if words.startswith(one))
            _does(desk, people[name], words.removeprefix(name).strip())
        else:
            verdict = desk.verdicts()[-1]
            assert f"{verdict.verdict}: {verdict.reason}" == words
    assert desk.sent() == told


def test_the_page_has_timelines() -> None:
    assert len(TIMELINES) == 2


def test_every_key_of_a_step_and_every_limit_is_told() -> None:
    told = set(re.findall(r"`([^`\n]+)`", " ".join(first_cells(PAGE)) + PAGE))
    assert set(StepRules.model_fields) <= told
    named = {one for one in SendingRules.model_fields if f"sending.{one}" in told}
    # How automatic answers stop a loop, how long undo works: told where these belong.
    assert set(SendingRules.model_fields) - named == {"loop_limit", "undo_hours"}


def _does(desk: Desk, contact_id: str, deed: str) -> None:
    # What went out has reached them: nothing of it can be taken back.
    desk.arrive()

    def act(work: Work) -> None:
        contact = work.uow.get(Contact, contact_id)
        if deed.startswith("is away until "):
            until = date.fromisoformat(deed.rpartition(" ")[2])
            endings.customer_away(work, contact, Absence(until))
        else:
            intents = {"replies": ["sales.inquiry"], "says thanks": ["thanks"]}[deed]
            endings.customer_answered(work, contact, intents=intents)

    desk.does(act)
