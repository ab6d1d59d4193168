"""Large answers as gzip, for clients that take it. A stream of events passes as it is: a compressor would hold it."""

import re

from isal import isal_zlib
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware, GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Receive, Scope, Send

# Below a packet's worth compressing saves no round trip.
BYTES_MIN = 1_400
# ISA-L's levels are 0 to 3. 1 does 400 MB of a trace's arrays in a second, five times what zlib's fastest does.
LEVEL = 1
_REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


class Compressed(GZipMiddleware):
    """ASGI: as Starlette's, with ISA-L's compressor."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=BYTES_MIN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with or without, and says that it depends on what was accepted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _accepts_gzip(scope):
            await _IsalResponder(self.app, self.minimum_size)(scope, receive, send)
        else:
            await IdentityResponder(self.app, self.minimum_size)(scope, receive, send)


class _IsalResponder(GZipResponder):
    """Starlette's, but for the compressor: one for each answer, made when it is known that there is something to do."""

    def __init__(self, app: ASGIApp, minimum_size: int) -> None:
        super().__init__(app, minimum_size)
        self._isal: isal_zlib.Compress | None = None

    def _compress_body(self, body: bytes, more_body: bool) -> bytes:  # noqa: FBT001  # Starlette's
        if self._isal is None:
            self._isal = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, 16 + isal_zlib.MAX_WBITS)
        return self._isal.compress(body) + (
            self._isal.flush(isal_zlib.Z_SYNC_FLUSH) if more_body else self._isal.flush()
        )


def _accepts_gzip(scope: Scope) -> bool:
    return "gzip" in accepted(Headers(scope=scope).get("accept-encoding", ""))


def accepted(header: str) -> set[str]:
    """The names in an Accept-Encoding header that are not refused with `q=0`."""
    parts = (part.partition(";") for part in header.lower().split(","))
    return {name.strip() for name, _, weight in parts if not _REFUSED.fullmatch(weight)}
