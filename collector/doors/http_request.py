"""What the head of an HTTP request asks for, and what is refused by it alone. No body, no I/O."""

from dataclasses import dataclass
from typing import Any, Literal

import grpc

from collector.doors.answers import Refusal
from collector.doors.inflate import ENCODINGS
from collector.model import Signal

Media = Literal["protobuf", "json"]
Header = tuple[bytes, bytes]

PATHS = {f"/v1/{signal}": signal for signal in Signal}
MEDIA_TYPES: dict[Media, bytes] = {"protobuf": b"application/x-protobuf", "json": b"application/json"}
_MEDIA: dict[str, Media] = {name.decode(): media for media, name in MEDIA_TYPES.items()}
_IDENTITY = ("", "identity")

_CORS_ANSWER: tuple[Header, ...] = (
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"Authorization, Content-Encoding, Content-Type"),
    # Without it a page's exporter cannot see how long to stay away.
    (b"access-control-expose-headers", b"Retry-After"),
    (b"access-control-max-age", b"7200"),
    (b"vary", b"Origin"),
)


class Refused(Exception):
    """The request ends here: what is raised is the answer."""

    def __init__(self, refused: Refusal, *headers: Header) -> None:
        super().__init__(refused.message)
        self.refused = refused
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one request. `media` is protobuf, too, where the request does not say what it understands."""

    path: str
    method: str
    headers: dict[bytes, bytes]
    media: Media

    @classmethod
    def of(cls, scope: dict[str, Any]) -> "Head":
        """From an ASGI scope. A header sent twice is one with both values (RFC 9110, 5.3): none of them wins."""
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            headers[name] = headers[name] + b", " + value if name in headers else value
        media = _MEDIA.get(_media_type(headers), "protobuf")
        return cls(scope["path"], scope["method"], headers, media)

    def text(self, name: bytes) -> str:
        """A header's value, '' if it was not sent."""
        return self.headers.get(name, b"").decode("latin-1")

    def cors(self, origins: tuple[str, ...]) -> tuple[Header, ...]:
        """What lets the page of an allowed origin send; nothing for others, which makes its browser refuse."""
        origin = self.text(b"origin")
        if not origin or not ("*" in origins or origin in origins):
            return ()
        return ((b"access-control-allow-origin", origin.encode("latin-1")), *_CORS_ANSWER)

    @property
    def is_preflight(self) -> bool:
        """A browser asks whether a page may send."""
        return self.method == "OPTIONS" and b"access-control-request-method" in self.headers and self.path in PATHS

    def signal(self) -> Signal:
        """What is sent. Raises Refused: 404, 405 or 415."""
        found = PATHS.get(self.path)
        if found is None:
            raise Refused(
                Refusal(
                    grpc.StatusCode.UNIMPLEMENTED,
                    404,
                    f"there is no {self.path[:128]!r} here; OTLP goes to {', '.join(PATHS)}",
                )
            )
        if self.method != "POST":
            raise Refused(
                Refusal(grpc.StatusCode.UNIMPLEMENTED, 405, f"{self.path} takes POST, not {self.method[:32]}"),
                (b"allow", b"POST"),
            )
        media_type = _media_type(self.headers)
        if media_type not in _MEDIA:
            raise Refused(
                Refusal(
                    grpc.StatusCode.INVALID_ARGUMENT,
                    415,
                    f"Content-Type is {media_type[:128]!r}; send one of {', '.join(_MEDIA)}",
                )
            )
        return found

    def encoding(self) -> str | None:
        """The name of the body's compression, None for none. Raises Refused: 415."""
        name = self.text(b"content-encoding").strip().lower()
        if name in _IDENTITY:
            return None
        if name in ENCODINGS:
            return name
        understood = ", ".join(ENCODINGS)
        raise Refused(
            Refusal(
                grpc.StatusCode.INVALID_ARGUMENT,
                415,
                f"Content-Encoding {name[:64]!r} is not understood; send one of {understood}, identity",
            ),
            (b"accept-encoding", understood.encode()),
        )

    def length(self) -> int | None:
        """Bytes of the body as announced; None when it comes in chunks. The server has checked that it is a number."""
        announced = self.headers.get(b"content-length")
        return int(announced) if announced is not None and announced.isdigit() else None


def _media_type(headers: dict[bytes, bytes]) -> str:
    return headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
