"""The judge itself: a ledger and a store that differ in one way are found to differ in that way and no other."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.faults.ledger import Ledger, Run
from tests.faults.oracle import REPOSITORY, Verdict, judge, stopped_store

MIGRATE = """
import sys
from query.migrations import migrate
from query.settings import StoreSettings
from query.store import Store
store = Store.open(StoreSettings(dsn=f"chdb://{sys.argv[1]}"))
migrate(store)
store.close()
"""
REQUESTS = 3
KINDS = ("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer")


def insert_rows(run: Run, number: int) -> str:
    """The rows of a request, as the statement that puts them into the table of spans."""
    (resource,) = ExportTraceServiceRequest.FromString(run.body(number)).resource_spans
    service = resource.resource.attributes[0].value.string_value
    rows = []
    for span in resource.scope_spans[0].spans:
        route = next((each.value.string_value for each in span.attributes if each.key == "camel.route.id"), "")
        duration = span.end_time_unix_nano - span.start_time_unix_nano
        status = "Error" if span.status.code == 2 else "Unset"
        start = f"fromUnixTimestamp64Nano(toInt64({span.start_time_unix_nano}))"
        names = (span.trace_id.hex(), span.span_id.hex(), span.name, KINDS[span.kind], service, status, route)
        rows.append(f"('default', 30, {start}, {duration}, {', '.join(map(repr, names))})")
    return f"""INSERT INTO otel_traces (TenantId, RetentionDays, Timestamp, Duration, TraceId, SpanId, SpanName,
        SpanKind, ServiceName, StatusCode, CamelRoute) VALUES {", ".join(rows)}"""


def rollups(trace_id: str) -> list[str]:
    """The statements that count the rows of a request into the rollups."""
    source = f"FROM otel_traces WHERE TraceId = '{trace_id}'"
    return [
        f"""INSERT INTO otel_traces_trace_id_ts (TenantId, RetentionDays, TraceId, Start, End, Spans, Errors)
        SELECT 'default', 30, TraceId, min(Timestamp), max(Timestamp), count(), countIf(StatusCode = 'Error')
        {source} GROUP BY TraceId""",
        f"""INSERT INTO otel_red_1m (TenantId, RetentionDays, Minute, ServiceName, SpanName, SpanKind, CamelRoute,
        CamelNode, Rows, Errors, DurationSum, DurationMax)
        SELECT 'default', 30, toStartOfMinute(toDateTime(Timestamp)) AS Minute, ServiceName, SpanName, SpanKind,
        CamelRoute, CamelNode, count(), countIf(StatusCode = 'Error'), sum(Duration), max(Duration)
        {source} GROUP BY Minute, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode""",
        f"""INSERT INTO otel_attributes_1h (TenantId, RetentionDays, Hour, Signal, Source, Key, Value, Count)
        SELECT 'default', 30, toStartOfHour(toDateTime(min(Timestamp))), 'traces', 'span', 'number', '', count()
        {source}""",
    ]


# Hours are filled from the minutes that there are.
_HOURS_ANEW = (
    "TRUNCATE TABLE otel_red_1h",
    "INSERT INTO otel_red_1h SELECT * REPLACE toStartOfHour(Minute, 'UTC') AS Minute FROM otel_red_1m",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, Path]:
    """Three requests that were acknowledged, and the folder of a store that has them."""
    folder = tmp_path_factory.mktemp("whole")
    migrated = subprocess.run(
        [sys.executable, "-c", MIGRATE, str(folder)], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert migrated.returncode == 0, migrated.stderr
    ledger = Ledger(Run.new(random.Random(0)))
    statements = []
    for number in range(REQUESTS):
        ledger.acknowledge(ledger.begin(), 0.0)
        statements += [insert_rows(ledger.run, number), *rollups(f"{ledger.run.id:016x}{number:016x}")]
    stopped_store(folder)([*statements, *_HOURS_ANEW])
    return ledger, folder


def verdict_after(whole: tuple[Ledger, Path], folder: Path, *statements: str) -> Verdict:
    """The verdict over a copy of the store after some more statements."""
    ledger, source = whole
    shutil.copytree(source, folder, symlinks=True, dirs_exist_ok=True)
    return judge(ledger, lambda queries: stopped_store(folder)([*statements, *queries])[len(statements) :])


FIRST_SPAN_OF_REQUEST_1 = "endsWith(TraceId, '0000000000000001') AND endsWith(SpanId, '0001')"


def test_a_store_that_has_everything_once_is_exact(whole: tuple[Ledger, Path], tmp_path: Path):
    verdict = verdict_after(whole, tmp_path)
    verdict.assert_exact()
    assert (verdict.acknowledged, verdict.stored, verdict.rows) == (REQUESTS, REQUESTS, 300)


def test_calls_counted_under_other_are_no_difference(whole: tuple[Ledger, Path], tmp_path: Path):
    folded = """INSERT INTO otel_red_1m (TenantId, RetentionDays, Minute, ServiceName, SpanName, Rows, Errors)
        SELECT TenantId, RetentionDays, Minute, ServiceName, '(other)', Rows, Errors
        FROM otel_red_1m WHERE ServiceName = 'stock'"""
    gone = "DELETE FROM otel_red_1m WHERE ServiceName = 'stock' AND SpanName != '(other)'"
    verdict_after(whole, tmp_path, folded, gone, *_HOURS_ANEW).assert_exact()


# What is done to the store, and the words of the complaint.
SPOILED = {
    "a request is gone": ("DELETE FROM otel_traces WHERE endsWith(TraceId, '0000000000000001')", r"lost: \[1\]"),
    "a span is gone": (f"DELETE FROM otel_traces WHERE {FIRST_SPAN_OF_REQUEST_1}", r"lost: \[1\]"),
    "a span is there twice": (
        f"INSERT INTO otel_traces SELECT * FROM otel_traces WHERE {FIRST_SPAN_OF_REQUEST_1}",
        r"stored twice: requests \[1\]",
    ),
    "a trace is counted twice": (
        "INSERT INTO otel_traces_trace_id_ts SELECT * FROM otel_traces_trace_id_ts WHERE endsWith(TraceId, '02')",
        r"trace index differs from the rows: requests \[2\]",
    ),
    "calls are counted twice": (
        "INSERT INTO otel_red_1m SELECT * FROM otel_red_1m WHERE ServiceName = 'stock' LIMIT 1",
        "rollup differs from a recount",
    ),
    "calls are counted under other as well": (
        """INSERT INTO otel_red_1m (TenantId, RetentionDays, Minute, ServiceName, SpanName, Rows)
        SELECT TenantId, RetentionDays, Minute, '(other)', '(other)', 1 FROM otel_red_1m LIMIT 1""",
        "rollup differs from a recount",
    ),
    "an hour is counted twice": (
        "INSERT INTO otel_red_1h SELECT * FROM otel_red_1h LIMIT 1",
        "hours of the rollup differ from its minutes",
    ),
    "suggestions are counted twice": (
        "INSERT INTO otel_attributes_1h SELECT * FROM otel_attributes_1h LIMIT 1",
        "in the suggestions",
    ),
    "a gap is counted": (
        "INSERT INTO gaps (TenantId, RetentionDays, Time, Signal, Source, Reason, Count) "
        "VALUES ('default', 30, now64(3), 'traces', 'collector', 'test', 1)",
        "gaps were counted",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_store_that_is_not_exact_is_complained_about(whole: tuple[Ledger, Path], tmp_path: Path, name: str):
    spoil, complaint = SPOILED[name]
    verdict = verdict_after(whole, tmp_path, spoil)
    with pytest.raises(AssertionError, match=complaint):
        verdict.assert_exact()
