"""What the questions send to the engine, and which parts and granules it then reads: written down, to be looked at.

`python -m tests.query.ask.statements` writes the files anew. The store they are asked of holds three months of thirty
tenants, so that a question that does not prune shows.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from query import ask
from query.address import Address
from query.ask.difference import Box
from query.ask.log_context import log_cursor
from query.ask.log_records import LogOrder
from query.ask.red import Group
from query.language import EVERYTHING, parse
from query.limits import Limits
from query.migrations import migrate
from query.scope import Scope
from query.settings import StoreSettings
from query.store import Driver, Store
from query.vocabulary import LOGS, TRACES
from tests.query.rows import DAY, HOUR, MINUTE, NOON

SNAPSHOTS = Path(__file__).parents[1] / "snapshots" / "ask"
TENANTS = 30
MONTHS = 3
ROWS = 40_000
SCOPE = Scope("tenant-7", NOON - HOUR, NOON)
A_DAY = Scope("tenant-7", NOON + 2 * HOUR - DAY - 7 * MINUTE, NOON + 2 * HOUR - 7 * MINUTE)
SEARCH = parse("service:service-3 status:error http.route:/orders duration>100ms")
HOURS = Box(start_unix_ns=NOON - HOUR // 2, duration_ns_min=10**6)
# Of the tenant's row 80,017, in the last month.
TRACE_ID = "26672".zfill(32)


def around_a_record(store: Store) -> object:
    """Of the newest record."""
    page = ask.log_search(store, SCOPE, EVERYTHING, 1).frame
    cursor = log_cursor(*page.select(pl.col("Timestamp").dt.epoch("ns"), "Tie").row(0))
    return ask.log_context(store, SCOPE, cursor, 10, 10)


QUESTIONS: Mapping[str, Callable[[Store], object]] = {
    "find_traces": lambda store: ask.find_traces(store, SCOPE, SEARCH, 20),
    "find_traces_by_id": lambda store: ask.find_traces(store, SCOPE, parse(f"trace:{TRACE_ID}"), 20),
    "spans": lambda store: ask.spans(store, SCOPE, SEARCH, 20),
    "spans_of_everything": lambda store: ask.spans(store, SCOPE, EVERYTHING, 20),
    "exchanges": lambda store: ask.exchanges(store, SCOPE, parse("service:service-3 outcome:failed"), 20),
    "exchanges_by_message": lambda store: ask.exchanges(store, SCOPE, parse("body:4711 header.kind:a"), 20),
    "exchange": lambda store: ask.exchange(store, SCOPE, "E-1"),
    "routes": lambda store: ask.routes(store, SCOPE, parse("service:service-3 from:direct* stock"), 500),
    "count": lambda store: ask.count(store, SCOPE, SEARCH),
    "histogram": lambda store: ask.histogram(store, SCOPE, SEARCH, TRACES, 60),
    "histogram_of_logs": lambda store: ask.histogram(store, SCOPE, parse("level>=warn timeout"), LOGS, 60),
    "heat_map": lambda store: ask.heat_map(store, SCOPE, SEARCH, 60, 40),
    "facets": lambda store: ask.facets(store, SCOPE, SEARCH, TRACES, ["service", "http.route", "event"], 10),
    "difference": lambda store: ask.difference(
        store, SCOPE, parse("service:service-3"), parse("status:error"), HOURS, 50, 10
    ),
    "suggest_keys": lambda store: ask.suggest_keys(store, SCOPE, TRACES, "http", 20),
    "suggest_values": lambda store: ask.suggest_values(store, SCOPE, TRACES, "http.route", "/o", 20),
    "suggest_values_of_services": lambda store: ask.suggest_values(store, SCOPE, TRACES, "service", "o", 20),
    "unknown_keys": lambda store: ask.unknown_keys(store, SCOPE, parse("htp.route:x"), TRACES),
    "log_search": lambda store: ask.log_search(store, SCOPE, parse("level>=warn"), 20),
    "log_search_of_the_next_page": lambda store: [
        page := ask.log_search(store, SCOPE, EVERYTHING, 20, order=LogOrder.OLDEST),
        ask.log_search(store, SCOPE, EVERYTHING, 20, page.next_cursor, LogOrder.OLDEST),
    ],
    "log_context": around_a_record,
    "metric_keys": lambda store: ask.metric_keys(store, SCOPE, "duration"),
    "metric_list": lambda store: ask.metric_list(store, SCOPE, "", 100),
    "metric_points": lambda store: ask.metric_points(store, SCOPE, "queue.depth", 20),
    "metric_exemplars": lambda store: ask.metric_exemplars(store, SCOPE, "duration", EVERYTHING, 3),
    "metric_series_of_a_gauge": lambda store: ask.metric_series(
        store, SCOPE, "queue.depth", None, ["service"], parse("queue:in"), 20, 60
    ),
    "metric_series_of_a_counter": lambda store: ask.metric_series(
        store, SCOPE, "orders", None, ["service"], EVERYTHING, 20, 60
    ),
    "metric_series_of_a_histogram": lambda store: ask.metric_series(
        store, SCOPE, "duration", None, ["service"], EVERYTHING, 20, 60
    ),
    "metric_series_of_an_exponential_histogram": lambda store: ask.metric_series(
        store, SCOPE, "size", None, [], EVERYTHING, 20, 60
    ),
    "trace": lambda store: ask.trace(store, SCOPE, TRACE_ID),
    "trace_skeleton": lambda store: ask.trace_skeleton(store, SCOPE, TRACE_ID),
    "span_detail": lambda store: ask.span_detail(store, SCOPE, TRACE_ID, ["1"]),
    "trace_parts": lambda store: list(ask.trace_parts(store, SCOPE, TRACE_ID)),
    "trace_find": lambda store: ask.trace_find(store, SCOPE, TRACE_ID, parse("timeout")),
    "trace_statistics": lambda store: ask.trace_statistics(store, SCOPE, TRACE_ID, "http.route"),
    "trace_logs": lambda store: ask.trace_logs(store, SCOPE, TRACE_ID, 100, "1"),
    "services": lambda store: ask.services(store, SCOPE),
    "red": lambda store: ask.red(store, SCOPE, Group.OPERATION, services=("service-3",), step_s=600),
    "red_of_a_day": lambda store: ask.red(store, A_DAY, Group.SERVICE, step_s=3_600),
    "operations": lambda store: ask.operations(store, SCOPE, "service-3", "Server"),
    "dependencies": lambda store: ask.dependencies(store, SCOPE),
    "service_map": lambda store: ask.service_map(store, SCOPE),
}


class Recorder(Store):
    """A store that remembers what it was asked, and how the engine would read it."""

    def __init__(self, driver: Driver, address: Address, settings: StoreSettings) -> None:
        super().__init__(driver, address, settings)
        self.asked: list[tuple[str, str]] = []

    def frame(
        self, sql: str, parameters: Mapping[str, object] | None = None, limits: Limits | None = None
    ) -> pl.DataFrame:
        """As a store's, and remembered."""
        explained = super().frame(f"EXPLAIN indexes = 1 {sql}", parameters, limits)
        self.asked.append((sql, "\n".join(_read(explained["explain"].to_list()))))
        return super().frame(sql, parameters, limits)

    def heard(self, question: Callable[[Store], object]) -> str:
        """Statements of a question, each with its plan, in the order they are first asked."""
        self.asked = []
        question(self)
        return "".join(f"{sql}\n\n{plan}\n\n" for sql, plan in dict.fromkeys(self.asked))


