"""The kind of a span follows from an endpoint's scheme: held to what Camel says of each of its components."""

from dataclasses import replace
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from native import Ring, SendLimits
from tests.camel_bridge.catalogue import Component, components
from tests.camel_bridge.records import EXCHANGE
from tests.camel_bridge.ring_files import RingFile, exchange_payload
from tests.camel_bridge.test_sidecar import one

VERSIONS = ("4.10.7", "4.22.0")
INTERNAL, CLIENT, PRODUCER = Span.SPAN_KIND_INTERNAL, Span.SPAN_KIND_CLIENT, Span.SPAN_KIND_PRODUCER
SERVER, CONSUMER = Span.SPAN_KIND_SERVER, Span.SPAN_KIND_CONSUMER
# Remote to Camel, and here the machine's own disk, or a wrapper within the JVM.
OF_THIS_MACHINE = {"file", "file-watch", "kamelet", "saga", "stream"}
# Camel calls these messaging, and they are asked as services are: there is an answer.
ASKED = {
    "aws2-mq",
    "aws2-transcribe",
    "google-bigquery-sql",
    "hwcloud-frs",
    "hwcloud-imagerecognition",
    "jgroups-raft",
    "twilio",
}


def kinds(folder: Path, schemes: list[str]) -> dict[str, tuple[int, int]]:
    """Of each scheme: the kind of a route's span that takes from it, and of a step's that sends to it."""
    rich = one()
    path = folder / "schemes.ring"
    with RingFile(path, capacity=8 << 20) as file:
        for scheme in schemes:
            step = replace(rich.steps[0], kind="to", endpoint=f"{scheme}:x", is_route=False, around=-1)
            taking = replace(rich, endpoint=f"{scheme}:x", id=scheme, steps=[step], messages=[], first=-1, last=-1)
            assert file.offer(EXCHANGE, exchange_payload(taking), important=True)
        ring = Ring(path)
        drained = ring.drain(8 << 20, redactor=None, limits=SendLimits(), now_unix_ns=1)
        ring.close()
    found: dict[str, dict[bool, int]] = {scheme: {} for scheme in schemes}
    for signal, body, _ in drained.requests():
        if signal == "traces":
            for span in ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans[0].spans:
                said = {each.key: each.value.string_value for each in span.attributes}
                found[said["camel.exchange.id"]]["camel.node.id" in said] = span.kind
    return {scheme: (each[False], each[True]) for scheme, each in found.items()}


def expected(component: Component) -> list[tuple[int, int]]:
    """What may be said of it."""
    labels = component.labels
    if not component.is_remote or component.scheme in OF_THIS_MACHINE:
        return [(INTERNAL, INTERNAL)]
    if "messaging" in labels and component.scheme not in ASKED:
        return [(CONSUMER, PRODUCER)]
    if component.can_take and labels & {"http", "rpc", "rest", "websocket"}:
        return [(SERVER, CLIENT)]
    return [(SERVER, CLIENT), (CONSUMER, CLIENT), (CONSUMER, PRODUCER)]


@pytest.mark.parametrize("version", VERSIONS)
def test_camels_own_catalogue_agrees(tmp_path: Path, version: str) -> None:
    catalogue = components(version)
    assert len(catalogue) > 300
    found = kinds(tmp_path, [component.scheme for component in catalogue])
    wrong = {
        component.scheme: (found[component.scheme], sorted(component.labels))
        for component in catalogue
        if found[component.scheme] not in expected(component)
    }
    assert wrong == {}
