"""Structured logs: events named `area.verb` with ids, and never anybody's words or addresses."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_KEYS = frozenset(
    {"text", "body", "html", "raw", "subject", "address", "email", "phone", "token", "password", "secret",
     "authorization", "name", "url"}
)  # fmt: skip
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"\+?\d[\d ().-]{7,}\d")
_TOKEN = re.compile(r"\b(?:xox[a-z]-|xapp-|rap_|AC[0-9a-f]{8})\S+")
_ID_KEY = re.compile(r"(^|_)(id|key|ids|at|seconds|count)$")


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank out personal words: by key, and by shape in every other string that is no id."""
    for name, value in event.items():
        if name in SECRET_KEYS:
            event[name] = "[redacted]"
        elif (
            isinstance(value, str)
            and not _ID_KEY.search(name)
            and name not in ("event", "timestamp", "level")
        ):
            event[name] = _redact_text(value)
    return event


def _redact_text(value: str) -> str:
    value = _ADDRESS.sub("[address]", value)
    value = _TOKEN.sub("[token]", value)
    return _PHONE.sub("[number]", value)


def configure_logging(*, log_format: str = "console", level: int = logging.INFO) -> None:
    """Set up structlog and the standard library's loggers to write to stderr."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
