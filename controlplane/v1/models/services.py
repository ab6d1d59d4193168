"""Services: what there is, how it is doing, who calls whom. Counts are weighted by what the spans stand for."""

from pydantic import Field

from controlplane.v1.models.base import Answer, UnixNs


class Services(Answer):
    """Names of services that sent spans in the time asked for."""

    services: list[str]


class RedSeries(Answer):
    """A row of `Red` over time, a number for each step; percentiles are null where there were no calls."""

    start_unix_ns: UnixNs
    step_s: int
    calls: list[float]
    errors: list[float]
    p95_ns: list[float | None]


class RedRow(Answer):
    """Rate, errors and duration of a service or an operation. Percentiles are within 9 %."""

    service: str
    name: str | None = Field(description="Of an operation; null for a service.")
    kind: str | None = Field(description="Of an operation's spans; null for a service.")
    calls: float
    errors: float
    duration_avg_ns: float
    p50_ns: float
    p95_ns: float
    p99_ns: float
    max_ns: int
    series: RedSeries | None = None


class Red(Answer):
    """Most calls first."""

    rows: list[RedRow]
    complete: bool = Field(default=True, description="False: there are more rows than one answer carries.")


class ServiceNode(Answer):
    """A service on the map, and how it answers: spans of kind Server or Consumer; zeros where nobody asks it."""

    service: str
    calls: float
    errors: float
    p50_ns: float
    p95_ns: float


class ServiceEdge(Answer):
    """Calls from one service to another; durations are the called one's."""

    caller: str
    callee: str
    calls: float
    errors: float
    p50_ns: float
    p95_ns: float


class ServiceMap(Answer):
    """Services and their calls."""

    nodes: list[ServiceNode]
    edges: list[ServiceEdge]
    edges_one_in: int = Field(
        default=1, ge=1, description="1: calls were counted. n: estimated from one trace of n, the range being long."
    )
    complete: bool = Field(default=True, description="False: there are more services, with fewer calls.")
