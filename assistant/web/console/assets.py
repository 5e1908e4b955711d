"""Style sheets and scripts: our own, and those that installed packages bring along."""

from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

_OWN = Path(__file__).parent / "static"
_PACKAGED = {
    "tabler.min.css": ("starlette_admin", "static/css/vendor/tabler.min.css"),
    "tabler.min.js": ("starlette_admin", "static/js/vendor/tabler.min.js"),
    "htmx.min.js": ("js_lib_htmx", "static/htmx/htmx.min.js"),
}
_OWN_NAMES = ("console.css", "console.js")


async def asset(request: Request) -> Response:
    """One file of a fixed list."""
    path = _path_of(str(request.path_params["name"]))
    if path is None:
        return PlainTextResponse("There is no such file.", 404)
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, headers=headers)


def _path_of(name: str) -> Path | None:
    if name in _OWN_NAMES:
        return _OWN / name
    if name not in _PACKAGED:
        return None
    package, inside = _PACKAGED[name]
    # The package is found, not imported: only its files are wanted.
    spec = find_spec(package)
    return Path(spec.origin).parent / inside if spec is not None and spec.origin else None
