"""A name is taken whole where only a part of it was seen."""

import pytest

from nlp.rep.tagging.large_words import whole_name


@pytest.mark.parametrize(
    ("text", "seen", "whole"),
    [
        ("show me the Second Spoon deal", "Spoon", "Second Spoon"),
        ("move Golden Otter to proposal", "Golden", "Golden Otter"),
        ("close Otter & sons", "Otter &", "Otter & sons"),
        ("call Otter on Friday", "Otter", "Otter"),
        ("lose Number 9 Deli", "Deli", "Number 9 Deli"),
        ("lose Number 9 Deli", "9 Deli", "Number 9 Deli"),
        ("new deal for Monday Morning Inc", "Inc", "Monday Morning Inc"),
        ("on March 3 Otter signed", "Otter", "Otter"),
        ("Lose Otter Inc now", "Inc", "Otter Inc"),
        ("assign Herr Otter to me", "Otter", "Otter"),
        ("show golden Otter", "golden", "golden"),
        ("SHOW THE OTTER DEAL", "OTTER", "OTTER"),
    ],
)
def test_large_words_beside_a_name_belong_to_it(text: str, seen: str, whole: str) -> None:
    start = text.index(seen)
    first, end = whole_name(text, start, start + len(seen))
    assert text[first:end] == whole
