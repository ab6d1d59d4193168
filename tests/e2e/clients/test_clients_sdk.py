"""OpenTelemetry SDKs of Python and Node: all that they sent is found, as it was sent."""

import sys
from pathlib import Path

import pytest

from tests.e2e.clients.found import Found
from tests.e2e.clients.sent import Sent, run_client
from tests.e2e.clients.toolchain import node_client
from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually

REPOSITORY = Path(__file__).parents[3]
# From the acknowledgement to queryable is promised in 2 s; a two-core machine under test load is given more.
QUERYABLE_S_MAX = 20.0


@pytest.mark.parametrize("compression", ["none", "gzip"])
@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_what_the_python_sdk_sends_is_found(platform: CamelopsProcess, protocol: str, compression: str):
    endpoint = platform.grpc_target if protocol == "grpc" else platform.otlp_http_url
    service = service_of("python", protocol, compression)
    module = "tests.e2e.clients.python_sdk"
    sent = run_client([sys.executable, "-m", module, protocol, endpoint, service, compression], cwd=REPOSITORY)
    assert_found_as_sent(Found(platform.url), sent)


@pytest.mark.parametrize("compression", ["none", "gzip"])
@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf", "http/json"])
def test_what_the_node_sdk_sends_is_found(platform: CamelopsProcess, protocol: str, compression: str):
    endpoint = f"http://{platform.grpc_target}" if protocol == "grpc" else platform.otlp_http_url
    sent = run_client([*node_client(), protocol, endpoint, service_of("node", protocol, compression), compression])
    assert_found_as_sent(Found(platform.url), sent)


def service_of(language: str, protocol: str, compression: str) -> str:
    return f"{language}-{protocol.replace('/', '-')}-{compression}"


def assert_found_as_sent(found: Found, sent: Sent) -> None:
    eventually(lambda: found.assert_all_of(sent), within_s=QUERYABLE_S_MAX)
    trace_id, (root_id, *child_ids) = next(iter(sent.traces.items()))
    spans = {span["span_id"]: span for span in found.spans(trace_id)}

    root = spans[root_id]
    assert (root["name"], root["kind"], root["service"], root["parent_span_id"]) == (
        "order",
        "Server",
        sent.service,
        "",
    )
    assert root["attributes"] == dict(sent.attributes) | {"number": 0}
    assert root["resource"]["service.version"] == "7"
    assert root["scope"] == {"name": "camelops.client", "version": "1.2.3"}

    for number, child_id in enumerate(child_ids):
        child = spans[child_id]
        assert (child["name"], child["kind"], child["parent_span_id"]) == (f"step-{number}", "Client", root_id)
        assert [event["name"] for event in child["events"]] == ["reached"]
        assert [(link["trace_id"], link["span_id"]) for link in child["links"]] == [(trace_id, root_id)]
    failed = spans[child_ids[-1]]
    assert (failed["status"], failed["status_message"]) == ("Error", "out of stock")

    log = found.logs(sent.service)[0]
    assert (log["severity"], log["severity_number"], log["attributes"]) == ("WARN", 13, dict(sent.attributes))
