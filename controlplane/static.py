"""The console's built files, as a browser wants them.

`/assets/…` carry a hash of their content in their names: a browser keeps them for good, and one that is not there is a
404, never a page. Every other path is a page of the console's own: a browser that asks for one gets index.html, which
is asked for anew each time. Files with a compressed twin beside them (`.br`, `.gz`) go out as that.
"""

import re
from collections.abc import Collection
from http import HTTPStatus
from pathlib import Path

from anyio import to_thread
from starlette._utils import get_route_path
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from controlplane.compression import accepted
from controlplane.health import running_version

CONSOLE_DIST = Path(__file__).parent / "console" / "dist"
ASSETS = "/assets/"
# A year: what RFC 9111 calls for good.
_FOREVER = "public, max-age=31536000, immutable"
_TWINS = {"br": ".br", "gzip": ".gz"}
# No script but files of ours, and nothing from elsewhere. Styles may be inline: the component library sets sizes so.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_SAFETY = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_BASE = re.compile(r'<base href="[^"]*"')

NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>camelops</title></head><body><pre>
camelops {version}

The console was not built: `make console` does it. An installed wheel has it.

/api/openapi.json    what can be asked here
/compat/jaeger       the URL of a Jaeger data source in Grafana
/readyz /metrics     how it is

In a terminal: camelops traces, camelops trace ID, camelops logs, camelops metrics
</pre></body></html>
"""


class Console:
    """ASGI: files and pages below a base path (it begins and ends with a slash).

    `not_pages` are paths of others: what they do not have is not a page of the console either.
    """

    def __init__(self, folder: Path, base_path: str, not_pages: Collection[str]) -> None:
        self._folder = folder.resolve()
        self._base_path = base_path
        self._not_pages = tuple(not_pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises HTTPException for what is neither a file nor a page."""
        request = Request(scope)
        response = await to_thread.run_sync(self._response, request, get_route_path(scope))
        await response(scope, receive, send)

    def _response(self, request: Request, path: str) -> Response:
        if request.method not in {"GET", "HEAD"} or any(f"{path}/".startswith(f"{each}/") for each in self._not_pages):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        found = self._file(path)
        if found is not None and found.name != "index.html":
            kept = _FOREVER if path.startswith(ASSETS) else "no-cache"
            return _sent(found, request.headers, kept)
        # Scripts and images that are missing must not become pages: a browser asks for pages by their type.
        wants_page = path in {"", "/"} or "text/html" in request.headers.get("accept", "")
        if path.startswith(ASSETS) or not wants_page:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return self._page()

    def _file(self, path: str) -> Path | None:
        # A NUL, or a name longer than the system's, is no file.
        try:
            found = (self._folder / path.lstrip("/")).resolve()
            is_file = found.is_file()
        except (ValueError, OSError):
            return None
        return found if is_file and found.is_relative_to(self._folder) else None

    def _page(self) -> Response:
        index = self._folder / "index.html"
        headers = {**_SAFETY, "Cache-Control": "no-cache"}
        if not index.is_file():
            return HTMLResponse(NOT_BUILT.format(version=running_version()), headers=headers)
        page = index.read_text(encoding="utf-8")
        return HTMLResponse(_BASE.sub(f'<base href="{self._base_path}"', page, count=1), headers=headers)


class BasePath:
    """ASGI: puts the path that a proxy took away back, so that all below sees paths as ASGI has them.

    `base_path` begins and ends with a slash.
    """

    def __init__(self, app: ASGIApp, base_path: str) -> None:
        self.app = app
        self._root = base_path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Paths that have it already stay as they are."""
        if self._root and scope["type"] == "http":
            path = scope["path"]
            whole = path if f"{path}/".startswith(f"{self._root}/") else self._root + path
            scope = {**scope, "root_path": self._root, "path": whole}
        await self.app(scope, receive, send)


def _sent(file: Path, headers: Headers, kept: str) -> Response:
    encodings = accepted(headers.get("accept-encoding", ""))
    sent = {**_SAFETY, "Cache-Control": kept, "Vary": "Accept-Encoding"}
    media_type = _MEDIA_TYPES.get(file.suffix)
    for encoding, suffix in _TWINS.items():
        twin = file.with_name(file.name + suffix)
        if encoding in encodings and twin.is_file():
            return FileResponse(twin, headers={**sent, "Content-Encoding": encoding}, media_type=media_type)
    return FileResponse(file, headers=sent, media_type=media_type)


# Not the system's table, which differs from machine to machine: nosniff makes a wrong type a broken page.
_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".map": "application/json",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".txt": "text/plain",
}
