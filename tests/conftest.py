"""Fixtures every test may use."""

import pytest
import structlog

from tests.fixtures.statements import share_statements

pytest_plugins = ["tests.fixtures.databases", "tests.fixtures.forks"]

share_statements()


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    """Tracebacks as plain lines: structlog's own, with every variable in them, take seconds to draw."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        cache_logger_on_first_use=False,
    )
