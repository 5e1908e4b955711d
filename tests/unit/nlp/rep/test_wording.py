"""Slots that the words around them decide, whatever was tagged."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlp.rep.filling.clause import Clause
from nlp.rep.filling.wording import Slots, settled_by_wording
from nlp.rep.words.spelling import Speller
from nlp.understanding import Utterance

_NOW = datetime(2026, 6, 17, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("intent", "text", "tagged", "meant"),
    [
        (
            "deal.advise",
            "what next on the second street deal",
            {"deal": "@context"},
            {"deal": "second street"},
        ),
        ("deal.show", "show me the new deal", {"deal": "@context"}, {"deal": "@context"}),
        ("deal.lose", "lost nine elms dairy bc of price", {"deal": "nine elms"}, {"deal": "nine elms dairy"}),
        ("deal.win", "yay, we've won Fern 2 You, 9k", {"deal": "yay"}, {"deal": "Fern 2 You"}),
        ("activity.log", "rang Herr Apfel", {"company": "Herr Apfel"}, {"contact": "Herr Apfel"}),
        ("message.send", "text ada q: on my way", {"contact": "ada"}, {"contact": "ada q"}),
        ("deal.create", "new deal, the owner is Bo", {}, {"owner": "Bo"}),
        ("task.create", "Remind Bo to write to Ibex", {"about": "Bo"}, {"owner": "Bo", "about": "Ibex"}),
        ("task.create", "remind me to write", {"text": "write"}, {"text": "write"}),
        (
            "lead.create",
            "new lead ada roy from salt and fern phone 312",
            {"company": "salt"},
            {"company": "salt and fern"},
        ),
        ("sequence.stop", "take Ada off winback", {"sequence": "nurture"}, {"sequence": "winback"}),
        (
            "sequence.start",
            "put Ada in the sequence Fair 2027",
            {"sequence": "the"},
            {"sequence": "Fair 2027"},
        ),
        ("ticket.escalate", "send 88 up to the network team", {}, {"to": "network team"}),
        ("meeting.book", "Ada at 3, regarding the lease", {}, {"text": "lease"}),
        ("report.funnel", "Step-by-step for Bo, Q3", {"owner": "Step-by-step"}, {"owner": "Bo"}),
        ("contact.merge", "merge", {"contact": "please the contact Ada"}, {"contact": "Ada"}),
    ],
)
def test_the_words_around_a_name_decide(intent: str, text: str, tagged: Slots, meant: Slots) -> None:
    utterance = Utterance(text=text, persona="rep", now=_NOW, tz="America/New_York")
    slots = dict(tagged)
    speller = Speller([], spared=(), shorthand={})
    settled_by_wording(Clause(text, intent, 1.0, (), (), utterance, speller), intent, slots)
    assert slots == meant
