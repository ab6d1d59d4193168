"""What the sidecar counts, as Prometheus metrics. docs/sidecar.md names each, held by a test."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge

from camel_bridge.sidecar.codec import Drained


class Meters:
    """Thread-safe. Labels take values of closed sets only, but for the names of rules, which the operator wrote."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)

        def counter(name: str, what: str, *labels: str) -> Counter:
            return Counter(f"camelops_sidecar_{name}", what, labels, registry=self.registry)

        self._records = counter("records", "Records of rings that were sent. type: metrics, exchange, model.", "type")
        self._steps = counter("steps", "Steps of the exchanges that were sent.")
        self._messages = counter("messages", "Messages of the exchanges that were sent.")
        self._redacted = counter("redacted", "Values that were replaced, by rule.", "rule")
        self._gaps = counter(
            "gaps", "Records lost. reason: dropped (by a full ring), lost (torn, stuck), malformed, refused.", "reason"
        )
        self._requests = counter("requests", "Requests answered. outcome: ok, partial, refused.", "signal", "outcome")
        self._bytes = counter("request_bytes", "Bytes of requests before compression.", "signal")
        self._retries = counter("retries", "Requests that are sent again.", "signal")

    def watch(self, rings: Callable[[], float], pending: Callable[[], float]) -> None:
        """Gauges, read when they are asked for."""
        for name, what, read in (
            ("rings", "Rings that are read.", rings),
            ("pending_bytes", "Bytes of all rings that were written and not delivered yet.", pending),
        ):
            Gauge(f"camelops_sidecar_{name}", what, registry=self.registry).set_function(read)

    def settled(self, drained: Drained) -> None:
        """A batch was delivered."""
        for kind, count in (
            ("metrics", drained.metrics),
            ("exchange", drained.exchanges),
            ("model", drained.models),
        ):
            self._records.labels(kind).inc(count)
        self._steps.inc(drained.steps)
        self._messages.inc(drained.messages)
        for rule, count in drained.redacted:
            self._redacted.labels(rule).inc(count)
        for reason, count in (
            ("dropped", drained.dropped),
            ("lost", drained.lost),
            ("malformed", drained.malformed),
        ):
            self._gaps.labels(reason).inc(count)

    def answered(self, signal: str, outcome: str, size: int) -> None:
        """A request will not be sent again."""
        self._requests.labels(signal, outcome).inc()
        self._bytes.labels(signal).inc(size)

    def refused(self, records: int) -> None:
        """So many records of a request were not taken."""
        self._gaps.labels("refused").inc(records)

    def retried(self, signal: str) -> None:
        """A request waits to be sent again."""
        self._retries.labels(signal).inc()
