"""`query.ask`: the answers, on both ways in, over rows as the collector writes them."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from query import ask
from query.ask.difference import Box
from query.ask.log_context import log_cursor
from query.ask.red import Group
from query.errors import MalformedQuery, QueryOverLimit, SchemaMissing
from query.language import EVERYTHING, parse
from query.limits import Limits
from query.scope import Scope
from query.store import Store
from query.vocabulary import LOGS, TRACES
from query.windows import FIRST_NS, newest_first, oldest_first
from tests.query.rows import DAY, HEAD, HOUR, MINUTE, NOON, SECOND, Encoder, indexed, log, moment, point, span

SCOPE = Scope("acme", NOON - HOUR, NOON + HOUR)
WIDE = Scope("acme", NOON - 60 * DAY, NOON + HOUR)
A, B, C = ("a" * 32, "b" * 32, "c".zfill(32))


class Seeded:
    """A store and what was put into it."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        self._encoder = encoder
        self._tokens = 0

    def put(self, table: str, *rows: dict[str, object]) -> None:
        self._tokens += 1
        self.store.insert_native(table, len(rows), self._encoder.writer(table, rows), f"t{self._tokens}")

    def put_spans(self, *rows: dict[str, object]) -> None:
        """Spans of one segment, with the rows of the trace index that belong to them."""
        self.put("otel_traces", *rows)
        self.put("otel_traces_trace_id_ts", *indexed(rows))


@pytest.fixture
def seeded(store, encoder) -> Seeded:
    return Seeded(store, encoder)


