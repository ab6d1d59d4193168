"""Admission: whether a request may be handled now, decided in bytes and before anything is decoded.

One bound for the process, so that memory ends before the machine's does, and each tenant's own two: requests at once,
and bytes a second. The tenant's rate is a token bucket that holds `BURST_S` seconds and may be overdrawn by the request
that empties it, so that one larger than the bucket is slow, not impossible.
"""

import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from collector.clock import Clock
from collector.errors import Overloaded, TenantThrottled
from collector.model import Tenant

BURST_S = 5.0


@dataclass(slots=True)
class _Use:
    """What one tenant has under way and left."""

    requests: int = 0
    tokens: float = 0.0
    filled_at_s: float = 0.0


class Admission:
    """Thread-safe; nothing here blocks."""

    def __init__(self, bytes_max: int, clock: Clock) -> None:
        self._bytes_max = bytes_max
        self._clock = clock
        self._lock = threading.Lock()
        self._bytes = 0
        self._uses: dict[str, _Use] = {}

    @property
    def bytes_in_flight(self) -> int:
        """Held by all requests now."""
        return self._bytes

    def enter(self, tenant: Tenant) -> "Lease":
        """A place for one request. Raises TenantThrottled when the tenant has too many under way."""
        with self._lock:
            use = self._uses.setdefault(tenant.organization, _Use())
            limit = tenant.requests_concurrent_max
            if limit is not None and use.requests >= limit:
                raise TenantThrottled(
                    f"{tenant.organization} has {use.requests} requests under way and may have {limit}"
                )
            use.requests += 1
        return Lease(self, tenant, use)

    def _grow(self, size: int) -> None:
        with self._lock:
            if self._bytes + size > self._bytes_max:
                raise Overloaded(
                    f"{self._bytes} bytes of requests are being handled, {size} more would pass {self._bytes_max}"
                )
            self._bytes += size

    def _spend(self, tenant: Tenant, use: _Use, size: int) -> None:
        rate = tenant.bytes_per_second_max
        if rate is None:
            return
        with self._lock:
            now_s = self._clock.monotonic_s()
            if use.filled_at_s == 0.0:
                use.tokens = rate * BURST_S
            else:
                use.tokens = min(rate * BURST_S, use.tokens + (now_s - use.filled_at_s) * rate)
            use.filled_at_s = now_s
            if use.tokens <= 0:
                raise TenantThrottled(
                    f"{tenant.organization} is over its {rate} bytes a second",
                    retry_after_s=(1 - use.tokens) / rate,
                )
            use.tokens -= size

    def _leave(self, use: _Use, size: int) -> None:
        with self._lock:
            use.requests -= 1
            self._bytes -= size


class Lease:
    """One request's share; given back when the context ends."""

    def __init__(self, admission: Admission, tenant: Tenant, use: _Use) -> None:
        self._admission = admission
        self._tenant = tenant
        self._use = use
        self._bytes = 0

    def grow(self, size: int) -> None:
        """`size` bytes more are held in memory. Raises Overloaded."""
        self._admission._grow(size)  # noqa: SLF001  # a lease is the admission's own
        self._bytes += size

    def spend(self, size: int) -> None:
        """A decompressed body of `size` bytes is about to be decoded. Raises TenantThrottled."""
        self._admission._spend(self._tenant, self._use, size)  # noqa: SLF001

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._admission._leave(self._use, self._bytes)  # noqa: SLF001
        self._bytes = 0
