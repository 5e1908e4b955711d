"""Where a message may be cut."""

import pytest

from nlp.rep.cutting.segmenter import Segmenter, blank_names, candidates
from nlp.rep.learning.patterns import ORGANISATION
from nlp.rep.tagging.names import Name, with_stand_ins


def cut(text: str) -> list[str]:
    joints = candidates(text)
    edges = [(0, 0), *((joint.start, joint.end) for joint in joints), (len(text), len(text))]
    return [text[edges[i][1] : edges[i + 1][0]] for i in range(len(edges) - 1)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("close 12 and open 13", ["close 12", "open 13"]),
        ("close 12, then open 13", ["close 12", "open 13"]),
        ("close 12.\nOpen 13", ["close 12", "Open 13"]),
        ("set it to 1,200.50", ["set it to 1,200.50"]),
        ("ask St. James", ["ask St. James"]),
        ("close 12!", ["close 12!"]),
        ("it closes on the 30.11., and wins", ["it closes on the 30.11.", "wins"]),
        ("texted her yesterday   now book her", ["texted her yesterday", "now book her"]),
        ("rang him yesterday please close it", ["rang him yesterday", "please close it"]),
        ("would you please close it", ["would you please close it"]),
    ],
)
def test_candidates_lie_between_words_never_inside_figures(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_no_joint_lies_in_a_name() -> None:
    text = "call Smith & Sons and Jane"
    assert len(candidates(blank_names(text, [Name(ORGANISATION, 5, 17)]))) == 1


def test_stand_ins_keep_the_rest() -> None:
    text = "move Bram to won"
    assert with_stand_ins(text, [Name(ORGANISATION, 5, 9)]) == "move Acme to won"


def test_segmenter_learns_which_joints_part_acts() -> None:
    messages = [("close 12 and open 13", [9]), ("cats and dogs", []), ("show cats and dogs", [])] * 40
    segmenter = Segmenter.train(messages, seed=0)
    assert segmenter.joints("close 14 and open 15")[0].chance > 0.5
    assert segmenter.joints("show cats and dogs")[0].chance < 0.5


def test_many_joints_are_bounded() -> None:
    assert len(candidates("a and " * 5000 + "b")) <= 24
