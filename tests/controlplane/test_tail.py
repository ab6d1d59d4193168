"""Live tails, over real connections to a real store."""

import json
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from controlplane.v1 import tail
from controlplane.v1.tail import TailLimits
from query.errors import StoreUnavailable
from query.store import Store
from tests.controlplane.conftest import Platform
from tests.query.rows import log, moment, span

# Quick, so that a test is; a lag, because the insert and the look are on one clock but not at one time.
LIMITS = TailLimits(
    streams_per_tenant_max=2, streams_max=3, records_per_second_max=20, poll_s=0.1, lag_s=0.3, heartbeat_s=0.3
)


@pytest.fixture
def tailed(store: Store, request: pytest.FixtureRequest) -> Platform:
    return Platform(store, request.node.name, tail=LIMITS)


class Event:
    def __init__(self, block: str) -> None:
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        self.name = fields["event"]
        self.data = json.loads(fields["data"])
        self.id = fields.get("id", "")


def events(response: httpx.Response) -> Iterator[Event]:
    buffer = ""
    for text in response.iter_text():
        buffer += text
        while "\n\n" in buffer:
            block, buffer = buffer.split("\n\n", 1)
            yield Event(block)


def opened(url: str, path: str, **options: object):
    return httpx.stream("GET", f"{url}/api/v1/tail/{path}", timeout=10, **options)


def now(offset_s: float = 0) -> str:
    return moment(time.time_ns() + round(offset_s * 1e9))


def until(found: Iterator[Event], name: str, count: int) -> list[Event]:
    """The next so many events of a name, whatever lies between."""
    kept: list[Event] = []
    for each in found:
        if each.name == name:
            kept.append(each)
        if len(kept) == count:
            return kept
    raise AssertionError(f"the stream ended after {len(kept)} of {count} events {name}")


def test_what_comes_in_is_passed_on_and_what_does_not_match_is_not(tailed: Platform):
    with tailed.running() as url, opened(url, "traces", params={"query": "service:orders"}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        found = events(response)
        assert next(found).name == "heartbeat"
        # One that began long ago and came in only now, one of another service, one that is not of this tenant.
        tailed.insert(
            "otel_traces",
            [
                span(0, Timestamp=now(-1_200), SpanName="long", Duration=1_200 * 10**9),
                span(1, Timestamp=now(-1), ServiceName="stock"),
                span(2, Timestamp=now(-1), SpanName="short"),
            ],
        )
        Platform(tailed._store, "somebody else").insert(
            "otel_traces", [span(3, Timestamp=now(-1), SpanName="not ours")]
        )
        first, second = until(found, "span", 2)
        assert [first.data["name"], second.data["name"]] == ["long", "short"]
        assert first.data["duration_ns"] == 1_200 * 10**9
        # The resume point stands behind both, or it would lose the second.
        assert (first.id, second.id.isdecimal()) == ("", True)


def test_log_records_are_followed_too(tailed: Platform):
    with tailed.running() as url, opened(url, "logs", params={"query": "level:error"}) as response:
        found = events(response)
        next(found)
        tailed.insert(
            "otel_logs", [log(0, Timestamp=now()), log(1, Timestamp=now(), SeverityNumber=17, Body="it\nbroke")]
        )
        (record,) = until(found, "log", 1)
        assert record.data["body"] == "it\nbroke"


def test_who_comes_back_goes_on_where_it_was(tailed: Platform):
    with tailed.running() as url:
        with opened(url, "traces") as response:
            last = next(events(response)).id
        tailed.insert("otel_traces", [span(0, Timestamp=now(), SpanName="meanwhile")])
        with opened(url, "traces", headers={"Last-Event-ID": last}) as response:
            (missed,) = until(events(response), "span", 1)
            assert missed.data["name"] == "meanwhile"
            assert int(missed.id) > int(last)


def test_what_is_too_much_is_counted(tailed: Platform):
    with tailed.running() as url:
        with opened(url, "traces") as response:
            last = next(events(response)).id
        tailed.insert(
            "otel_traces", [span(number, Timestamp=now(-100 + number), SpanName=f"n{number}") for number in range(50)]
        )
        time.sleep(LIMITS.lag_s)
        with opened(url, "traces", headers={"Last-Event-ID": last}) as response:
            found = events(response)
            dropped = next(found)
            assert (dropped.name, dropped.data) == ("dropped", {"count": 30})
            # The newest are kept, and come oldest first.
            assert [each.data["name"] for each in until(found, "span", 20)] == [
                f"n{number}" for number in range(30, 50)
            ]


def test_there_are_only_so_many_and_who_goes_makes_room(tailed: Platform):
    with tailed.running() as url:
        with opened(url, "traces") as first, opened(url, "logs") as second:
            # Kept: httpx closes a connection whose text nobody holds.
            both = events(first), events(second)
            assert [next(each).name for each in both] == ["heartbeat", "heartbeat"]
            with opened(url, "traces") as refused:
                assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
                assert json.loads(refused.read())["type"] == "urn:camelops:problem:too_many_tails"
        for _ in range(100):
            with opened(url, "traces") as again:
                if again.status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the streams that were closed still count")


def test_a_store_that_is_away_is_said_before_it_is_waited_for(
    tailed: Platform, store: Store, monkeypatch: pytest.MonkeyPatch
):
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("the store went away")

    # Longer than a client waits here.
    monkeypatch.setattr(tail, "RETRY_AFTER_S", 3_600)
    with tailed.running() as url, opened(url, "traces") as response:
        found = events(response)
        assert next(found).name == "heartbeat"
        monkeypatch.setattr(store, "frame", away)
        assert until(found, "problem", 1)[0].data["type"] == "urn:camelops:problem:store_unavailable"


def test_a_stream_does_not_hold_up_the_end_of_the_server(tailed: Platform):
    ended = threading.Event()
    with tailed.running() as url:
        begun = threading.Event()

        def follow() -> None:
            with opened(url, "traces") as response:
                for _ in events(response):
                    begun.set()
            ended.set()

        following = threading.Thread(target=follow)
        following.start()
        assert begun.wait(10)
        stopping_s = time.monotonic()
    assert time.monotonic() - stopping_s < 2
    following.join(10)
    assert ended.is_set(), "the stream was cut, not ended"


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("traces?query=a:(", {}, "query_malformed"),
        ("traces?query=duration>soon", {}, "query_malformed"),
        ("logs?query=level:loud", {}, "query_malformed"),
        ("traces", {"Last-Event-ID": "-1"}, "parameter_invalid"),
        ("traces", {"Last-Event-ID": "9" * 16}, "parameter_invalid"),
        ("traces?queries=a", {}, "parameter_unknown"),
    ],
)
def test_an_error_is_an_answer_of_its_own(tailed: Platform, path: str, headers: dict[str, str], kind: str):
    answer = tailed.get(f"/api/v1/tail/{path}", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:camelops:problem:{kind}")
