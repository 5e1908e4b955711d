"""The console: the records in a browser."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from assistant.bootstrap import Runtime


def console_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The console's routes."""
    return ()
