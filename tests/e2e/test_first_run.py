"""What a newcomer does first: start it, send with an SDK, look."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.process import COMMAND, CamelopsProcess, environment, run
from tests.e2e.telemetry import Protocol, SentOrder, send_order
from tests.eventually import eventually


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CamelopsProcess]:
    """One process for the tests that only send and look: each with a service of its own."""
    process = CamelopsProcess.on_free_ports(tmp_path_factory.mktemp("running")).start()
    try:
        yield process
        process.stop()
    finally:
        process.kill()


# What was acknowledged is promised to be found within 2 s of it; a busy test machine gets more before a test fails.
FOUND_S_MAX = 10


def json_lines(process: CamelopsProcess, *arguments: str) -> list[dict[str, Any]]:
    done = run(*arguments, "--url", process.url)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def found(process: CamelopsProcess, *arguments: str) -> list[dict[str, Any]]:
    """The command's lines, once there are some."""

    def look() -> list[dict[str, Any]]:
        lines = json_lines(process, *arguments)
        assert lines, f"{arguments} finds nothing"
        return lines

    return eventually(look, within_s=FOUND_S_MAX)


def on_a_terminal(process: CamelopsProcess, *arguments: str, columns: int = 120) -> str:
    """What a person sees: stdout and stderr are a terminal of `columns` cells. Colours are left out."""
    leader, follower = pty.openpty()
    env = environment({"COLUMNS": str(columns), "TERM": "xterm-256color"})
    with subprocess.Popen(
        [*COMMAND, *arguments, "--url", process.url], stdin=follower, stdout=follower, stderr=follower, env=env
    ) as child:
        os.close(follower)
        seen = b""
        while True:
            try:
                piece = os.read(leader, 65_536)
            except OSError:  # EIO: the last process of this terminal has ended
                break
            if not piece:
                break
            seen += piece
        os.close(leader)
        assert child.wait(timeout=30) == 0, seen.decode()
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode()).replace("\r\n", "\n")


def jaeger_trace(process: CamelopsProcess, trace_id: str) -> dict[str, Any]:
    """The trace as Grafana gets it, once it is there."""

    def look() -> dict[str, Any]:
        answer = httpx.get(f"{process.url}/compat/jaeger/api/traces/{trace_id}", timeout=30)
        assert answer.status_code == httpx.codes.OK, answer.text
        (trace,) = answer.json()["data"]
        return trace

    return eventually(look, within_s=FOUND_S_MAX)


@pytest.mark.parametrize("protocol", ["grpc", "http"])
def test_what_an_sdk_sends_is_found_by_every_command(running: CamelopsProcess, protocol: Protocol):
    order = send_order(running, f"orders-{protocol}", protocol)

    (summary,) = found(running, "traces", f"service:{order.service}")
    assert summary["trace_id"] == order.trace_id
    assert (summary["root_service"], summary["root_name"]) == (order.service, "GET /orders")
    assert (summary["spans"], summary["errors"]) == (3, 1)

    spans = {span["name"]: span for span in json_lines(running, "trace", order.trace_id)}
    assert set(spans) == {"GET /orders", "reserve stock", "SELECT stock"}
    root = spans["GET /orders"]
    assert root["span_id"] == order.root_span_id
    assert root["attributes"] == {
        "http.method": "GET",
        "http.status_code": 500,
        "retry": True,
        "ratio": 0.25,
        "parts": ["wheel", "bell"],
    }
    assert root["resource"]["host.cpus"] == 4
    assert spans["reserve stock"]["parent_span_id"] == order.root_span_id
    assert spans["reserve stock"]["camel"]["route"] == "reserve"
    assert spans["reserve stock"]["events"][0]["attributes"] == {"attempt": "2"}
    assert spans["SELECT stock"]["status_message"] == "no such part"

    logs = found(running, "logs", f"service:{order.service}")
    assert {json.dumps(log["body"]) for log in logs} == {'"order taken"', '{"part": "bell", "left": 0}'}
    assert {log["trace_id"] for log in logs} == {order.trace_id}

    names = {metric["name"] for metric in found(running, "metrics")}
    assert {"orders.taken", "orders.open", "order.value", "queue.length"} <= names
    (taken,) = [each for each in found(running, "metrics", "orders.taken") if each["service"] == order.service]
    assert (taken["value"], taken["attributes"]) == (3, {"shop": "north"})
    (value,) = [each for each in found(running, "metrics", "order.value") if each["service"] == order.service]
    assert (value["count"], value["sum"]) == (1, 41.5)


