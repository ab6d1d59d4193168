"""The way into a JVM: what can be asked of an application that knows nothing of it, on each line of Camel."""

import os
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.camel import JAR, class_path
from camel_bridge.gateway import Capture, Gateway, GatewayCallFailed, GatewayUnavailable, Transition
from tests.camel_bridge.asked import CALL_S_MAX, START_S_MAX, Asked, asked, gateway_file
from tests.eventually import eventually

VERSIONS = ("3.14.10", "4.10.7", "4.22.0")
CONTEXT = "camel-1"
# A seda consumer waits a second for each exchange (pollTimeout), and takes what comes within one that had begun.
SEDA_POLL_S = 1.1
NOTHING_ORDINARY = "sampling.share=0,sampling.per.second=0"


@pytest.fixture(scope="module", params=VERSIONS)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """For tests that leave it as they found it."""
    with asked(tmp_path_factory.mktemp(request.param), request.param) as running:
        yield running


def test_it_tells_what_there_is(app: Asked) -> None:
    agent = app.gateway.describe()
    assert (agent.protocol, agent.pid, agent.agent_version) == (1, app.jvm.pid, "0.1.0")
    assert [each.name for each in agent.contexts] == [CONTEXT]
    assert (agent.sampling.share, agent.sampling.per_second, agent.sampling.slow_ms) == (1, 10, None)
    (context,) = app.gateway.routes()
    routes = {each.id: each for each in context.routes}
    orders = routes["orders"]
    assert {"orders", "lines", "slow"} <= set(routes)
    assert (orders.status, orders.endpoint, orders.group) == ("Started", "direct://orders", "sales")
    assert orders.description == 'Takes "orders"'
    assert orders.model_hash is not None
    assert orders.capture == Capture.ALL
    assert orders.uptime_ms > 0


def test_only_its_user_may_read_how_to_come_in(app: Asked) -> None:
    found = gateway_file(app.folder).stat()
    assert stat.S_IMODE(found.st_mode) == 0o600
    assert found.st_uid == os.geteuid()
    assert [path.suffix for path in sorted(app.folder.iterdir())] == [".gateway", ".ring"]


def test_a_route_that_is_stopped_takes_nothing_until_it_is_started(app: Asked) -> None:
    gateway = app.gateway
    before = _count(app, "orders")
    assert app.ask("send direct:orders one") == "sent"
    assert gateway.stop_route(CONTEXT, "orders") == Transition(was="Started", status="Stopped")
    assert gateway.stop_route(CONTEXT, "orders") == Transition(was="Stopped", status="Stopped")
    assert gateway.suspend_route(CONTEXT, "orders") == Transition(was="Stopped", status="Stopped")
    assert app.status("orders") == "Stopped"
    assert app.ask("send direct:orders?block=false two") == "refused"
    assert gateway.start_route(CONTEXT, "orders") == Transition(was="Stopped", status="Started")
    assert gateway.start_route(CONTEXT, "orders") == Transition(was="Started", status="Started")
    assert app.ask("send direct:orders three") == "sent"
    kept = app.exchanges("orders", before + 2)[before:]
    assert [each.messages[each.first].body for each in kept] == ["one", "three"]


def test_what_waits_for_a_suspended_route_is_taken_when_it_is_resumed(app: Asked) -> None:
    before = _count(app, "lines")
    assert app.gateway.suspend_route(CONTEXT, "lines") == Transition(was="Started", status="Suspended")
    assert app.gateway.suspend_route(CONTEXT, "lines") == Transition(was="Suspended", status="Suspended")
    time.sleep(SEDA_POLL_S)
    assert app.ask("send seda:lines one") == "sent"
    # Another route's exchange, sent later, is told, and this one is not.
    orders = _count(app, "orders")
    assert app.ask("send direct:orders after") == "sent"
    app.exchanges("orders", orders + 1)
    assert _count(app, "lines") == before
    assert app.gateway.resume_route(CONTEXT, "lines") == Transition(was="Suspended", status="Started")
    assert app.gateway.resume_route(CONTEXT, "lines") == Transition(was="Started", status="Started")
    assert app.exchanges("lines", before + 1)[-1].reason


