"""Campaigns are tried in the rules' shop."""

from tests.unit.rules.conftest import shop, sqlite_shop

__all__ = ["shop", "sqlite_shop"]