def test_a_person_sees_tables_and_a_waterfall(running: CamelopsProcess):
    order = send_order(running, "shop")
    jaeger_trace(running, order.trace_id)

    table = on_a_terminal(running, "traces", "service:shop")
    assert "GET /orders" in table
    assert order.trace_id in table
    assert "1 trace" in table

    waterfall = on_a_terminal(running, "trace", order.trace_id)
    assert f"trace {order.trace_id}" in waterfall
    assert "3 spans · 1 service · ✗ 1 error" in waterfall
    assert "└ shop reserve stock" in waterfall
    assert "  └ ✗ shop SELECT stock" in waterfall
    assert "█" in waterfall
    assert "✗ shop SELECT stock: no such part" in waterfall

    assert "order taken" in on_a_terminal(running, "logs", "service:shop")
    assert "orders.taken" in on_a_terminal(running, "metrics")
    assert "Orders taken" in on_a_terminal(running, "metrics", "orders.taken", columns=80)


def test_grafana_finds_the_trace_through_the_jaeger_api(running: CamelopsProcess):
    order = send_order(running, "shop/grafana")
    trace = jaeger_trace(running, order.trace_id)
    assert len(trace["spans"]) == 3
    assert jaeger_trace(running, order.trace_id.upper()) == trace

    api = f"{running.url}/compat/jaeger/api"
    assert order.service in httpx.get(f"{api}/services").json()["data"]
    assert "GET /orders" in httpx.get(f"{api}/services/shop%2Fgrafana/operations").json()["data"]
    start = trace["spans"][0]["startTime"]
    search = {
        "service": order.service,
        "start": start - 10**9,
        "end": start + 10**9,
        "tags": '{"http.method":"GET"}',
        "limit": 5,
    }
    assert [each["traceID"] for each in httpx.get(f"{api}/traces", params=search).json()["data"]] == [order.trace_id]
    assert httpx.get(f"{api}/traces", params=search | {"minDuration": "1h"}).json()["data"] == []

    unknown = httpx.get(f"{api}/traces/{'0' * 31}1")
    assert unknown.status_code == 404
    assert unknown.json()["errors"][0]["msg"] == "trace not found"


def test_a_bad_query_shows_the_place(running: CamelopsProcess):
    done = run("traces", "service:orders AND (", "--url", running.url)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert "  service:orders AND (" in lines
    assert lines[lines.index("  service:orders AND (") + 1].endswith("^")


def test_a_misspelt_key_finds_nothing_and_says_what_was_meant(running: CamelopsProcess):
    send_order(running, "spelt")
    done = run("traces", "servic:spelt", "--url", running.url)
    assert (done.returncode, done.stdout) == (0, "")
    assert "! no record of this time has servic: did you mean service?" in done.stderr


def test_reading_without_a_running_camelops_says_how_to_start_one():
    done = run("traces", "--url", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert "no camelops answers at http://127.0.0.1:9" in done.stderr
    assert "camelops up" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_doors_at_one_address_are_told_apart_from_another_process(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    done = run(
        "up", "--data-dir", str(tmp_path), "--http", "127.0.0.1:0", "--otlp-grpc", address, "--otlp-http", address
    )
    assert done.returncode == 1
    assert f"--otlp-grpc and --otlp-http are both {address}" in done.stderr


def test_health_says_what_runs(running: CamelopsProcess):
    assert httpx.get(f"{running.url}/healthz").json()["status"] == "ok"
    assert httpx.get(f"{running.url}/readyz").json()["reasons"] == []
    metrics = httpx.get(f"{running.url}/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert "# TYPE camelops_spool_segments gauge" in metrics.text
    assert "# TYPE camelops_otlp_requests_total counter" in metrics.text


def test_a_page_of_another_site_is_refused(running: CamelopsProcess):
    url = f"{running.url}/api/v1/services"
    assert httpx.get(url, headers={"Host": "evil.example"}).status_code == 421
    assert httpx.get(url, headers={"Origin": "http://evil.example"}).status_code == 403
    assert httpx.get(url, headers={"Origin": running.url}).status_code == 200


def test_following_shows_what_comes_and_ends_with_ctrl_c(running: CamelopsProcess):
    # A test run in the background of a shell passes on that Ctrl-C is ignored.
    command = ["env", "--default-signal=INT", *COMMAND, "logs", "service:followed", "--follow", "--url", running.url]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        order = send_order(running, "followed")
        lines = [json.loads(child.stdout.readline()) for _ in range(2)]
        assert [line["body"] for line in lines] == ["order taken", {"part": "bell", "left": 0}]
        assert {line["trace_id"] for line in lines} == {order.trace_id}
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=30) == 0
        assert child.stderr.read() == ""


def test_an_order_is_found_again_after_a_stop_and_a_start(camelops: CamelopsProcess):
    orders: list[SentOrder] = [send_order(camelops)]
    camelops.stop()
    camelops.start()
    orders.append(send_order(camelops, protocol="http"))
    for order in orders:
        trace = jaeger_trace(camelops, order.trace_id)
        assert len(trace["spans"]) == 3
