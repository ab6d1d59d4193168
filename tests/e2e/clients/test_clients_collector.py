"""An OpenTelemetry Collector passes on what a client gave it: all of it is found, once."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.clients.found import Found
from tests.e2e.clients.relay import Relay
from tests.e2e.clients.sent import run_client
from tests.e2e.clients.test_clients_sdk import QUERYABLE_S_MAX, REPOSITORY
from tests.e2e.clients.toolchain import otelcol_relay
from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually


def grpc_gzip(platform: CamelopsProcess) -> dict[str, Any]:
    return {"otlp_grpc": {"endpoint": platform.grpc_target, "compression": "gzip", "tls": {"insecure": True}}}


def http_zstd(platform: CamelopsProcess) -> dict[str, Any]:
    return {"otlp_http": {"endpoint": platform.otlp_http_url, "compression": "zstd"}}


# The first of them may build the Collector, cold.
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("exporter", [grpc_gzip, http_zstd])
def test_what_an_opentelemetry_collector_exports_is_found(
    platform: CamelopsProcess, tmp_path: Path, exporter: Callable[[CamelopsProcess], dict[str, Any]]
):
    with Relay(otelcol_relay(), tmp_path, exporter(platform)) as relay:
        service = f"relayed-{exporter.__name__}"
        module = "tests.e2e.clients.python_sdk"
        sent = run_client([sys.executable, "-m", module, "grpc", relay.grpc_target, service], cwd=REPOSITORY)
        eventually(lambda: Found(platform.url).assert_all_of(sent), within_s=QUERYABLE_S_MAX)
    assert relay.complaints() == ""
