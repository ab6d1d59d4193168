"""One OTLP/HTTP request to the collector, and what its answer means."""

import gzip
import ssl
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpx

from camel_bridge.sidecar.codec import partial_success
from camel_bridge.sidecar.settings import SidecarSettings
from collector.clock import Clock

# An answer says how many records were refused, and why: some hundred bytes.
ANSWER_BYTES_MAX = 64 * 1024
# Nobody is waited for longer than this, whatever he asks for: what is dropped meanwhile would be more.
RETRY_AFTER_S_MAX = 300.0
# Level 1 is a third of the time of level 6, and a tenth larger.
GZIP_LEVEL = 1
# These are about the bytes, and the same bytes get them again. All others are about something that can change without
# them: who may send, what listens there, how busy it is.
NEVER = frozenset({400, 411, 413, 414, 415, 422, 431})


@dataclass(frozen=True, slots=True)
class Answer:
    """A success; `rejected` records are not in it, for the reason that `message` gives."""

    rejected: int
    message: str


class Refused(Exception):
    """The same bytes will always be refused."""


class Later(Exception):
    """Not now. `after_s`: when the other side says that it may be tried again, 0 when it does not."""

    def __init__(self, message: str, after_s: float = 0.0) -> None:
        super().__init__(message)
        self.after_s = after_s


class Endpoint:
    """Thread-safe. Connections are kept open; close it at the end."""

    def __init__(self, settings: SidecarSettings, clock: Clock) -> None:
        """OSError: the file of authorities cannot be read."""
        self._url = settings.endpoint
        self._clock = clock
        headers = {
            "content-type": "application/x-protobuf",
            "content-encoding": "gzip",
            "user-agent": f"camelops-sidecar/{version('camelops')}",
        }
        if settings.token is not None:
            headers["authorization"] = f"Bearer {settings.token.get_secret_value()}"
        authorities = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
        limits = httpx.Limits(max_connections=settings.senders, max_keepalive_connections=settings.senders)
        self._client = httpx.Client(headers=headers, verify=authorities, limits=limits, follow_redirects=False)

    def send(self, signal: str, body: bytes, answer_s_max: float) -> Answer:
        """Raises Refused or Later: also when there was no answer for so long."""
        packed = gzip.compress(body, GZIP_LEVEL, mtime=0)
        try:
            url = f"{self._url}/v1/{signal}"
            with self._client.stream("POST", url, content=packed, timeout=answer_s_max) as response:
                return self._answer(response, _start_of(response))
        except httpx.HTTPError as error:
            raise Later(f"{self._url}: {error or type(error).__name__}") from error

    def _answer(self, response: httpx.Response, answer: bytes) -> Answer:
        status = response.status_code
        if status == httpx.codes.OK:
            try:
                return Answer(*partial_success(answer))
            except ValueError:
                # It was taken; what else there was to say cannot be read.
                return Answer(0, "")
        said = f"{self._url} answered {status} {response.reason_phrase}".rstrip()
        if status in NEVER:
            raise Refused(said)
        raise Later(said + _hint(status), _retry_after_s(response.headers.get("retry-after"), self._clock.unix_ns()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


def _start_of(response: httpx.Response) -> bytes:
    found = bytearray()
    for piece in response.iter_bytes(ANSWER_BYTES_MAX):
        found += piece
        if len(found) >= ANSWER_BYTES_MAX:
            break
    return bytes(found[:ANSWER_BYTES_MAX])


def _hint(status: int) -> str:
    match status:
        case 401 | 403:
            return ": CAMELOPS_SIDECAR_TOKEN is not one that may send"
        case 404 | 405:
            return ": nothing takes OTLP there, see CAMELOPS_SIDECAR_ENDPOINT"
        case _:
            return ""


def _retry_after_s(text: str | None, now_unix_ns: int) -> float:
    """Of RFC 9110: seconds, or a date."""
    if not text:
        return 0.0
    try:
        wait_s = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - now_unix_ns / 1e9
    except ValueError:
        return 0.0
    return min(max(wait_s, 0.0), RETRY_AFTER_S_MAX)