def test_what_is_not_there_or_makes_no_sense_is_said(app: Asked) -> None:
    gateway = app.gateway

    def kind(*, context: str = CONTEXT, route: str = "orders", timeout_s: float = 1) -> tuple[str, str]:
        with pytest.raises(GatewayCallFailed) as failed:
            gateway.stop_route(context, route, timeout_s=timeout_s)
        return failed.value.kind, failed.value.detail

    assert kind(route="nosuch") == (
        "unknown_route",
        f"there is no route nosuch in {CONTEXT}: routes() tells which there are",
    )
    assert kind(context="shop")[0] == "unknown_route"
    assert "there is no context shop" in kind(context="shop")[1]
    assert kind(route="*")[0] == "unknown_route"
    assert kind(timeout_s=0) == ("bad_value", "timeoutMs is 0: it is a number from 1 to 600000, or null")
    with pytest.raises(GatewayCallFailed, match=r"share is 1\.5: it is a number from 0 to 1, or null"):
        gateway.set_sampling(share=1.5)
    with pytest.raises(GatewayCallFailed, match="share is NaN"):
        gateway.set_sampling(share=float("nan"))
    with pytest.raises(GatewayCallFailed, match=r"perSecond is -1\.0"):
        gateway.set_sampling(per_second=-1)
    with pytest.raises(GatewayCallFailed, match="there is no route nosuch"):
        gateway.set_sampling(CONTEXT, "nosuch", share=1)


def _count(app: Asked, route: str) -> int:
    return len(app.exchanges(route, 0))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_route_that_does_not_end_in_time_runs_on(tmp_path: Path, version: str) -> None:
    with asked(tmp_path, version) as app:
        assert app.ask("send seda:slow one") == "sent"
        eventually(lambda: _assert_inflight(app, "slow", 1), within_s=START_S_MAX)
        with pytest.raises(GatewayCallFailed, match="was not stopped within 100 ms, with 1 exchange"):
            app.gateway.stop_route(CONTEXT, "slow", timeout_s=0.1)
        assert app.status("slow") == "Started"
        assert app.ask("release") == "released"
        assert app.ask("send seda:slow two") == "sent"
        assert len(app.exchanges("slow", 2)) == 2
        assert app.gateway.stop_route(CONTEXT, "slow", timeout_s=CALL_S_MAX).status == "Stopped"


def _assert_inflight(app: Asked, route: str, count: int) -> None:
    (found,) = [each.inflight for each in app.gateway.routes()[0].routes if each.id == route]
    assert found == count


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_sampled_changes_with_the_next_exchange(tmp_path: Path, version: str) -> None:
    with asked(tmp_path, version, NOTHING_ORDINARY) as app:
        for _ in range(5):
            assert app.ask("send direct:orders a") == "sent"
        # Three are kept of a new route, whatever is set.
        assert [each.reason for each in app.exchanges("orders", 3)] == ["new"] * 3
        (effective,) = app.gateway.set_sampling(CONTEXT, "orders", share=1, per_second=1000, slow_ms=60_000)
        assert (effective.context, effective.route) == (CONTEXT, "orders")
        assert (effective.sampling.share, effective.sampling.slow_ms) == (1, 60_000)
        assert app.ask("send direct:orders b") == "sent"
        kept = app.exchanges("orders", 4)
        assert [each.reason for each in kept] == ["new"] * 3 + ["share"]
        assert kept[-1].messages[kept[-1].first].body == "b"
        (effective,) = app.gateway.set_sampling(CONTEXT, "orders")
        assert (effective.sampling.share, effective.sampling.per_second) == (0, 0)
        assert app.ask("send direct:orders c") == "sent"
        assert app.ask("send direct:orders bad") == "refused"
        assert [each.reason for each in app.exchanges("orders", 5)] == ["new"] * 3 + ["share", "failed"]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_set_of_all_holds_for_routes_that_appear_later(tmp_path: Path, version: str) -> None:
    with asked(tmp_path, version, "capture=failed") as app:
        assert app.gateway.describe().capture == Capture.FAILED
        app.gateway.set_sampling(share=0.25)
        app.gateway.set_capture(mode=Capture.NONE)
        assert app.ask("add late") == "added"
        (late,) = [each for each in app.gateway.routes()[0].routes if each.id == "late"]
        assert (late.sampling.share, late.sampling.per_second, late.capture) == (0.25, 10, Capture.NONE)
        assert {each.capture for each in app.gateway.set_capture()} == {Capture.FAILED}


