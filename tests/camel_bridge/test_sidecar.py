"""The sidecar against an endpoint that answers as it is told: what is delivered, tried again, given up, told."""

import gzip
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from native import Ring
from tests.camel_bridge.records import EXCHANGE, Exchange, Payload
from tests.camel_bridge.ring_files import RingFile, exchange_payload
from tests.e2e.process import COMMAND, environment
from tests.eventually import eventually

GOLDEN = Path(__file__).parents[1] / "golden" / "exchange-v1.bin"
RESOURCE = {"service.name": "shop", "service.instance.id": "1"}
SEEN_S_MAX = 20.0


def one() -> Exchange:
    return Payload(GOLDEN.read_bytes()).exchange()


class Collector:
    """Answers each request with the next of `answers`, and with success after them."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        self.tried = 0
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = gzip.decompress(self.rfile.read(int(self.headers["content-length"])))
                collector.tried += 1
                answer = collector.answer(self.path, body)
                if answer[0] == 200:
                    collector.taken.append((self.path, body))
                    collector.headers.append(dict(self.headers.items()))
                self.send_response(answer[0])
                for name, value in {"content-length": str(len(answer[2])), **answer[1]}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer[2])

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        return self.answers.pop(0) if self.answers else (200, {}, b"")

    def spans(self) -> list[str]:
        """The exchange id of each exchange's span."""
        found = []
        for path, body in list(self.taken):
            if path != "/v1/traces":
                continue
            for span in ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans[0].spans:
                attributes = {each.key: each.value.string_value for each in span.attributes}
                if "camel.exchange.outcome" in attributes:
                    found.append(attributes["camel.exchange.id"])
        return found

    def gaps(self) -> dict[tuple[str, str], int]:
        """Records by signal and reason."""
        found: dict[tuple[str, str], int] = {}
        for path, body in list(self.taken):
            if path != "/v1/logs":
                continue
            for record in ExportLogsServiceRequest.FromString(body).resource_logs[0].scope_logs[0].log_records:
                if record.event_name == "camelops.gap":
                    said = {each.key.removeprefix("camelops.gap."): each.value for each in record.attributes}
                    key = said["signal"].string_value, said["reason"].string_value
                    found[key] = found.get(key, 0) + said["count"].int_value
        return found

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


