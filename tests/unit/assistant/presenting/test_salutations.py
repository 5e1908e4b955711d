"""A customer is addressed by their first name, never by an address or a title."""

import pytest

from assistant.presenting.salutations import first_name, full_name


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Greta Halden", "Greta"),
        ("Halden, Greta", "Greta"),
        ("Dr. Greta Halden", "Greta"),
        ("Prof. Dr. Greta Halden", "Greta"),
        ("Orla O'Neill", "Orla"),
        ("Jean-Luc d'Arc", "Jean-Luc"),
        ("Bo", "Bo"),
        ("Mr. Halden", "Mr. Halden"),
        ("", "there"),
        ("+14155550142", "there"),
        ("(415) 555-0142", "there"),
        ("greta@halden.example", "there"),
    ],
)
def test_a_first_name_is_found(name: str, first: str) -> None:
    assert first_name(name) == first


def test_who_has_no_name_is_not_called_by_their_number() -> None:
    assert [full_name(one) for one in ("Greta Halden", "+14155550142")] == ["Greta Halden", "there"]