def _read(plan: list[str]) -> list[str]:
    """Tables, and what is left of them after each index."""
    lines: list[str] = []
    for line in (each.lstrip(" │├└─").rstrip() for each in plan):
        if found := re.match(r"(Lazily)?ReadFromMergeTree \(\w+\.(\w+)\)", line):
            lines.append(f"{found[2]}{', the rows of the page alone' if found[1] else ''}")
        elif line in {"Min-Max", "MinMax", "Partition", "PrimaryKey", "Skip"}:
            lines.append(f"  {line}")
        elif found := re.fullmatch(r"(Name|Parts|Granules): (\w+(?:/\w+)?)", line):
            lines[-1] += f" {found[2]}" if found[1] == "Name" else f", {found[1].lower()} {found[2]}"
    return lines


def fill(store: Store) -> None:
    """Rows of all tenants, a month in each part, one part for each month."""
    migrate(store)
    database = store.target.database
    head = (
        f"concat('tenant-', toString(number % {TENANTS})) AS TenantId, 'shared' AS PartitionGroup, "
        "toUInt16(18250) AS RetentionDays"
    )
    # Each tenant's rows of a month lie an hour before noon of the first, a second apart.
    time = (
        f"addMonths(toDateTime64('2026-01-01 12:00:00', 9, 'UTC'), intDiv(number, {ROWS}) % {MONTHS}) "
        f"- toIntervalSecond(intDiv(number % {ROWS}, {TENANTS}) * 2 + 1)"
    )
    service = f"concat('service-', toString(intDiv(number, {TENANTS}) % 5))"
    trace_id = "leftPad(toString(intDiv(number, 3)), 32, '0')"
    tables = {
        "otel_traces": f"{time} AS Timestamp, {trace_id} AS TraceId, {service} AS ServiceName, 'step' AS SpanName, "
        "'Server' AS SpanKind, 'Error' AS StatusCode, toUInt64(2e8) AS Duration, "
        "map('http.route', '/orders') AS SpanAttributes",
        "otel_traces_trace_id_ts": f"{trace_id} AS TraceId, {time} AS Start, {time} AS End",
        "otel_logs": f"{time} AS Timestamp, {service} AS ServiceName, 'x' AS Body",
        "otel_red_1m": f"toStartOfMinute({time}) AS Minute, {service} AS ServiceName, 'step' AS SpanName, "
        "'Server' AS SpanKind",
        "otel_red_1h": f"toStartOfHour({time}) AS Hour, {service} AS ServiceName, 'step' AS SpanName, "
        "'Server' AS SpanKind",
        **{
            f"otel_metrics_{kind}": f"{time} AS TimeUnix, {service} AS ServiceName, '{name}' AS MetricName, {columns}"
            for kind, name, columns in (
                ("gauge", "queue.depth", "1. AS Value, map('queue', 'in') AS Attributes"),
                ("sum", "orders", "toFloat64(number) AS Value, 2 AS AggregationTemporality, true AS IsMonotonic"),
                ("histogram", "duration", "1 AS Count, [1] AS BucketCounts, 1 AS AggregationTemporality"),
                ("exponential_histogram", "size", "1 AS Count, 1 AS ZeroCount, 1 AS AggregationTemporality"),
            )
        },
        "otel_attributes_1h": f"toStartOfHour({time}) AS Hour, 'traces' AS Signal, 'span' AS Source, "
        "'http.route' AS Key, concat('/', toString(number)) AS Value, toUInt64(1) AS Count",
    }
    for table, columns in tables.items():
        names = ", ".join(re.findall(r" AS (\w+)", f"{head}, {columns}"))
        store.execute(
            f"INSERT INTO {database}.{table} ({names}) SELECT {head}, {columns} FROM numbers({ROWS * MONTHS}) "
            "SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 10000000, "
            "min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 0"
        )


def main() -> None:
    """Writes the files."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        store = Recorder.open(StoreSettings(dsn=f"chdb://{directory}"))
        fill(store)
        for name, question in QUESTIONS.items():
            (SNAPSHOTS / f"{name}.txt").write_text(store.heard(question))
        store.close()


if __name__ == "__main__":
    sys.exit(main())
