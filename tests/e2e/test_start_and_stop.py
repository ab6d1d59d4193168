"""Starting where it cannot, stopping when asked, dying without being asked."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.e2e.process import CamelopsProcess, run
from tests.e2e.telemetry import send_order
from tests.e2e.test_first_run import found, jaeger_trace

NewCamelops = Callable[..., CamelopsProcess]


def refused_start(process: CamelopsProcess) -> str:
    """Starts what must not start, and gives what it said: one error, no traceback, exit code 1."""
    process.spawn()
    assert process.process is not None
    code = process.process.wait(timeout=60)
    said = process.output()
    assert code == 1, said
    assert "Traceback" not in said
    assert said.count("error: ") == 1
    return said


def test_a_second_process_on_the_same_folder_is_told_who_has_it(camelops: CamelopsProcess, new_camelops: NewCamelops):
    second = new_camelops(camelops.data_dir.parent / "second")
    second.data_dir = camelops.data_dir
    said = refused_start(second)
    assert str(camelops.data_dir) in said
    assert "--data-dir" in said
    assert httpx.get(f"{camelops.url}/readyz").status_code == 200


@pytest.mark.parametrize("door", ["grpc_port", "otlp_http_port", "http_port", "commands_port"])
def test_a_taken_port_is_named_with_the_option_that_moves_it(new_camelops: NewCamelops, door: str):
    process = new_camelops()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", getattr(process, door)))
        taken.listen()
        said = refused_start(process)
    assert f"127.0.0.1:{getattr(process, door)}" in said
    options = ("--otlp-grpc", "--otlp-http", "--http", "--commands")
    assert dict(zip(("grpc_port", "otlp_http_port", "http_port", "commands_port"), options, strict=True))[door] in said


def test_a_data_folder_that_cannot_be_one_is_named(new_camelops: NewCamelops, tmp_path: Path):
    process = new_camelops()
    process.data_dir = tmp_path / "file" / "data"
    (tmp_path / "file").write_text("not a folder")
    said = refused_start(process)
    assert str(process.data_dir) in said
    assert "--data-dir" in said


def test_a_port_beyond_loopback_needs_credentials(new_camelops: NewCamelops):
    process = new_camelops(arguments=["--http", "0.0.0.0:0"])
    said = refused_start(process)
    assert "0.0.0.0:0" in said
    assert "token" in said


def test_ctrl_c_drains_and_ends_with_0(camelops: CamelopsProcess):
    order = send_order(camelops)
    assert camelops.process is not None
    camelops.process.send_signal(signal.SIGINT)
    assert camelops.process.wait(timeout=30) == 0
    assert "Traceback" not in camelops.output()
    camelops.start()
    assert len(jaeger_trace(camelops, order.trace_id)["spans"]) == 3


def test_what_was_acknowledged_before_a_kill_is_found_once(camelops: CamelopsProcess):
    orders = []
    for protocol in ("grpc", "http"):
        orders.append(send_order(camelops, f"killed-{protocol}", protocol))
        camelops.kill()
        camelops.start()
    for order in orders:
        trace = jaeger_trace(camelops, order.trace_id)
        assert len({span["spanID"] for span in trace["spans"]}) == len(trace["spans"]) == 3
        (summary,) = found(camelops, "traces", f"service:{order.service}")
        assert summary["spans"] == 3
        assert len(found(camelops, "logs", f"service:{order.service}")) == 2


def test_version_needs_nothing_running():
    done = run("version")
    assert done.returncode == 0
    assert done.stdout.startswith("camelops ")
