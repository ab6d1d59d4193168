"""What is sent: the telemetry of one estate of Camel services that call each other, drawn from a seed.

Distribution (the numbers are constants of the modules named):

- **Estate** (`estate`): 24 services, called by a Zipf law of exponent 1.1, 2 to 6 instances each; 2 to 6 routes a
  service, 3 to 9 nodes a route. One node in three reaches out: to a later service over HTTP, Kafka or JMS, to a
  database, or to a partner outside.
- **Traces** (`traces`): one exchange is a span, each node it passes a child, each call to another service goes on
  there. Sizes are skewed: the median trace has about 25 spans, one in ten more than 110; one exchange in 40 splits its
  message into up to 60 parts, and the largest traces reach the cap of 500. Trace starts are uniform over a window; node
  durations log-normal (median 1.5 ms, sigma 1.2). 2 % of exchanges fail: status Error, an `exception` event with a
  stack trace of 0.6 to 1.8 KB on the failing node. 1 % of exchanges link to another trace.
- **Attributes**: 6 to 15 a span, under OpenTelemetry's and Camel's names; hosts, user agents, customers, products by
  Zipf laws; URLs with ids in them; exchange ids as Camel writes them (15 hex of the instance, a counter). A span has
  about 550 bytes on the wire.
- **Logs** (`logs`): 18 message templates filled with such values; 84 % INFO, 8 % WARN, 6 % DEBUG, 2 % ERROR with a
  stack trace; four in five carry a trace and span id.
- **Metrics** (`metrics`): one collection of an instance is counters and a duration histogram (14 bounds) per route,
  counters per node, JVM gauges and an exponential histogram with exemplars per route.
- Ids are random bytes. One request holds one signal of **one instance** (one resource, one scope), as an SDK or a
  sidecar sends it; the spans of a trace are therefore spread over the requests of all services it passed. Metrics
  requests carry as many instances as their size needs.

`generate` draws fresh content without end (about 10,000 spans a second and core): for what is kept on disk. `stamping`
gives a drawn request fresh ids and times in a fraction of a millisecond: for runs that measure CPU and must not repeat
a request, since a receiver may rightly take the same bytes for a retry.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from benchmarks.payloads.estate import build_estate
from benchmarks.payloads.logs import log_requests
from benchmarks.payloads.metrics import metric_requests
from benchmarks.payloads.request import Payload
from benchmarks.payloads.traces import trace_requests

__all__ = ["SIGNALS", "Payload", "Window", "generate", "pool"]


@dataclass(frozen=True, slots=True)
class Window:
    """When the telemetry happened: times are drawn from [start_unix_ns, start_unix_ns + length_ns)."""

    start_unix_ns: int
    length_ns: int


REQUESTS: dict[str, Callable[..., Iterator[Payload]]] = {
    "traces": trace_requests,
    "logs": log_requests,
    "metrics": metric_requests,
}
SIGNALS = tuple(REQUESTS)


def generate(signal: str, *, seed: int, items: int, window: Window) -> Iterator[Payload]:
    """Requests of `items` spans or log records, or about as many data points, without end; the same for a seed."""
    random = Random(seed)
    return REQUESTS[signal](build_estate(random), random, items, window.start_unix_ns, window.length_ns)


def pool(signal: str, *, seed: int, items: int, window: Window, requests: int) -> list[Payload]:
    """The first `requests` of `generate`."""
    return list(islice(generate(signal, seed=seed, items=items, window=window), requests))
