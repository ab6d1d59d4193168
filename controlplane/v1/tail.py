"""Records as they come in, as a stream of server-sent events.

Every `poll_s` the store is asked for what was inserted since the last look. The event's id is the resume point: a
browser that comes back says the last one it saw (`Last-Event-ID`) and goes on there. A stream passes on so many records
a second; what is more is counted in an event `dropped`, never silently. Without news there is a `heartbeat`, so that
proxies keep the connection and a dead one is noticed. When the store is away an event `problem` says so, and the
stream goes on where it was once the store is back.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi.sse import format_sse_event
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from controlplane.failures import RETRY_AFTER_S, problem_of
from controlplane.problems import ProblemError, answer
from controlplane.v1.models import Answer, Dropped
from query.errors import StoreError

MEDIA_TYPE = "text/event-stream"
# Set in the scope by the server: whether it is to end.
STOPPING = "camelops.stopping"
# How long a stream sleeps at once: as long the end of the server may have to wait for it.
_NAP_S = 0.25


@dataclass(frozen=True, slots=True)
class TailLimits:
    """Bounds of live tails."""

    # A console has one or two open; each asks the store once a second.
    streams_per_tenant_max: int = 10
    # Together they may not keep searches from the store's readers.
    streams_max: int = 40
    # More than a person reads, and than a browser draws without stutter.
    records_per_second_max: int = 100
    poll_s: float = 1.0
    # From the time a row carries until it can be seen: its insert's own duration, and clocks of a cluster that differ.
    lag_s: float = 2.0
    # Records older than this by their own time are not shown as they come in: it bounds what is looked through.
    look_back_s: int = 3_600
    # Below the shortest idle time-out of usual proxies, 30 s.
    heartbeat_s: float = 15.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found: records oldest first, how many more there were, and where the next look begins."""

    records: list[Answer]
    more: int
    until_ms: int


# Asks the store, in the thread pool: what was inserted after a time (ms since 1970), so many at most.
Look = Callable[[int | None, int], Looked]


class OpenTails:
    """How many streams are open, by tenant. Used on the event loop alone."""

    def __init__(self, limits: TailLimits) -> None:
        self.limits = limits
        self._open: Counter[str] = Counter()

    def enter(self, tenant: str) -> None:
        """Raises ProblemError (429) when there are too many."""
        of_tenant, all_max = self.limits.streams_per_tenant_max, self.limits.streams_max
        if self._open[tenant] >= of_tenant or self._open.total() >= all_max:
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_tails",
                f"{self._open[tenant]} live tails are open for {tenant}, {self._open.total()} in all; "
                f"{of_tenant} and {all_max} may be",
                way_out="close one: a tab that shows a live tail holds it open",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            )
        self._open[tenant] += 1

    def leave(self, tenant: str) -> None:
        """One is closed."""
        self._open[tenant] -= 1
        if not self._open[tenant]:
            del self._open[tenant]


class Tail(StreamingResponse):
    """The stream, from its first look, which was taken before: an error of the search is an answer of its own."""

    def __init__(self, request: Request, tenant: str, tails: OpenTails, event: str, first: Looked, look: Look) -> None:
        super().__init__(
            self._events(),
            media_type=MEDIA_TYPE,
            # nginx would hold events back to send them together.
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        self._request = request
        self._tenant = tenant
        self._tails = tails
        self._event = event
        self._first = first
        self._look = look

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streams until the client goes or the server ends."""
        try:
            self._tails.enter(self._tenant)
        except ProblemError as error:
            await answer(error)(scope, receive, send)
            return
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._tails.leave(self._tenant)

    async def _events(self) -> AsyncIterator[bytes]:
        limits = self._tails.limits
        limit = limits.records_per_second_max
        looked = self._first
        said_at_s = time.monotonic()
        yield self._written(looked) or _heartbeat(looked.until_ms)
        wait_s = limits.poll_s
        while await self._waited(wait_s):
            wait_s = limits.poll_s
            try:
                looked = await run_in_threadpool(self._look, looked.until_ms, max(1, round(limit * limits.poll_s)))
                written = self._written(looked)
            except StoreError as error:
                problem = problem_of(self._request, error).problem
                written = format_sse_event(event="problem", data_str=problem.model_dump_json(exclude_none=True))
                wait_s = RETRY_AFTER_S
            if written or time.monotonic() - said_at_s >= limits.heartbeat_s:
                said_at_s = time.monotonic()
                yield written or _heartbeat(looked.until_ms)

    async def _waited(self, seconds: float) -> bool:
        """False when there is nobody to go on for."""
        ends_s = time.monotonic() + seconds
        while (left_s := ends_s - time.monotonic()) > 0:
            stopping: Callable[[], bool] = self._request.scope.get(STOPPING, _never)
            if stopping() or await self._request.is_disconnected():
                return False
            await asyncio.sleep(min(left_s, _NAP_S))
        return True

    def _written(self, looked: Looked) -> bytes:
        """Events of a look, in one piece: its last one moves the resume point on."""
        events: list[tuple[str, BaseModel]] = [(self._event, record) for record in looked.records]
        if looked.more:
            events.insert(0, ("dropped", Dropped(count=looked.more)))
        last = len(events) - 1
        return b"".join(
            format_sse_event(
                event=name,
                data_str=data.model_dump_json(),
                id=str(looked.until_ms) if at == last else None,
            )
            for at, (name, data) in enumerate(events)
        )


def _heartbeat(until_ms: int) -> bytes:
    return format_sse_event(event="heartbeat", data_str="{}", id=str(until_ms))


def _never() -> bool:
    return False
