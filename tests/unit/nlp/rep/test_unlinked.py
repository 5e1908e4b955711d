"""Where a request follows another with nothing between them."""

import pytest

from nlp.rep.cutting.unlinked import with_unlinked


def parts(text: str) -> list[str]:
    joints = with_unlinked([], text)
    edges = [0, *(one.end for one in joints)], [*(one.start for one in joints), len(text)]
    return [text[start:end] for start, end in zip(*edges, strict=True)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("show me 3010 give it to Bob", ["show me 3010", "give it to Bob"]),
        ("what is due this week who is Bo", ["what is due this week", "who is Bo"]),
        ("called ¤¤¤ no answer ¤¤¤¤ is 20k", ["called ¤¤¤ no answer", "¤¤¤¤ is 20k"]),
        ("1/ my tasks 2/ ¤¤¤ 60% 3/ #318 done", ["1/ my tasks", "¤¤¤ 60%", "#318 done"]),
        ("a: 12 to Jo b: 15 high", ["a: 12 to Jo", "15 high"]),
    ],
)
def test_a_request_may_begin_where_nothing_joins_it(text: str, meant: list[str]) -> None:
    assert parts(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "remind me tomorrow to close it",
        "tell ¤¤¤ we ship today give him my best",
        "can you show me 3010",
        "every Monday morning remind me to tidy up",
        "reply on 12: restart it what is left give it back",
        "move ¤¤¤ to proposal 1) at once",
    ],
)
def test_an_order_within_an_order_is_no_place_to_cut(text: str) -> None:
    assert with_unlinked([], text) == []


def test_such_a_place_is_never_sure() -> None:
    (joint,) = with_unlinked([], "show me 3010 give it to Bob")
    assert joint.chance < 0.5
