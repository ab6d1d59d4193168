"""What the spool and the intake say of themselves, as Prometheus metrics, read at one moment when asked for."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from collector.intake import Intake
from collector.spool.stats import SpoolStats


class SpoolGauges(Collector):
    """Metrics of a spool; `stats` is asked once per scrape."""

    def __init__(self, stats: Callable[[], SpoolStats]) -> None:
        self._stats = stats

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        stats = self._stats()
        segments = GaugeMetricFamily("camelops_spool_segments", "Segments on disk.", labels=["state"])
        segments.add_metric(["open"], stats.segments_open)
        segments.add_metric(["waiting"], stats.segments_waiting)
        segments.add_metric(["stored"], stats.segments_stored)
        segments.add_metric(["quarantined"], stats.segments_quarantined)
        segments.add_metric(["foreign"], stats.segments_foreign)
        yield segments
        held = GaugeMetricFamily("camelops_spool_bytes", "Bytes held, on disk or in memory.", labels=["kind"])
        held.add_metric(["on_disk"], stats.bytes_on_disk)
        held.add_metric(["waiting"], stats.bytes_waiting)
        held.add_metric(["quarantined"], stats.bytes_quarantined)
        held.add_metric(["in_memory"], stats.bytes_in_memory)
        held.add_metric(["pending"], stats.bytes_pending)
        yield held
        yield GaugeMetricFamily(
            "camelops_spool_oldest_unsent_seconds",
            "Age of the oldest data that the store has not taken.",
            value=stats.oldest_unsent_age_s,
        )
        yield GaugeMetricFamily(
            "camelops_spool_full", "1 while requests are refused for want of room.", value=int(stats.full)
        )
        yield GaugeMetricFamily(
            "camelops_spool_store_trouble",
            "1 while the store's last answer was an error.",
            value=int(stats.store_trouble is not None),
        )
        events = CounterMetricFamily("camelops_spool_events", "What happened since the start.", labels=["event"])
        for event, count in asdict(stats.counters).items():
            events.add_metric([event], count)
        yield events


class IntakeGauges(Collector):
    """Metrics of an intake."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        yield GaugeMetricFamily(
            "camelops_intake_in_flight_bytes", "Held by requests under way.", value=self._intake.bytes_in_flight
        )
        yield CounterMetricFamily(
            "camelops_intake_repeated", "Requests answered from an earlier one's outcome.", value=self._intake.repeated
        )
