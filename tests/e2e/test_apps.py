"""Telling running Camel applications something: command line, API, stream, sidecar, gateway, JVM, all as they run."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.process import CamelopsProcess, run
from tests.eventually import eventually

BUILT = Path(__file__).parents[2] / "camel_bridge" / "demo" / "target"
SEEN_S_MAX = 120.0


@pytest.fixture(scope="module")
def camelops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CamelopsProcess]:
    """With both applications of the demo connected."""
    process = CamelopsProcess.on_free_ports(tmp_path_factory.mktemp("apps"), arguments=("--demo", str(BUILT)))
    process.start()
    try:
        eventually(lambda: connected(process, "shop", "warehouse"), within_s=SEEN_S_MAX)
        yield process
        process.stop()
    finally:
        process.kill()


def connected(process: CamelopsProcess, *services: str) -> None:
    assert [each["service"] for each in listed(process)] == list(services), process.output()


def listed(process: CamelopsProcess) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = httpx.get(f"{process.url}/api/v1/applications", timeout=30).json()["applications"]
    return answer


def apps(process: CamelopsProcess, *arguments: str) -> list[dict[str, object]]:
    done = run("apps", *arguments, "--url", process.url)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def status(process: CamelopsProcess, route: str) -> object:
    return next(each["status"] for each in apps(process, "routes", "shop") if each["id"] == route)


def newest(process: CamelopsProcess, query: str) -> dict[str, object] | None:
    asked = {"query": query, "limit": 1}
    found = httpx.get(f"{process.url}/api/v1/exchanges", params=asked, timeout=30).json()["exchanges"]
    return found[0] if found else None


def test_routes_that_were_told_are_those_that_run(camelops: CamelopsProcess) -> None:
    running = {str(each["id"]) for each in apps(camelops, "routes", "shop")}

    def all_were_told() -> list[dict[str, object]]:
        done = run("routes", "service:shop", "--url", camelops.url)
        assert done.returncode == 0, done.stderr
        told: list[dict[str, object]] = [json.loads(line) for line in done.stdout.splitlines()]
        assert {str(each["id"]) for each in told} == running
        return told

    order = next(each for each in eventually(all_were_told, within_s=SEEN_S_MAX) if each["id"] == "order")
    assert order["endpoint"] == "direct://order"
    kinds = {each["kind"] for each in order["nodes"]}  # type: ignore[attr-defined]
    assert {"choice", "when", "otherwise", "wireTap", "process", "onException"} <= kinds


def test_a_route_is_stopped_and_started(camelops: CamelopsProcess) -> None:
    assert status(camelops, "customers") == "Started"
    (stopped,) = apps(camelops, "stop", "shop", "customers")
    assert stopped["answer"] == {"was": "Started", "status": "Stopped"}
    assert status(camelops, "customers") == "Stopped"
    # What is so already is no error.
    (again,) = apps(camelops, "stop", "shop", "customers")
    assert again["answer"] == {"was": "Stopped", "status": "Stopped"}
    begun = time.time_ns()
    (started,) = apps(camelops, "start", "shop", "customers")
    assert started["answer"] == {"was": "Stopped", "status": "Started"}

    def it_runs() -> None:
        found = newest(camelops, "service:shop route:customers")
        assert found is not None
        assert int(str(found["start_unix_ns"])) > begun

    eventually(it_runs, within_s=SEEN_S_MAX)


def test_messages_of_a_route_are_no_longer_kept(camelops: CamelopsProcess) -> None:
    (told,) = apps(camelops, "capture", "shop", "none", "--route", "invoices")
    (route,) = told["answer"]["routes"]  # type: ignore[index]
    assert (route["route"], route["capture"]) == ("invoices", "none")
    since = time.time_ns()

    def without_messages() -> None:
        found = newest(camelops, "service:shop route:invoices")
        assert found is not None
        assert int(str(found["start_unix_ns"])) > since
        whole = httpx.get(f"{camelops.url}/api/v1/exchanges/{found['id']}", timeout=30).json()
        assert {each["missing"] for each in whole["messages"]} <= {"off"}

    eventually(without_messages, within_s=SEEN_S_MAX)
    (told,) = apps(camelops, "capture", "shop", "--route", "invoices")
    assert told["answer"]["routes"][0]["capture"] == "all"  # type: ignore[index]


def test_sampling_is_set_for_one_route_or_all_and_back_again(camelops: CamelopsProcess) -> None:
    (told,) = apps(camelops, "sampling", "shop", "--share", "0.25", "--slow-ms", "40")
    routes = told["answer"]["routes"]  # type: ignore[index]
    assert {route["sampling"]["share"] for route in routes} == {0.25}
    assert {route["sampling"]["slow_ms"] for route in routes} == {40}
    apps(camelops, "sampling", "shop")
    assert {each["sampling"]["share"] for each in apps(camelops, "routes", "shop")} == {1.0}  # type: ignore[index]


def test_an_id_is_carried_out_once(camelops: CamelopsProcess) -> None:
    instance = listed(camelops)[0]["instance"]
    url = f"{camelops.url}/api/v1/applications/{instance}/commands"
    call = {"do": "control_route", "context": "*", "route": "batches", "action": "suspend"}
    first = httpx.post(url, json={"id": "once", "call": call}, timeout=60).json()
    httpx.post(url, json={"call": call | {"action": "resume"}}, timeout=60).raise_for_status()
    second = httpx.post(url, json={"id": "once", "call": call}, timeout=60).json()
    assert (first["again"], second["again"]) == (False, True)
    assert first["answer"] == second["answer"]
    assert status(camelops, "batches") == "Started"
    other = httpx.post(url, json={"id": "once", "call": call | {"route": "orders"}}, timeout=60)
    assert (other.status_code, other.json()["type"]) == (409, "urn:camelops:problem:command_id_taken")


def test_what_cannot_be_done_is_said_with_the_way_out(camelops: CamelopsProcess) -> None:
    for arguments, expected in (
        (("stop", "shop", "no-such-route"), "there is no route no-such-route"),
        (("stop", "nobody", "orders"), "no application 'nobody' is connected"),
        (("sampling", "shop", "--share", "0.5", "--route", "orders", "--context", "nope"), "nope"),
    ):
        done = run("apps", *arguments, "--url", camelops.url)
        assert done.returncode == 1, (arguments, done.stdout)
        assert expected in done.stderr
    unknown = httpx.post(
        f"{camelops.url}/api/v1/applications/none/commands", json={"call": {"do": "list_routes"}}, timeout=60
    )
    assert unknown.status_code == 404
    wrong = httpx.post(
        f"{camelops.url}/api/v1/applications/none/commands", json={"call": {"do": "exec", "code": "1"}}, timeout=60
    )
    assert wrong.status_code == 400


def test_an_application_that_was_killed_is_gone_from_the_list(camelops: CamelopsProcess) -> None:
    warehouse = next(each for each in listed(camelops) if each["service"] == "warehouse")
    os.kill(int(str(warehouse["pid"])), signal.SIGKILL)
    eventually(lambda: connected(camelops, "shop"), within_s=SEEN_S_MAX)
    rings = camelops.data_dir / "demo" / "rings"

    def nothing_is_left_of_it() -> None:
        assert len(list(rings.glob("*.gateway"))) == 1

    eventually(nothing_is_left_of_it, within_s=SEEN_S_MAX)
