"""An OpenTelemetry Collector in our collector's place: a real application's exchanges, and what the Collector makes of
them, held against what the agent wrote into the ring.
"""

import base64
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.camel import JAR, class_path
from native import Ring
from tests.camel_bridge.records import Exchange, Told, told
from tests.camel_bridge.test_sidecar import Collector, ended, sidecar
from tests.e2e.clients.relay import Relay
from tests.e2e.clients.toolchain import otelcol_relay
from tests.eventually import eventually

CAMEL = "4.22.0"
OPTIONS = "sampling.share=0.5,sampling.per.second=100000"
APPLICATION_S_MAX = 120
SENT_S_MAX = 60.0
# Of OpenTelemetry's numbers: kinds of a span, statuses, temporality of a metric.
INTERNAL, CLIENT, CONSUMER = 1, 3, 5
UNSET, ERROR = 0, 2
CUMULATIVE = 2
# Of buckets, as docs/formats/ring.md has it.
SCALE = 3
# The threshold of a share of one half.
HALF = 1 << 55


@dataclass
class Understood:
    """What the Collector passed on as OTLP's JSON, and printed."""

    spans: list[dict[str, Any]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    metrics: list[dict[str, Any]] = field(default_factory=list)
    resources: list[dict[str, Any]] = field(default_factory=list)
    printed: str = ""

    def of_event(self, name: str) -> list[dict[str, Any]]:
        return [record for record in self.records if record["eventName"] == name]

    def metric(self, name: str) -> list[dict[str, Any]]:
        """All data of it, a part of its resource each."""
        return [metric for metric in self.metrics if metric["name"] == name]


@dataclass(frozen=True)
class Run:
    told: Told
    understood: Understood

    def span(self, route: str, node: str | None = None) -> dict[str, Any]:
        """Of the one exchange of a route, or of the one step of it."""
        (found,) = [
            span
            for span in self.understood.spans
            if attributes(span)["camel.route.id"] == route
            and attributes(span).get("camel.node.id") == node
            and ("camel.exchange.outcome" in attributes(span)) == (node is None)
        ]
        return found


def value(of: dict[str, Any]) -> Any:
    """What OTLP's JSON says, as Python has it."""
    ((kind, said),) = of.items()
    match kind:
        case "intValue":
            return int(said)
        case "arrayValue":
            return [value(each) for each in said.get("values", [])]
        case "kvlistValue":
            return {each["key"]: value(each["value"]) for each in said.get("values", [])}
        case _:
            return said


def attributes(of: dict[str, Any]) -> dict[str, Any]:
    return {each["key"]: value(each["value"]) for each in of.get("attributes", [])}


def understood(collector: Collector, printed: str) -> Understood:
    found = Understood(printed=printed)
    for path, body in list(collector.taken):
        said = json.loads(body)
        signal, scoped, items, into = {
            "/v1/traces": ("resourceSpans", "scopeSpans", "spans", found.spans),
            "/v1/logs": ("resourceLogs", "scopeLogs", "logRecords", found.records),
            "/v1/metrics": ("resourceMetrics", "scopeMetrics", "metrics", found.metrics),
        }[path]
        for resource in said[signal]:
            found.resources.append(attributes(resource["resource"]))
            for scope in resource[scoped]:
                assert scope["scope"] == {"name": "io.camelops.agent", "version": "0.1.0"}
                into.extend(scope[items])
    return found


def patterns(folder: Path) -> None:
    """Runs the application that has each pattern, to its end."""
    options = f"-javaagent:{JAR}=ring.dir={folder / 'rings'},service.name=shop,{OPTIONS}"
    command = ["java", options, "-cp", class_path(CAMEL), "Patterns"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=APPLICATION_S_MAX, check=False)
    assert ran.returncode == 0, ran.stderr


def in_ring(folder: Path) -> Told:
    """What is in the one ring, of a copy: it is still to be sent."""
    (ring,) = (folder / "rings").glob("*.ring")
    copy = Ring(Path(shutil.copy(ring, folder / "copy.ring")))
    found = told(copy)
    copy.close()
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("relayed")
    program = otelcol_relay()
    patterns(folder)
    expected = in_ring(folder)
    behind, printed = Collector(), folder / "debug.txt"
    exporters = {
        "otlp_http": {"endpoint": behind.url, "encoding": "json"},
        "debug": {"verbosity": "detailed", "use_internal_logger": False, "output_paths": [str(printed)]},
    }
    with Relay(program, folder, exporters) as relay, sidecar(folder / "rings", relay.http_url) as process:
        eventually(gone(folder / "rings"), within_s=SENT_S_MAX)
        assert ended(process) == 0
    # It has ended, and gave away what it had before.
    behind.close()
    assert relay.complaints() == ""
    assert "are lost" not in (folder / "sidecar.log").read_text()
    return Run(expected, understood(behind, printed.read_text()))


def gone(rings: Path) -> Callable[[], None]:
    def check() -> None:
        assert not list(rings.glob("*.ring"))

    return check


def spans_of(exchange: Exchange) -> Iterator[tuple[str, str, str]]:
    """Trace, span, parent of each span that there is to be."""
    yield exchange.trace, exchange.span, exchange.parent.replace("0" * 16, "")
    for step in exchange.steps:
        around = exchange.steps[step.around].span if step.around >= 0 else exchange.span
        yield exchange.trace, step.span, around


# The first of them may build the Collector, cold.
pytestmark = pytest.mark.timeout(1_200)


def test_each_exchange_and_step_is_a_span_below_its_parent(run: Run) -> None:
    expected = sorted(span for exchange in run.told.exchanges for span in spans_of(exchange))
    found = sorted((span["traceId"], span["spanId"], span.get("parentSpanId", "")) for span in run.understood.spans)
    assert found == expected
    assert len({span for _, span, _ in found}) == len(found)
    known = {span for _, span, _ in found}
    # The one whose parent is in the application that sent it.
    assert {parent for _, _, parent in found if parent and parent not in known} == {"b7ad6b7169203331"}
    assert all(int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"]) for span in run.understood.spans)
    for span in run.understood.spans:
        assert attributes(span)["camel.version"] == CAMEL
        assert attributes(span).keys() >= {"camel.context.id", "camel.route.id", "camel.exchange.id"}
    assert {resource["service.name"] for resource in run.understood.resources} == {"shop"}


def test_kinds_statuses_and_failures_are_opentelemetrys_own(run: Run) -> None:
    assert [run.span("sends")["kind"], run.span("sends", "sent")["kind"]] == [INTERNAL, CLIENT]
    assert run.span("receives")["kind"] == CONSUMER
    given_up, step = run.span("given-up"), run.span("given-up", "in-vain")
    assert given_up["status"] == step["status"] == {"message": "never", "code": ERROR}
    assert (attributes(given_up)["camel.exchange.outcome"], attributes(step)["camel.redeliveries"]) == ("failed", 2)
    for span in (given_up, step):
        ((event),) = span["events"]
        said = attributes(event)
        assert (event["name"], said["exception.type"]) == ("exception", "java.lang.IllegalStateException")
        assert said["exception.message"] == "never"
        assert "at Patterns" in said["exception.stacktrace"]
    handled, failed = run.span("handled"), run.span("handled", "calls")
    assert attributes(handled)["camel.exchange.outcome"] == "handled"
    assert [span.get("status", {}).get("code", UNSET) for span in (handled, failed)] == [UNSET, UNSET]
    assert "4111 1111" not in json.dumps(run.understood.spans)
    sent = [attributes(span) for span in run.understood.spans if span.get("events")]
    assert len(sent) == sum((step.failure >= 0) for exchange in run.told.exchanges for step in exchange.steps) + sum(
        exchange.failed for exchange in run.told.exchanges
    )


def test_the_trace_state_has_the_threshold_and_what_others_put_there(run: Run) -> None:
    states = {span["spanId"]: span.get("traceState", "") for span in run.understood.spans}
    thresholds = {exchange.threshold for exchange in run.told.exchanges}
    assert thresholds == {0, HALF}
    for exchange in run.told.exchanges:
        for span in (exchange.span, *(step.span for step in exchange.steps)):
            assert states[span].startswith("ot=th:8") == (exchange.threshold == HALF), exchange.route
    # Kept for certain, being rare: what came in is without its threshold.
    assert states[run.span("sends")["spanId"]] == "ot=rv:ffffffffffffff,congo=t61rcWkgMzE"


def test_messages_are_log_records_of_their_spans(run: Run) -> None:
    found = run.understood.of_event("camel.message")
    assert len(found) == sum(len(exchange.messages) for exchange in run.told.exchanges)
    spans = {(span["traceId"], span["spanId"]) for span in run.understood.spans}
    assert all((record["traceId"], record["spanId"]) in spans for record in found)
    said = {attributes(record)["camel.route.id"]: record for record in found}
    assert said["stream"]["body"] == {"stringValue": "streamed"}
    assert said["bytes"]["body"] == {"bytesValue": base64.b64encode(b"\x00\xffx").decode()}
    assert attributes(said["large"])["camel.message.body.missing"] == "too_large"
    assert attributes(said["object"])["camel.message.body.type"] == "Patterns$Order"
    assert {attributes(each).get("camel.message.header.leaf") for each in found} == {None, "true"}


def test_models_are_log_records_with_their_nodes(run: Run) -> None:
    found = {attributes(record)["camel.route.id"]: record for record in run.understood.of_event("camel.route.model")}
    assert found.keys() == {model.route for model in run.told.models}
    for model in run.told.models:
        record = found[model.route]
        assert attributes(record)["camel.route.hash"] == model.hash
        assert [(node["id"], node["kind"], node["around"]) for node in value(record["body"])] == [
            (node.id, node.kind, node.parent) for node in model.nodes
        ]


def test_durations_are_exponential_histograms_that_add_up(run: Run) -> None:
    newest: dict[str, dict[str, Any]] = {}
    for metric in run.understood.metric("camel.route.duration"):
        assert (metric["unit"], metric["exponentialHistogram"]["aggregationTemporality"]) == ("ns", CUMULATIVE)
        for point in metric["exponentialHistogram"]["dataPoints"]:
            newest[attributes(point)["camel.route.id"]] = point
            assert point["scale"] == SCALE
            assert sum(map(int, point["positive"]["bucketCounts"])) == int(point["count"])
    counts = {route: (one.counts.ended, one.counts.sum_ns) for route, one in run.told.routes.items()}
    assert {route: (int(point["count"]), round(point["sum"])) for route, point in newest.items()} == counts
    names = Counter(metric["name"] for metric in run.understood.metrics)
    assert names.keys() >= {
        "camel.route.failures",
        "camel.route.inflight",
        "camel.node.duration",
        "camel.node.inflight",
    }


def test_its_own_printer_shows_the_same_and_nothing_was_lost(run: Run) -> None:
    printed = run.understood.printed
    assert printed.count("\nSpan #") == len(run.understood.spans)
    assert printed.count("\nLogRecord #") == len(run.understood.records)
    assert printed.count("EventName: camel.route.model") == len(run.told.models)
    assert "     -> camel.exchange.outcome: Str(handled)" in printed
    assert run.understood.of_event("camelops.gap") == []
