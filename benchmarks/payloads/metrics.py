"""One collection after the other of the estate's instances.

Counters, gauges, histograms, exponential histograms with exemplars.
"""

from bisect import bisect_left
from collections.abc import Iterator
from random import Random

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import (
    AggregationTemporality,
    Exemplar,
    ExponentialHistogram,
    ExponentialHistogramDataPoint,
    Gauge,
    Histogram,
    HistogramDataPoint,
    Metric,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)

from benchmarks.payloads.estate import SCOPE, Instance, Service
from benchmarks.payloads.request import Payload, attributes

CUMULATIVE = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
POOLS = ("G1 Eden Space", "G1 Old Gen", "G1 Survivor Space", "Metaspace", "CodeHeap 'profiled nmethods'")
COLLECTIONS_PER_WINDOW = 60
EXEMPLARS_MAX = 2


def metric_requests(
    estate: list[Service], random: Random, items: int, start_unix_ns: int, length_ns: int
) -> Iterator[Payload]:
    """Requests of at least `items` data points: whole collections, of as many instances as it takes."""
    instances = [instance for service in estate for instance in service.instances]
    totals: dict[tuple[str, str, str], int] = {}
    resources: list[ResourceMetrics] = []
    points = 0
    while True:
        for collection in range(COLLECTIONS_PER_WINDOW):
            at = start_unix_ns + length_ns * collection // COLLECTIONS_PER_WINDOW
            for instance in instances:
                metrics = Collection(
                    instance, random, totals, start_unix_ns, at + random.randrange(1_000_000)
                ).metrics()
                points += sum(_points(metric) for metric in metrics)
                of_scope = ScopeMetrics(scope=SCOPE, metrics=metrics)
                resources.append(ResourceMetrics(resource=instance.resource, scope_metrics=[of_scope]))
                if points >= items:
                    yield Payload(ExportMetricsServiceRequest(resource_metrics=resources).SerializeToString(), points)
                    resources, points = [], 0


def _points(metric: Metric) -> int:
    data = metric.WhichOneof("data")
    return len(getattr(metric, data).data_points) if data else 0


class Collection:
    """All that one instance reports at one time. `totals` carries the counters from one collection to the next."""

    def __init__(
        self, instance: Instance, random: Random, totals: dict[tuple[str, str, str], int], start: int, now: int
    ) -> None:
        self._instance = instance
        self._random = random
        self._totals = totals
        self._start = start
        self._now = now

    def metrics(self) -> list[Metric]:
        context = self._instance.service.context
        routes = self._instance.service.routes
        per_route = [{"camel.context.id": context, "camel.route.id": route.id} for route in routes]
        per_node = [
            {"camel.context.id": context, "camel.route.id": route.id, "camel.node.id": node.id}
            for route in routes
            for node in route.nodes
        ]
        pools = [
            {"jvm.memory.pool.name": name, "jvm.memory.type": "heap" if name[:2] == "G1" else "non_heap"}
            for name in POOLS
        ]
        return [
            self._counter("camel.exchanges.total", "{exchange}", per_route, 400),
            self._counter("camel.exchanges.failed", "{exchange}", per_route, 8),
            self._counter("camel.node.exchanges.total", "{exchange}", per_node, 400),
            self._counter("camel.node.exchanges.failed", "{exchange}", per_node, 4),
            self._counter("camel.node.time", "ns", per_node, 10**9),
            self._gauge("camel.exchanges.inflight", "{exchange}", per_route, 40),
            self._gauge("jvm.memory.used", "By", pools, 2**30),
            self._gauge("jvm.memory.committed", "By", pools, 2**31),
            self._gauge("jvm.cpu.recent_utilization", "1", [{}], 1),
            self._histogram("camel.exchange.duration", per_route),
            self._exponential("camel.exchange.processing", per_route),
        ]

    def _counter(self, name: str, unit: str, series: list[dict[str, str]], step_max: int) -> Metric:
        points = []
        for values in series:
            key = (self._instance.host, name, values.get("camel.route.id", "") + values.get("camel.node.id", ""))
            self._totals[key] = self._totals.get(key, 0) + self._random.randint(0, step_max)
            points.append(self._number(values, as_int=self._totals[key]))
        data = Sum(aggregation_temporality=CUMULATIVE, is_monotonic=True, data_points=points)
        return Metric(name=name, unit=unit, description=f"{name} since the context started", sum=data)

    def _gauge(self, name: str, unit: str, series: list[dict[str, str]], most: int) -> Metric:
        points = [self._number(values, as_double=self._random.random() * most) for values in series]
        return Metric(name=name, unit=unit, description=f"{name} now", gauge=Gauge(data_points=points))

    def _number(self, values: dict[str, str], **value: float) -> NumberDataPoint:
        return NumberDataPoint(
            attributes=attributes({**values}), start_time_unix_nano=self._start, time_unix_nano=self._now, **value  # type: ignore[arg-type]  # as_int is given an int
        )  # fmt: skip

    def _durations(self) -> list[float]:
        return [self._random.lognormvariate(-4, 1.4) for _ in range(self._random.randint(1, 60))]

    def _histogram(self, name: str, series: list[dict[str, str]]) -> Metric:
        points = []
        for values in series:
            durations = self._durations()
            counts = [0] * (len(BOUNDS_S) + 1)
            for duration in durations:
                counts[bisect_left(BOUNDS_S, duration)] += 1
            points.append(
                HistogramDataPoint(
                    attributes=attributes({**values}),
                    start_time_unix_nano=self._start,
                    time_unix_nano=self._now,
                    count=len(durations),
                    sum=sum(durations),
                    min=min(durations),
                    max=max(durations),
                    explicit_bounds=BOUNDS_S,
                    bucket_counts=counts,
                )
            )
        data = Histogram(aggregation_temporality=CUMULATIVE, data_points=points)
        return Metric(name=name, unit="s", description="Time of an exchange on a route", histogram=data)

    def _exponential(self, name: str, series: list[dict[str, str]]) -> Metric:
        points = []
        for values in series:
            durations = self._durations()
            point = ExponentialHistogramDataPoint(
                attributes=attributes({**values}),
                start_time_unix_nano=self._start,
                time_unix_nano=self._now,
                count=len(durations),
                sum=sum(durations),
                scale=3,
                min=min(durations),
                max=max(durations),
                exemplars=[self._exemplar(duration) for duration in durations[:EXEMPLARS_MAX]],
            )
            point.positive.offset = -60
            point.positive.bucket_counts.extend(self._random.randint(0, 9) for _ in range(self._random.randint(8, 48)))
            points.append(point)
        data = ExponentialHistogram(aggregation_temporality=CUMULATIVE, data_points=points)
        return Metric(name=name, unit="s", description="Processing time on a route", exponential_histogram=data)

    def _exemplar(self, value: float) -> Exemplar:
        return Exemplar(
            time_unix_nano=self._now,
            as_double=value,
            trace_id=self._random.randbytes(16),
            span_id=self._random.randbytes(8),
        )
