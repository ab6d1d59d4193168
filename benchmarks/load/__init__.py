"""Who sends: OTLP load from processes of its own, so that the server's CPU is the server's alone.

Two clients do the same: `blast`, a compiled one that the peer's build leaves in $PEER/bin and which the published
figures of others were measured with, and `client`, in Python, which needs nothing beyond this repository and alone
knows JSON, zstd and the realistic payloads. Both encode everything before the clock starts, and neither sends a request
twice (but to retry it): the same bytes again may be taken for a retry.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from benchmarks.statistics import percentile


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent to one server. `items` are spans, log records or data points."""

    signal: str = "traces"
    requests: int = 1_000
    items_per_request: int = 1_000
    protocol: str = "grpc"  # grpc | http
    encoding: str = "identity"  # identity | gzip | zstd
    format: str = "protobuf"  # protobuf | json
    in_flight: int = 8
    items_per_s: float = 0.0  # 0: as fast as the answers come
    seconds_max: float = 180.0  # then the client gives up on what is left
    seed: int = 1

    def sized(self, requests: int, seed: int) -> Self:
        """The same kind of load, of another length and content."""
        return replace(self, requests=requests, seed=seed)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, as host:port."""

    grpc: str
    http: str

    def of(self, protocol: str) -> str:
        return self.grpc if protocol == "grpc" else self.http


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a load.

    Latencies in ms; with a rate they count from when a request was due, without one from when it was sent.
    """

    client: str
    items: int
    acknowledged: int
    refused: int
    seconds: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    wire_bytes: int
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def items_per_s(self) -> float:
        return self.items / self.seconds if self.seconds else 0.0

    @classmethod
    def of_latencies(
        cls,
        client: str,
        latencies_ms: Sequence[float],
        *,
        items: int,
        seconds: float,
        wire_bytes: int,
        errors: Counter[str],
    ) -> Self:
        """From one latency per acknowledged request."""
        p50, p99, most = (percentile(latencies_ms, part) if latencies_ms else 0.0 for part in (0.5, 0.99, 1.0))
        return cls(
            client, items, len(latencies_ms), errors.total(), seconds, p50, p99, most, wire_bytes, dict(errors)
        )  # fmt: skip
