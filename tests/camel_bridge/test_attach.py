"""The agent in applications that know nothing of it: real JVMs, every line of Camel that it is made for."""

import os
import subprocess
from pathlib import Path

import pytest

from benchmarks.camel import JAR, class_path
from tests.camel_bridge.records import Told, only_ring, told

# The last of the 3.x lines that are still in use, and long-term lines of 4.x.
VERSIONS = ("3.14.10", "3.22.4", "4.10.7", "4.18.1", "4.22.0")
# A run's end, also on a machine that does much else.
END_S_MAX = 120


def orders(version: str, *options: str, environment: dict[str, str] | None = None) -> str:
    """Runs the application to its end; what it and the agent said."""
    command = ["java", *options, "-cp", class_path(version), "Orders"]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=END_S_MAX,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 0, said
    assert "refused\n" in ended.stdout
    return said


def attached(folder: Path, version: str) -> tuple[Told, str]:
    said = orders(version, f"-javaagent:{JAR}=ring.dir={folder},ring.mib=1")
    return told(only_ring(folder)), said


@pytest.mark.parametrize("version", VERSIONS)
def test_every_exchange_is_counted_at_every_node(tmp_path: Path, version: str) -> None:
    everything, said = attached(tmp_path / "rings", version)
    found = everything.routes
    assert said.count("[camelops-agent]") == 1
    assert f"[camelops-agent] attached to Camel {version}, context camel-1" in said
    assert {route: one.endpoint for route, one in found.items()} == {
        "orders": "direct://orders",
        "lines": "seda://lines",
        "book": "direct://book",
    }
    calls = {route: (one.counts.started, one.counts.failed) for route, one in found.items()}
    # Ten orders with three lines each, five of them large; one was refused.
    assert calls == {"orders": (11, 1), "lines": (10, 0), "book": (35, 0)}
    nodes = {
        node: (one.kind, one.counts.started, one.counts.failed)
        for route in found.values()
        for node, one in route.nodes.items()
        if "-" in node or node in ("queue", "check", "mark", "same")
    }
    assert nodes == {
        "book-large": ("to", 5, 0),
        "check": ("process", 6, 1),
        "queue": ("to", 10, 0),
        "book-line": ("to", 30, 0),
        "mark": ("setHeader", 35, 0),
        "same": ("transform", 35, 0),
    }
    kinds = sorted(node.kind for node in found["orders"].nodes.values())
    assert kinds == ["choice", "process", "to", "to"]
    for route in found.values():
        for counts in (route.counts, *(node.counts for node in route.nodes.values())):
            assert counts.ended == counts.started == sum(counts.buckets.values())
            assert counts.sum_ns > 0
        assert all(node.parent for node in route.nodes.values())
        assert (route.context, route.camel_version) == ("camel-1", version)


def test_durations_are_of_what_is_inside(tmp_path: Path) -> None:
    everything, _ = attached(tmp_path / "rings", VERSIONS[-1])
    found = everything.routes
    book = found["book"]
    inside = sum(node.counts.sum_ns for node in book.nodes.values())
    assert inside <= book.counts.sum_ns
    assert found["orders"].nodes["book-large"].counts.sum_ns < found["orders"].counts.sum_ns


def test_where_there_is_no_camel_there_is_no_ring(tmp_path: Path) -> None:
    folder = tmp_path / "rings"
    ended = subprocess.run(
        ["keytool", "-help"],
        env={**os.environ, "JAVA_TOOL_OPTIONS": f"-javaagent:{JAR}=ring.dir={folder}"},
        capture_output=True,
        text=True,
        timeout=END_S_MAX,
        check=True,
    )
    assert "[camelops-agent]" not in ended.stdout + ended.stderr
    assert not folder.exists()


def test_a_ring_that_cannot_be_made_costs_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "rings"
    folder.write_text("a file")
    said = orders(VERSIONS[-1], f"-javaagent:{JAR}=ring.dir={folder}")
    (line, *_) = [line for line in said.splitlines() if "cannot make a ring" in line]
    assert str(folder) in line
    assert "The application runs on without it." in line


@pytest.mark.parametrize("version", [VERSIONS[1], VERSIONS[-1]])
def test_an_application_that_is_taken_out_of_its_server_is_not_kept(tmp_path: Path, version: str) -> None:
    applications, jars = class_path(version).split(os.pathsep)
    ended = subprocess.run(
        ["java", f"-javaagent:{JAR}=ring.dir={tmp_path}", "-cp", applications, "Server", jars.removesuffix("/*")],
        capture_output=True,
        text=True,
        timeout=END_S_MAX,
        check=True,
    )
    assert ended.stderr.count("attached to Camel") == 2
    assert ended.stdout.splitlines()[-1] == "2 gone"


def test_the_environment_says_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "rings"
    orders(
        VERSIONS[-1],
        environment={
            "JAVA_TOOL_OPTIONS": f"-javaagent:{JAR}",
            "CAMELOPS_AGENT_RING_DIR": str(folder),
            "CAMELOPS_AGENT_RING_MIB": "2",
        },
    )
    ring = only_ring(folder)
    assert ring.capacity == 2 << 20
    assert set(told(ring).routes) == {"orders", "lines", "book"}


def test_the_jar_is_small() -> None:
    assert JAR.stat().st_size < 600_000
