"""Fixtures every test may use."""

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.fixtures.engines import share_statements, spare_the_disk

pytest_plugins = ["tests.fixtures.databases", "tests.fixtures.forks", "tests.scenario.trading"]

share_statements()
spare_the_disk()
# A busy machine fails no test, and the same code passes or fails the same way each time.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


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