@pytest.mark.parametrize("version", VERSIONS)
def test_bodies_and_headers_are_told_of_those_that_were_asked_for(tmp_path: Path, version: str) -> None:
    with asked(tmp_path, version, "sampling.per.second=1000") as app:
        for mode in (Capture.ALL, Capture.FAILED, Capture.NONE):
            app.gateway.set_capture(CONTEXT, "orders", mode=mode)
            assert app.ask("send direct:orders good") == "sent"
            assert app.ask("send direct:orders bad") == "refused"
        bodies = [
            {(each.body, frozenset(name for name in each.headers if name == "customer")) for each in one.messages}
            for one in app.exchanges("orders", 6)
        ]
        customer = frozenset({"customer"})
        withheld = {("off", frozenset[str]())}
        assert bodies == [{("good", customer)}, {("bad", customer)}, withheld, {("bad", customer)}, withheld, withheld]
        # All else is told.
        assert all(one.steps[-1].id == "check" for one in app.exchanges("orders", 6))


def test_gateway_off_is_no_gateway(tmp_path: Path) -> None:
    ended = subprocess.run(
        ["java", f"-javaagent:{JAR}=ring.dir={tmp_path},gateway=off", "-cp", class_path(VERSIONS[-1]), "Asked"],
        input="send direct:orders a\n",
        capture_output=True,
        text=True,
        timeout=START_S_MAX,
        check=True,
    )
    assert "sent" in ended.stdout
    assert [path.suffix for path in tmp_path.iterdir()] == [".ring"]


def test_the_file_goes_with_its_jvm(tmp_path: Path) -> None:
    with asked(tmp_path, VERSIONS[-1]) as app:
        file = gateway_file(app.folder)
        app.gateway.describe()
        said = app.said
    assert not file.exists()
    assert [line for line in said.read_text().splitlines() if line.startswith("[camelops-agent]")] == [
        f"[camelops-agent] attached to Camel {VERSIONS[-1]}, context {CONTEXT}"
    ]
    assert "py4j" not in said.read_text()
    with pytest.raises(GatewayUnavailable, match="its JVM has ended"):
        Gateway(file).describe()


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
def test_an_application_that_was_asked_is_not_kept(tmp_path: Path, version: str) -> None:
    applications, jars = class_path(version).split(os.pathsep)
    command = ["java", f"-javaagent:{JAR}=ring.dir={tmp_path}", "-cp", applications, "Server"]
    with subprocess.Popen(
        [*command, jars.removesuffix("/*"), applications], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as jvm:
        try:
            assert jvm.stdin is not None
            assert jvm.stdout is not None
            assert jvm.stdout.readline() == "ready\n"
            # The connection stays, as a sidecar's does.
            with Gateway(gateway_file(tmp_path), call_s_max=CALL_S_MAX) as gateway:
                for _ in range(2):
                    (context,) = gateway.routes()
                    gateway.set_sampling(context.name, share=0.5)
                    gateway.set_capture(context.name, mode=Capture.NONE)
                    assert gateway.stop_route(context.name, "lines").status == "Stopped"
                    assert gateway.start_route(context.name, "lines").status == "Started"
                    assert gateway.suspend_route(context.name, "lines").status == "Suspended"
                    jvm.stdin.write("\n")
                    jvm.stdin.flush()
                    last = jvm.stdout.readline()
                assert last == "2 gone\n"
                assert gateway.routes() == ()
            assert jvm.wait(START_S_MAX) == 0
        finally:
            jvm.kill()
