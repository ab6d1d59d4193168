"""The OpenTelemetry Collector's load generator, three signals over both protocols: every record is counted."""

import subprocess

import pytest

from tests.e2e.clients.found import Found
from tests.e2e.clients.sent import CLIENT_S_MAX
from tests.e2e.clients.test_clients_sdk import QUERYABLE_S_MAX
from tests.e2e.clients.toolchain import telemetrygen
from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually

TRACES = 200
CHILDREN = 4
LOGS = 500
POINTS = 100
# Its metric types, and what the API calls them.
KINDS = {
    "Gauge": "gauge",
    "Sum": "sum",
    "Histogram": "histogram",
    "ExponentialHistogram": "exponential_histogram",
}

# The first test may build the generator, cold.
pytestmark = [pytest.mark.timeout(1_200), pytest.mark.parametrize("protocol", ["grpc", "http"])]


def generate(platform: CamelopsProcess, protocol: str, signal: str, *options: str) -> None:
    """As fast as it can (`--rate 0`). It gives up with an error at the first export that is not taken."""
    port = platform.grpc_port if protocol == "grpc" else platform.otlp_http_port
    command = [
        str(telemetrygen()), signal, "--otlp-endpoint", f"127.0.0.1:{port}", "--otlp-insecure", "--rate", "0", *options,
        *(["--otlp-http"] if protocol == "http" else []),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=CLIENT_S_MAX, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def test_every_span_of_telemetrygen_is_found(platform: CamelopsProcess, protocol: str):
    service = f"telemetrygen-{protocol}-traces"
    options = ("--service", service, "--traces", str(TRACES), "--child-spans", str(CHILDREN))
    generate(platform, protocol, "traces", *options)

    def all_found() -> None:
        traces = Found(platform.url).traces(service)
        assert [trace["spans"] for trace in traces] == [1 + CHILDREN] * TRACES, f"{len(traces)} traces"

    eventually(all_found, within_s=QUERYABLE_S_MAX)
    sample = Found(platform.url).traces(service)[0]["trace_id"]
    assert len(set(Found(platform.url).jaeger_spans(sample))) == 1 + CHILDREN


def test_every_log_record_of_telemetrygen_is_found(platform: CamelopsProcess, protocol: str):
    service = f"telemetrygen-{protocol}-logs"
    generate(platform, protocol, "logs", "--service", service, "--logs", str(LOGS), "--body", "from the generator")

    def all_found() -> None:
        bodies = [log["body"] for log in Found(platform.url).logs(service)]
        assert bodies == ["from the generator"] * LOGS, f"{len(bodies)} records"

    eventually(all_found, within_s=QUERYABLE_S_MAX)


@pytest.mark.parametrize("kind", KINDS)
def test_every_metric_point_of_telemetrygen_is_found(platform: CamelopsProcess, protocol: str, kind: str):
    name = f"telemetrygen.{protocol}.{kind}"
    options = ("--metrics", str(POINTS), "--metric-type", kind, "--otlp-metric-name", name)
    generate(platform, protocol, "metrics", *options)

    def all_found() -> None:
        kinds = [point["kind"] for point in Found(platform.url).points(name)]
        assert kinds == [KINDS[kind]] * POINTS, f"{len(kinds)} points"

    eventually(all_found, within_s=QUERYABLE_S_MAX)