def red(minute: int, service: str, name: str, **given: object) -> dict[str, object]:
    return HEAD | {
        "Minute": str(minute // SECOND),
        "ServiceName": service,
        "SpanName": name,
        "SpanKind": "Server",
        "Calls": 1,
        "Errors": 0,
        "Rows": 1,
        "Buckets": {"3": 1.0},
        **given,
    }


def attribute(signal: str, key: str, value: str, count: int = 1, source: str = "span") -> dict[str, object]:
    return HEAD | {
        "Hour": str(NOON // SECOND),
        "Signal": signal,
        "Source": source,
        "Key": key,
        "Value": value,
        "Count": count,
    }


def test_services_of_the_minutes_in_range(seeded):
    seeded.put("otel_red_1m", red(NOON, "orders", "a", Calls=2), red(NOON, "billing", "b", Errors=1))
    seeded.put("otel_red_1m", red(NOON, "orders", "a"), red(NOON + 2 * HOUR, "late", "c"))
    seeded.put("otel_red_1m", red(NOON, "theirs", "d", TenantId="other"))
    assert ask.services(seeded.store, SCOPE).rows() == [("billing", 1.0, 1.0), ("orders", 3.0, 0.0)]
    part = Scope("acme", NOON + 30 * SECOND, NOON + 31 * SECOND)
    assert ask.services(seeded.store, part)["ServiceName"].to_list() == ["billing", "orders"]


def test_operations_of_a_service(seeded):
    seeded.put(
        "otel_red_1m",
        red(NOON, "orders", "GET /"),
        red(NOON + MINUTE, "orders", "GET /"),
        red(NOON, "orders", "send", SpanKind="Producer"),
        red(NOON, "orders", "(other)"),
        red(NOON, "billing", "pay"),
    )
    found = ask.operations(seeded.store, SCOPE, "orders")
    assert found.rows() == [("GET /", "Server", 2.0, 0.0), ("send", "Producer", 1.0, 0.0)]
    assert ask.operations(seeded.store, SCOPE, "orders", "Producer")["SpanName"].to_list() == ["send"]


def test_traces_are_listed_newest_first_with_the_whole_trace_summed_up(seeded):
    seeded.put_spans(
        span(0, TraceId=A, SpanName="root a", Duration=5 * SECOND),
        span(1, TraceId=A, StatusCode="Error", ServiceName="billing"),
        span(9, TraceId=B, ParentSpanId="f" * 16, SpanName="orphan"),
    )
    # The rest of A comes in another segment.
    seeded.put_spans(span(2, TraceId=A, Duration=7 * SECOND))
    found = ask.find_traces(seeded.store, SCOPE, EVERYTHING, 10).frame
    assert found.columns == [
        "TraceId", "Start", "DurationNs", "Spans", "Errors", "RootServiceName", "RootSpanName", "Matched", "Services",
    ]  # fmt: skip
    assert found["TraceId"].to_list() == [B, A]
    trace = found.row(1, named=True)
    assert trace["Start"] == datetime.fromtimestamp(NOON / SECOND, UTC)
    assert (trace["DurationNs"], trace["Spans"], trace["Errors"]) == (9 * SECOND, 3, 1)
    assert (trace["RootServiceName"], trace["RootSpanName"]) == ("orders", "root a")
    assert trace["Services"] == [
        {"ServiceName": "orders", "Spans": 2, "Errors": 0},
        {"ServiceName": "billing", "Spans": 1, "Errors": 1},
    ]
    assert found.row(0, named=True)["RootSpanName"] == ""


def test_a_trace_is_found_by_any_of_its_spans(seeded):
    seeded.put_spans(
        span(0, TraceId=A),
        span(
            1, TraceId=A, StatusCode="Error", Duration=20 * SECOND, SpanAttributes={"order": "17", "note": "Überlauf"}
        ),
        span(0, TraceId=B),
    )

    def found(text: str) -> list[str]:
        return sorted(ask.find_traces(seeded.store, SCOPE, parse(text), 10).frame["TraceId"])

    assert found("status:error") == [A]
    assert found("duration>19s") == [A]
    assert found("order:17") == [A]
    assert found("order>16.5") == [A]
    assert found("order:*") == [A]
    assert found("order=~^1") == [A]
    assert found("überlauf") == [A]
    assert found('name:"step 0"') == [A, B]
    assert found("name:step*") == [A, B]
    assert found("host.name:a http.status_code:200") == [A, B]
    assert found("host.name!=a") == []
    assert found(f"trace:{B.upper()}") == [B]
    assert found(B) == [B]
    assert found("order:17 OR service:nobody") == [A]
    # A search is about single spans: A has one without it.
    assert found("-status:error") == [A, B]


def test_a_page_ends_at_its_limit_and_reaches_back_as_far_as_needed(seeded):
    ids = [f"{number:032x}" for number in range(1, 31)]
    seeded.put_spans(
        *(span(0, TraceId=trace_id, Timestamp=moment(NOON - number * 2 * DAY)) for number, trace_id in enumerate(ids))
    )
    assert ask.find_traces(seeded.store, WIDE, EVERYTHING, 4).frame["TraceId"].to_list() == ids[:4]
    assert ask.find_traces(seeded.store, WIDE, EVERYTHING, 100).frame["TraceId"].to_list() == ids
    assert ask.find_traces(seeded.store, SCOPE, EVERYTHING, 100).frame["TraceId"].to_list() == ids[:1]


def test_no_trace_is_a_frame_without_rows(seeded):
    found = ask.find_traces(seeded.store, SCOPE, EVERYTHING, 10).frame
    assert found.height == 0
    assert found.columns[-1] == "Services"


def test_a_trace_is_given_whole_and_in_order(seeded):
    late = NOON + 3 * DAY
    seeded.put_spans(span(2, TraceId=C), span(0, TraceId=C), span(0, TraceId=A))
    seeded.put_spans(span(1, TraceId=C), span(3, TraceId=C, Timestamp=moment(late)))
    # Sent again by a client that did not hear the answer.
    seeded.put_spans(span(1, TraceId=C))
    for written in (C, "C", "000000000000000C"):
        found = ask.trace(seeded.store, SCOPE, written)
        assert found["SpanName"].to_list() == ["step 0", "step 1", "step 2", "step 3"]
        assert set(found["TraceId"]) == {C}
    assert found["Timestamp"].dt.epoch("ns").to_list()[-1] == late
    assert found.row(0, named=True)["SpanAttributes"] == {"http.route": "/orders/{id}", "http.status_code": "200"}
    assert ask.trace(seeded.store, SCOPE, C, spans_max=2).height == 2
    assert ask.traces(seeded.store, SCOPE, [A, C])["TraceId"].to_list() == [C] * 4 + [A]
    assert ask.trace(seeded.store, SCOPE, "d" * 32).height == 0


@pytest.mark.parametrize("written", ["", "xyz", "a" * 33, "a' OR 1=1"])
def test_what_is_no_trace_id_is_refused(embedded_store, written):
    with pytest.raises(ValueError, match="is not a trace id"):
        ask.trace(embedded_store, SCOPE, written)


def test_logs_newest_first(seeded):
    seeded.put("otel_logs", *(log(number) for number in range(5)), log(9, TenantId="other"))
    seeded.put("otel_logs", log(7, SeverityNumber=17, Body="it failed", Timestamp=moment(NOON - 40 * MINUTE)))
    found = ask.log_search(seeded.store, SCOPE, EVERYTHING, 3).frame
    assert found["Body"].to_list() == ["message 4", "message 3", "message 2"]
    assert ask.log_search(seeded.store, SCOPE, EVERYTHING, 100).frame.height == 6
    assert ask.log_search(seeded.store, SCOPE, parse("level>=error"), 10).frame["Body"].to_list() == ["it failed"]
    assert ask.log_search(seeded.store, SCOPE, parse("FAILED"), 10).frame["Body"].to_list() == ["it failed"]
    assert ask.log_search(seeded.store, SCOPE, parse("thread.name:main -body:nothing"), 10).frame.height == 6
    assert found.row(0, named=True)["LogAttributes"] == {"thread.name": "main"}


def test_names_of_metrics(seeded):
    seeded.put("otel_attributes_1h", attribute("metrics", "__name__", "queue.depth", 3), attribute("metrics", "q", "x"))
    seeded.put(
        "otel_attributes_1h", attribute("metrics", "__name__", "queue.depth", 2), attribute("traces", "__name__", "no")
    )
    assert ask.metric_names(seeded.store, SCOPE).select("MetricName", "Count").rows() == [("queue.depth", 5)]


def test_points_of_a_metric_of_either_kind(seeded):
    seeded.put(
        "otel_metrics_gauge", point(0, Value=1.5), point(2, Value=2.0, IntValue=2, IsInt=1), point(1, MetricName="no")
    )
    found = ask.metric_points(seeded.store, SCOPE, "queue.depth", 10)
    assert found.select("Kind", "Value", "IsInt").rows() == [("gauge", 2.0, 1), ("gauge", 1.5, 0)]
    assert found.row(0, named=True)["Attributes"] == {"queue": "in"}
    seeded.put(
        "otel_metrics_histogram", point(3, Count=4, Sum=2.0, HasSum=1, BucketCounts=[1, 3], ExplicitBounds=[0.5])
    )
    found = ask.metric_points(seeded.store, SCOPE, "queue.depth", 2)
    assert found.select("Kind", "Value", "Count", "BucketCounts").rows() == [
        ("histogram", None, 4, [1, 3]),
        ("gauge", 2.0, None, None),
    ]
    assert ask.metric_points(seeded.store, SCOPE, "nothing", 2).height == 0


def test_who_calls_whom(seeded):
    call = {"TraceId": A, "SpanKind": "Server"}
    seeded.put_spans(
        span(0, TraceId=A, ServiceName="gateway"),
        span(1, ServiceName="orders", **call),
        span(2, ServiceName="orders", TraceId=A),
        span(3, ServiceName="billing", SampleWeight=4, StatusCode="Error", **call),
        span(4, ServiceName="billing", SampleWeight=2, ParentSpanId=f"{3:016x}", **call),
        span(5, ServiceName="lost", ParentSpanId="f" * 16, **call),
    )
    found = ask.dependencies(seeded.store, SCOPE)
    assert found.one_in == 1
    assert found.calls.select("Parent", "Child", "Calls", "Errors").rows() == [
        ("gateway", "orders", 1.0, 0.0),
        ("orders", "billing", 6.0, 4.0),
    ]


def test_gaps_newest_first(seeded):
    gap = HEAD | {"Signal": "traces", "Source": "collector", "Detail": "x"}
    seeded.put(
        "gaps",
        gap | {"Time": moment(NOON), "Reason": "old", "Count": 1},
        gap | {"Time": moment(NOON + SECOND), "Reason": "new", "Count": 2},
    )
    found = ask.gaps(seeded.store, SCOPE, 10)
    assert found.select("Reason", "Count").rows() == [("new", 2), ("old", 1)]
    assert found.columns == ["Time", "Signal", "Source", "Reason", "Count", "Detail"]
    seeded.put("gaps", gap | {"Time": moment(NOON + 2 * SECOND), "Reason": "old", "Count": 5})
    assert ask.gap_sums(seeded.store, SCOPE).rows() == [
        ("traces", "collector", "old", 6),
        ("traces", "collector", "new", 2),
    ]


def test_keys_that_no_record_has_are_named(seeded):
    seeded.put(
        "otel_attributes_1h", attribute("traces", "http.route", "/a"), attribute("logs", "thread", "main", source="log")
    )
    search = parse("service:x http.route:y (span.htp.route:z OR NOT thread:1) words")
    assert [each.key for each in ask.unknown_keys(seeded.store, SCOPE, search, TRACES)] == ["span.htp.route", "thread"]
    assert ask.unknown_keys(seeded.store, SCOPE, parse("log.thread:1 level:error"), LOGS) == []


def counted(counts: pl.DataFrame) -> pl.DataFrame:
    """The steps in which there is something."""
    return counts.filter(pl.sum_horizontal(pl.all()) > 0)


def found(answer: object | None, rows: Callable[[object], pl.DataFrame]) -> pl.DataFrame:
    """No rows where there is no answer."""
    return pl.DataFrame() if answer is None else rows(answer)


def around_a_record(store: Store, scope: Scope) -> pl.DataFrame:
    """What is found of a record of the tenant acme, which others ask for too."""
    page = ask.log_search(store, SCOPE, EVERYTHING, 1).frame
    cursor = log_cursor(*page.select(pl.col("Timestamp").dt.epoch("ns"), "Tie").row(0))
    context = ask.log_context(store, scope, cursor, 10, 10)
    return found(context, lambda around: pl.concat([around.before, around.after]))


GATEWAY = parse("service:gateway")
QUESTIONS = {
    "services": ask.services,
    "operations": lambda store, scope: ask.operations(store, scope, "orders"),
    "red": lambda store, scope: ask.red(store, scope, Group.SERVICE).rows,
    "find_traces": lambda store, scope: ask.find_traces(store, scope, EVERYTHING, 100).frame,
    "spans": lambda store, scope: ask.spans(store, scope, EVERYTHING, 100).frame,
    "count": lambda store, scope: pl.DataFrame([ask.count(store, scope, EVERYTHING).stored]).filter(
        pl.col("column_0") > 0
    ),
    "histogram": lambda store, scope: counted(ask.histogram(store, scope, EVERYTHING, TRACES, 10).counts),
    "heat_map": lambda store, scope: ask.heat_map(store, scope, EVERYTHING, 10, 10).cells,
    "difference": lambda store, scope: pl.DataFrame(
        {"key": [each.key for each in ask.difference(store, scope, EVERYTHING, GATEWAY, Box(), 10, 10).attributes]}
    ),
    "facets": lambda store, scope: ask.facets(store, scope, EVERYTHING, TRACES, ["service"], 10),
    "suggest_keys": lambda store, scope: ask.suggest_keys(store, scope, TRACES, "queue.", 10),
    "suggest_values": lambda store, scope: ask.suggest_values(store, scope, TRACES, "service", "", 10),
    # Whenever it was inserted: blocks of tests have no time of it, which is 1970.
    "arrivals": lambda store, scope: ask.arrivals(store, scope, EVERYTHING, TRACES, -1, -60_000, 10).frame,
    "trace": lambda store, scope: ask.trace(store, scope, A),
    "traces": lambda store, scope: ask.traces(store, scope, [A]),
    "trace_parts": lambda store, scope: pl.concat([pl.DataFrame(), *ask.trace_parts(store, scope, A)], how="diagonal"),
    "trace_skeleton": lambda store, scope: found(ask.trace_skeleton(store, scope, A), lambda tree: tree.rows),
    "trace_statistics": lambda store, scope: found(ask.trace_statistics(store, scope, A, "service"), lambda rows: rows),
    "trace_find": lambda store, scope: pl.DataFrame({"id": ask.trace_find(store, scope, A, EVERYTHING).span_ids}),
    "trace_logs": lambda store, scope: ask.trace_logs(store, scope, A, 10),
    "span_detail": lambda store, scope: ask.span_detail(store, scope, A, [f"{1:016x}"]),
    "extent": lambda store, scope: found(ask.extent(store, scope, A), lambda lies: pl.DataFrame({"n": [lies.spans]})),
    "log_search": lambda store, scope: ask.log_search(store, scope, EVERYTHING, 100).frame,
    "log_context": around_a_record,
    "metric_names": ask.metric_names,
    "metric_list": lambda store, scope: pl.DataFrame(
        [{"name": each.name, "unit": each.metric.unit} for each in ask.metric_list(store, scope, "", 10).metrics]
    ),
    "metric_keys": lambda store, scope: pl.DataFrame(
        [{"key": each.key, "values": each.values} for each in ask.metric_keys(store, scope, "queue.depth")]
    ),
    "metric_points": lambda store, scope: ask.metric_points(store, scope, "queue.depth", 100),
    "metric_exemplars": lambda store, scope: ask.metric_exemplars(store, scope, "queue.depth", EVERYTHING, 1),
    "metric_series": lambda store, scope: pl.DataFrame(
        [each.values for each in ask.metric_series(store, scope, "queue.depth", None, (), EVERYTHING, 10).series]
    ),
    "exchanges": lambda store, scope: ask.exchanges(store, scope, EVERYTHING, 10).frame,
    "exchange": lambda store, scope: found(ask.exchange(store, scope, "E-1"), lambda whole: whole.spans),
    "routes": lambda store, scope: ask.routes(store, scope, EVERYTHING, 10),
    "dependencies": lambda store, scope: ask.dependencies(store, scope).calls,
    "service_map": lambda store, scope: ask.service_map(store, scope).nodes,
    "gaps": lambda store, scope: ask.gaps(store, scope, 100),
    "gap_sums": ask.gap_sums,
}


COMPLETED = {"camel.exchange.outcome": "completed"}
EXEMPLAR = {
    "Exemplars.TimeUnix": [moment(NOON)],
    "Exemplars.Value": [1.0],
    "Exemplars.TraceId": [A],
    "Exemplars.SpanId": [f"{1:016x}"],
    "Exemplars.FilteredAttributes": [{}],
}


def test_no_question_shows_what_belongs_to_another_tenant_or_group(store, encoder):
    seeded = Seeded(store, encoder)
    seeded.put_spans(
        span(0, TraceId=A, ServiceName="gateway", CamelExchange="E-1", SpanAttributes=COMPLETED),
        span(1, TraceId=A, ServiceName="orders", SpanKind="Server"),
    )
    seeded.put("otel_red_1m", red(NOON, "orders", "a"))
    seeded.put("otel_logs", log(0, TraceId=A), log(1))
    seeded.put("camel_messages", log(0, TraceId=A, CamelExchange="E-1"))
    seeded.put("camel_route_models", log(0, CamelRoute="orders"))
    seeded.put("otel_metrics_gauge", point(0, **EXEMPLAR))
    seeded.put("otel_attributes_1h", attribute("metrics", "__name__", "queue.depth"))
    seeded.put("otel_attributes_1h", attribute("traces", "queue.name", "in"))
    seeded.put("gaps", HEAD | {"Time": moment(NOON), "Reason": "r", "Count": 1})
    others = [
        Scope("other", SCOPE.start_unix_ns, SCOPE.end_unix_ns),
        Scope("acme", SCOPE.start_unix_ns, SCOPE.end_unix_ns, partition_group="elsewhere"),
    ]
    same = Scope("acme", SCOPE.start_unix_ns, SCOPE.end_unix_ns, partition_group="shared")
    assert QUESTIONS.keys() | {"unknown_keys"} == set(ask.__all__)
    for name, question in QUESTIONS.items():
        assert question(store, SCOPE).height > 0, name
        assert question(store, same).height > 0, name
        for scope in others:
            assert question(store, scope).height == 0, name


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_trouble_is_raised_and_never_an_empty_answer(empty_store, question):
    with pytest.raises(SchemaMissing):
        question(empty_store, SCOPE)


def test_bounds_of_a_scope_reach_the_engine(seeded):
    seeded.put("otel_logs", *(log(number) for number in range(100)))
    with pytest.raises(QueryOverLimit):
        ask.log_search(seeded.store, Scope("acme", NOON, NOON + HOUR, limits=Limits(rows_read=10)), EVERYTHING, 5)


@pytest.mark.parametrize("limit", [0, -1, 10**9])
def test_a_list_has_a_limit(embedded_store, limit):
    for question in (
        lambda: ask.find_traces(embedded_store, SCOPE, EVERYTHING, limit),
        lambda: ask.spans(embedded_store, SCOPE, EVERYTHING, limit),
        lambda: ask.log_search(embedded_store, SCOPE, EVERYTHING, limit),
        lambda: ask.metric_points(embedded_store, SCOPE, "x", limit),
        lambda: ask.gaps(embedded_store, SCOPE, limit),
    ):
        with pytest.raises(ValueError, match="limit is 1 to"):
            question()


def test_a_value_that_does_not_suit_points_into_the_text(embedded_store):
    with pytest.raises(MalformedQuery) as raised:
        ask.find_traces(embedded_store, SCOPE, parse("service:a duration>soon"), 5)
    assert raised.value.column == 20


def test_looks_cover_a_range_once_newest_first():
    looks = list(newest_first(NOON - 7 * DAY, NOON))
    assert looks[0] == (NOON - FIRST_NS, NOON)
    assert looks[-1][0] == NOON - 7 * DAY
    assert all(older[1] == newer[0] for newer, older in itertools.pairwise(looks))
    assert len(looks) == 6
    assert list(newest_first(NOON, NOON + 1)) == [(NOON, NOON + 1)]
    oldest = list(oldest_first(NOON - 7 * DAY, NOON))
    assert oldest[0] == (NOON - 7 * DAY, NOON - 7 * DAY + FIRST_NS)
    assert oldest[-1][1] == NOON
    assert all(older[1] == newer[0] for older, newer in itertools.pairwise(oldest))
