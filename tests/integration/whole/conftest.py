"""The running house, for every test here."""

from tests.fixtures.whole import house, sqlite_house

__all__ = ["house", "sqlite_house"]
