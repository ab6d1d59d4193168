"""The spool's own numbers as metrics of the process: `camelops_spool_…`."""

from collections.abc import Iterable
from dataclasses import fields

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from collector.spool import Counters, Spool

GAUGES = {
    "segments_open": "Segments that are being written.",
    "segments_waiting": "Segments that wait to be stored.",
    "segments_stored": "Segments that are stored, kept for the safety lag.",
    "segments_quarantined": "Segments that could not be stored.",
    "segments_foreign": "Segments of a later version, which wait for it.",
    "bytes_on_disk": "Bytes of all the spool's files.",
    "bytes_waiting": "Bytes of segments that wait to be stored.",
    "bytes_in_memory": "Bytes of decoded columns.",
    "bytes_pending": "Bytes accepted and not written yet.",
    "oldest_unsent_age_s": "Seconds the oldest segment has waited.",
}


class SpoolMetrics(Collector):
    """Register it with `Meters.registry`. One look at the spool per scrape, so that its numbers fit each other."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def collect(self) -> Iterable[Metric]:
        """Gauges of now, and counters since the start."""
        stats = self._spool.stats()
        for name, description in GAUGES.items():
            yield GaugeMetricFamily(f"camelops_spool_{name}", description, float(getattr(stats, name)))
        for field in fields(Counters):
            words = field.name.replace("_", " ").capitalize()
            value = float(getattr(stats.counters, field.name))
            yield CounterMetricFamily(f"camelops_spool_{field.name}", f"{words} since the start.", value)
