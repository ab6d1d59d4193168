"""A sidecar that runs out of time with several rings: what was delivered is settled, all else is the next one's."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.camel_bridge.ring_files import RingFile
from tests.camel_bridge.test_sidecar import SEEN_S_MAX, Collector, ended, has, one, opened, put, sidecar
from tests.eventually import eventually

SPANS = 1 + len(one().steps)


class Choosy(Collector):
    """Answers by whose records they are, the service's name: `answered` says the status of its spans and of its log
    records; whom it `ignores` it never answers.
    """

    def __init__(self) -> None:
        self.answered: dict[str, tuple[int, int]] = {}
        self.ignores: set[str] = set()
        self.asked: Counter[tuple[str, str]] = Counter()
        self.closing = threading.Event()
        super().__init__()

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if path == "/v1/traces":
            resource = ExportTraceServiceRequest.FromString(body).resource_spans[0].resource
        else:
            resource = ExportLogsServiceRequest.FromString(body).resource_logs[0].resource
        (service,) = [each.value.string_value for each in resource.attributes if each.key == "service.name"]
        self.asked[service, path] += 1
        if service in self.ignores:
            self.closing.wait()
        statuses = dict(zip(("/v1/traces", "/v1/logs"), self.answered.get(service, (200, 200)), strict=True))
        return statuses[path], {}, b""

    def close(self) -> None:
        self.closing.set()
        super().close()


@pytest.fixture
def choosy() -> Iterator[Choosy]:
    made = Choosy()
    yield made
    made.close()


@pytest.fixture
def rings(tmp_path: Path) -> Iterator[Path]:
    """Of the services `a` to `e`, an exchange of the same name in each. They live."""
    folder = tmp_path / "rings"
    folder.mkdir(0o700)
    with ExitStack() as files:
        for name in "abcde":
            file = files.enter_context(RingFile(folder / f"{name}.ring", resource={"service.name": name}))
            put(file, name)
        yield folder


def left(rings: Path) -> dict[str, int]:
    """Records that are still in each ring."""
    found = {}
    for name in "abcde":
        with opened(rings / f"{name}.ring") as ring:
            found[name] = len(ring.read(1 << 20))
    return found


def was_asked(collector: Choosy, *expected: tuple[str, str]) -> Callable[[], None]:
    def check() -> None:
        assert set(expected) <= collector.asked.keys()

    return check


def test_what_was_not_delivered_is_in_its_ring_and_the_next_one_sends_it(rings: Path, choosy: Choosy) -> None:
    # `a` is put off, `b` taken, `c` refused for good while the word of it is put off, `d` and `e` are put off.
    choosy.answered = {"a": (503, 503), "c": (400, 503), "d": (503, 503), "e": (503, 503)}
    with sidecar(rings, choosy.url, drain_s="0.5", senders="2") as process:
        eventually(was_asked(choosy, ("b", "/v1/logs"), ("c", "/v1/logs")), within_s=SEEN_S_MAX)
        assert ended(process) == 0
    assert left(rings) == {"a": 1, "b": 0, "c": 1, "d": 1, "e": 1}
    assert choosy.spans() == ["b"]
    assert choosy.gaps() == {}

    choosy.answered = {"c": (400, 200)}
    with sidecar(rings, choosy.url) as process:
        eventually(has(choosy, "a", "b", "d", "e"), within_s=SEEN_S_MAX)
        eventually(lambda: _told(choosy), within_s=SEEN_S_MAX)
        assert ended(process) == 0
    assert left(rings) == dict.fromkeys("abcde", 0)
    has(choosy, "a", "b", "d", "e")()
    assert choosy.gaps() == {("traces", "refused"): SPANS}


def _told(collector: Collector) -> None:
    assert collector.gaps()


def test_when_time_is_over_nobody_else_is_asked(rings: Path, choosy: Choosy) -> None:
    choosy.ignores = set("abcde")
    with sidecar(rings, choosy.url, drain_s="0.5", senders="1", answer_s_max="1") as process:
        eventually(was_asked(choosy, ("a", "/v1/traces")), within_s=SEEN_S_MAX)
        assert ended(process) == 0
    assert {service for service, _ in choosy.asked} == {"a"}
    assert left(rings) == dict.fromkeys("abcde", 1)