@contextmanager
def sidecar(folder: Path, url: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The process, whose log is `folder`/../sidecar.log."""
    own = {f"CAMELOPS_SIDECAR_{name.upper()}": value for name, value in {"interval_s": "0.05", **settings}.items()}
    command = [*COMMAND, "sidecar", "--rings", str(folder), "--endpoint", url]
    with (
        (folder.parent / "sidecar.log").open("a") as log,
        subprocess.Popen(command, env=environment(own), stderr=log, stdout=log, text=True) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(20)


@pytest.fixture
def rings(tmp_path: Path) -> Path:
    folder = tmp_path / "rings"
    folder.mkdir(0o700)
    return folder


def put(file: RingFile, *names: str) -> None:
    for name in names:
        assert file.offer(EXCHANGE, exchange_payload(replace(one(), id=name)), important=True)


def log_of(folder: Path) -> str:
    return (folder.parent / "sidecar.log").read_text()


def has(collector: Collector, *names: str) -> Callable[[], None]:
    def check() -> None:
        assert sorted(collector.spans()) == sorted(names)

    return check


def test_what_rings_hold_arrives_and_spent_ones_go(rings: Path, collector: Collector) -> None:
    with RingFile(rings / "a.ring", resource=RESOURCE) as file, sidecar(rings, collector.url) as process:
        put(file, "a1", "a2")
        with RingFile(rings / "b.ring", resource=RESOURCE) as late:
            put(late, "b1")
        eventually(has(collector, "a1", "a2", "b1"), within_s=SEEN_S_MAX)
        eventually(lambda: _absent(rings / "b.ring"), within_s=SEEN_S_MAX)
        put(file, "a3")
        assert ended(process) == 0
        has(collector, "a1", "a2", "b1", "a3")()
        assert (rings / "a.ring").exists()
    assert collector.headers[0]["content-type"] == "application/x-protobuf"


def _absent(path: Path) -> None:
    assert not path.exists()


def test_a_busy_collector_is_left_alone_for_as_long_as_it_says(rings: Path, collector: Collector) -> None:
    collector.answers = [(503, {"retry-after": "2"}, b"")]
    with RingFile(rings / "a.ring") as file:
        put(file, "a1")
        begun = time.monotonic()
        with sidecar(rings, collector.url):
            eventually(has(collector, "a1"), within_s=SEEN_S_MAX)
        assert time.monotonic() - begun >= 2
    assert collector.gaps() == {}


def test_who_may_not_send_loses_nothing(rings: Path, collector: Collector) -> None:
    collector.answers = [(401, {}, b"")] * 2
    with RingFile(rings / "a.ring") as file:
        put(file, "a1")
        with sidecar(rings, collector.url, token="t0ken"):
            eventually(has(collector, "a1"), within_s=SEEN_S_MAX)
    assert collector.headers[0]["authorization"] == "Bearer t0ken"
    assert "CAMELOPS_SIDECAR_TOKEN" in log_of(rings)
    assert "t0ken" not in log_of(rings)


def test_what_is_refused_for_good_and_what_is_rejected_is_told(rings: Path, collector: Collector) -> None:
    partial = ExportTraceServiceResponse()
    partial.partial_success.rejected_spans = 2
    partial.partial_success.error_message = "too old"
    collector.answers = [(400, {}, b"no"), (200, {}, partial.SerializeToString())]
    with RingFile(rings / "a.ring") as file:
        put(file, "a1")
        file.drop(EXCHANGE, 0, 7)
        file.claim(48)
        file.offer(EXCHANGE, b"no exchange")
    with sidecar(rings, collector.url):
        eventually(lambda: _absent(rings / "a.ring"), within_s=SEEN_S_MAX)
    spans = 1 + len(one().steps)
    assert collector.gaps() == {
        ("traces", "refused"): spans,
        ("logs", "rejected"): 2,
        ("traces", "ring_full"): 7,
        ("traces", "torn"): 1,
        ("traces", "malformed"): 1,
    }


def test_a_sidecar_that_was_killed_is_followed_by_one_that_sends_the_same_bytes(
    rings: Path, collector: Collector
) -> None:
    collector.answers = [(200, {}, b""), *[(503, {}, b"")] * 1_000]
    with RingFile(rings / "a.ring", resource=RESOURCE) as file:
        put(file, "a1", "a2")
        file.drop(EXCHANGE, 0, 3)
        with sidecar(rings, collector.url) as process:
            eventually(lambda: _tried(collector, 2), within_s=SEEN_S_MAX)
            process.kill()
            process.wait()
        (before,) = collector.taken
        put(file, "a3")
        file.drop(EXCHANGE, 0, 2)
        collector.answers.clear()
        with sidecar(rings, collector.url) as process:
            eventually(has(collector, "a1", "a2", "a1", "a2", "a3"), within_s=SEEN_S_MAX)
            assert ended(process) == 0
        assert collector.taken[1] == before
        assert collector.gaps() == {("traces", "ring_full"): 5}
    with opened(rings / "a.ring") as ring:
        assert ring.pending == 0


def _tried(collector: Collector, times: int) -> None:
    assert collector.tried >= times


@contextmanager
def opened(path: Path) -> Iterator[Ring]:
    ring = Ring(path)
    yield ring
    ring.close()


def test_it_ends_in_time_when_nothing_is_taken_and_leaves_what_is_there(rings: Path, collector: Collector) -> None:
    collector.answers = [(503, {}, b"")] * 1_000
    with RingFile(rings / "a.ring") as file:
        put(file, "a1")
        with sidecar(rings, collector.url, drain_s="0.5") as process:
            eventually(lambda: _tried(collector, 1), within_s=SEEN_S_MAX)
            assert ended(process) == 0
    with opened(rings / "a.ring") as ring:
        assert len(ring.read(1 << 20)) == 1


def test_what_is_no_ring_or_another_readers_is_said_once_and_left(rings: Path, collector: Collector) -> None:
    (rings / "bad.ring").write_bytes(b"no ring" * 20_000)
    (rings / "link.ring").symlink_to(rings / "good.ring")
    with RingFile(rings / "good.ring") as file, RingFile(rings / "other.ring"), opened(rings / "other.ring"):
        put(file, "a1")
        with sidecar(rings, collector.url):
            eventually(has(collector, "a1"), within_s=SEEN_S_MAX)
            put(file, "a2")
            eventually(has(collector, "a1", "a2"), within_s=SEEN_S_MAX)
    assert (rings / "bad.ring").exists()
    log = log_of(rings)
    assert log.count("bad.ring is left alone: not a ring") == 1
    assert log.count("other.ring is read by another process") == 1
    assert "link.ring" not in log


def sent(collector: Collector) -> bytes:
    return b"".join(body for _, body in collector.taken)


def test_what_a_person_wrote_is_masked_before_it_leaves(rings: Path, collector: Collector) -> None:
    with RingFile(rings / "a.ring") as file:
        put(file, "a1")
        with sidecar(rings, collector.url):
            eventually(has(collector, "a1"), within_s=SEEN_S_MAX)
            eventually(lambda: _holds(collector, b"Bestellung"), within_s=SEEN_S_MAX)
    assert b"4111 1111 1111 1111" not in sent(collector)


def test_without_rules_that_can_be_read_nothing_of_a_message_leaves(
    rings: Path, collector: Collector, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("no rules")
    with RingFile(rings / "a.ring") as file:
        put(file, "a1")
        with sidecar(rings, collector.url, rules=str(rules)):
            eventually(has(collector, "a1"), within_s=SEEN_S_MAX)
            eventually(lambda: _holds(collector, b"no_rules"), within_s=SEEN_S_MAX)
            assert not any(word in sent(collector) for word in (b"4111", b"Bestellung", b"application/json"))
            assert "cannot be used" in log_of(rings)
            rules.write_text("version = 1")
            put(file, "a2")
            eventually(lambda: _holds(collector, b"Bestellung"), within_s=SEEN_S_MAX)


def _holds(collector: Collector, word: bytes) -> None:
    assert word in sent(collector)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ENDPOINT", "collector:4318", "write it like http://collector:4318"),
        ("ENDPOINT", "http://collector:4318/v1/traces", "leave out /v1/traces"),
        ("CA_FILE", "/nowhere.pem", "CAMELOPS_SIDECAR_CA_FILE"),
        ("RINGS", "/etc/passwd", "is not a folder"),
    ],
)
def test_what_cannot_work_is_said_with_the_way_out(name: str, value: str, said: str) -> None:
    env = environment({f"CAMELOPS_SIDECAR_{name}": value})
    ran = subprocess.run([*COMMAND, "sidecar"], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert said in ran.stderr
