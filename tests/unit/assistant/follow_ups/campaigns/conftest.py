"""Campaigns are tried in the rules' shop."""

from tests.unit.assistant.follow_ups.rules.conftest import shop, sqlite_shop

__all__ = ["shop", "sqlite_shop"]
