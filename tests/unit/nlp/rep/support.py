"""Acts as tests of the rep reader compare them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nlp.rep import RepReader
from nlp.understanding import Utterance

Acts = Sequence[tuple[str, Mapping[str, object]]]
NOW = datetime(2026, 6, 15, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def read(reader: RepReader, text: str, *, as_expected: Acts) -> Acts:
    """The acts with those of their slots that are expected, texts as plain words."""
    (one,) = reader.read_many([Utterance(text=text, persona="rep", now=NOW, tz="America/New_York")])
    wanted = [set(slots) for _, slots in as_expected] + [set()] * len(one.acts)
    return [
        (act.intent, {name: value for name, value in act.slots.items() if name in names})
        for act, names in zip(one.acts, wanted, strict=False)
    ]
