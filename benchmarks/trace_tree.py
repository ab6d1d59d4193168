"""One trace, opened: by its id among many, and a very large one.

    python -m benchmarks.trace_tree               # 200,000 modelled spans, then a trace of a million; two minutes

The modelled spans (`payloads`) go through the collector's own encoder into an embedded store, in segments as the
collector makes them; traces are asked for one after another, each for its skeleton and for its whole spans. The large
trace is written by the engine itself, three children a span over 20 services, two of whose clocks are off. CPU is that
of this process, in which the engine runs too; memory is the process's highest.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from random import Random

import polars as pl

import native
from benchmarks import report
from benchmarks.payloads import Window, generate
from benchmarks.statistics import Spread, percentile, spread
from query.analysis import Skeleton, compare, skeleton
from query.ask.span_detail import span_detail
from query.ask.trace import trace
from query.ask.trace_find import trace_find
from query.ask.trace_skeleton import trace_skeleton, trace_statistics
from query.language import parse
from query.migrations import migrate
from query.scope import UNIX_NS_MAX, Scope
from query.settings import StoreSettings
from query.store import Store

TENANT = "bench"
SCOPE = Scope(TENANT, 0, UNIX_NS_MAX)
RETENTION_DAYS = 30
SEGMENT_SPANS = 20_000
REQUEST_SPANS = 1_000
HOUR_NS = 3_600_000_000_000
LARGE_ID = "a" * 32
REPEATS = 5
MIB = 2**20
# What analysing a million spans may cost on the machine that floors are of.
NATIVE_S_FLOOR, SKELETON_S_FLOOR = 0.4, 1.5


def fill(store: Store, spans: int, seed: int) -> None:
    """Segments of the estate's spans of the last hour."""
    now = time.time_ns()
    requests = generate("traces", seed=seed, items=REQUEST_SPANS, window=Window(now - HOUR_NS, HOUR_NS))
    for number in range(-(-spans // SEGMENT_SPANS)):
        batch = native.Batch("traces", "shared", native.Limits())
        for payload in islice(requests, SEGMENT_SPANS // REQUEST_SPANS):
            batch.push(payload.body, tenant=TENANT, retention_days=RETENTION_DAYS, received_unix_ns=now)
        for block in batch.finish():
            store.insert_native(block.table, block.rows, block.write_to, f"segment-{number}")


def fill_large(store: Store, spans: int) -> None:
    """One trace; span n's parent is n / 3, within whose time it lies."""
    start = f"toInt64({time.time_ns() - HOUR_NS})"
    columns = {
        "TenantId": f"'{TENANT}'",
        "PartitionGroup": "'shared'",
        "RetentionDays": f"toUInt16({RETENTION_DAYS})",
        "TraceId": f"'{LARGE_ID}'",
        "SpanId": "lower(leftPad(hex(number + 1), 16, '0'))",
        "ParentSpanId": "if(number = 0, '', lower(leftPad(hex(intDiv(number - 1, 3) + 1), 16, '0')))",
        "Duration": "toUInt64(exp2(40 - 2 * floor(log(2 * number + 1) / log(3))))",
        "ServiceName": "concat('service-', toString(cityHash64(number) % 20))",
        "Timestamp": f"fromUnixTimestamp64Nano({start} + number + if(cityHash64(number) % 20 > 17, 7000000, 0))",
        "SpanName": "concat('operation ', toString(cityHash64(number, 1) % 200))",
        "SpanKind": "['Client', 'Server', 'Internal'][number % 3 + 1]",
        "StatusCode": "if(number % 97 = 0, 'Error', 'Unset')",
        "SpanAttributes": "map('http.route', concat('/', toString(number % 50)), 'n', toString(number))",
    }
    index = {name: columns[name] for name in ("TenantId", "PartitionGroup", "RetentionDays", "TraceId")} | {
        "Start": f"fromUnixTimestamp64Nano({start})",
        "End": f"fromUnixTimestamp64Nano({start} + {HOUR_NS})",
        "Spans": f"toUInt64({spans})",
    }
    for table, of_table, rows in (("otel_traces", columns, spans), ("otel_traces_trace_id_ts", index, 1)):
        expressions = ", ".join(f"{expression} AS {name}" for name, expression in of_table.items())
        store.execute(
            f"INSERT INTO {store.target.database}.{table} ({', '.join(of_table)}) "
            f"SELECT {expressions} FROM numbers({rows})"
        )


def settled(store: Store) -> None:
    """Parts merged, as they are some minutes after they came."""
    for table in ("otel_traces", "otel_traces_trace_id_ts"):
        store.execute(f"OPTIMIZE TABLE {store.target.database}.{table} FINAL")


def cpu_s(work: Callable[[], object]) -> Spread:
    """Of `REPEATS` runs."""
    seconds = []
    for _ in range(REPEATS):
        before = time.process_time()
        work()
        seconds.append(time.process_time() - before)
    return spread(seconds)


def by_id(store: Store, questions: int, seed: int) -> Iterator[tuple[str, float, float]]:
    """What, and the ms it took at p50 and p99, one question at a time."""
    ids = store.frame("SELECT DISTINCT TraceId FROM otel_traces ORDER BY TraceId")["TraceId"].to_list()
    chosen = Random(seed).sample([each for each in ids if each != LARGE_ID], questions)
    for name, question in (("skeleton", trace_skeleton), ("whole spans", trace)):
        waits = []
        for identifier in chosen:
            before = time.perf_counter()
            question(store, SCOPE, identifier)
            waits.append((time.perf_counter() - before) * 1_000)
        yield name, percentile(waits, 0.5), percentile(waits, 0.99)


def native_columns(found: Skeleton, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as the native module takes them, not in order."""
    services = pl.Series(found.services)
    return rows.select(
        id="Id",
        parent_id="ParentId",
        start="Start",
        duration="Duration",
        kind="Kind",
        service=pl.col("ServiceName").cast(pl.Enum(services)).to_physical().cast(pl.UInt32),
    ).sample(fraction=1.0, shuffle=True, seed=1)


def large(store: Store) -> Iterator[tuple[str, Spread, float | None]]:
    """What, its CPU seconds, its floor."""
    yield "by id to skeleton", cpu_s(lambda: trace_skeleton(store, SCOPE, LARGE_ID)), None
    found = trace_skeleton(store, SCOPE, LARGE_ID)
    if found is None:
        raise RuntimeError("the large trace is not stored")
    rows = found.rows.select(
        Id=pl.col("span_id").str.to_integer(base=16, dtype=pl.UInt64),
        ParentId=pl.col("span_id").str.to_integer(base=16, dtype=pl.UInt64).gather(
            pl.when(pl.col("parent") >= 0).then(pl.col("parent"))
        ).fill_null(0),
        Start=found.start_unix_ns + pl.col("start_ns") - pl.col("shift_ns"),
        Duration=pl.col("duration_ns").cast(pl.UInt64),
        Kind="kind",
        ServiceName=pl.lit(pl.Series(found.services)).gather(pl.col("service")),
        SpanName=pl.lit(pl.Series(found.names)).gather(pl.col("name")),
        Flags=pl.col("flags") & 49,
    )  # fmt: skip
    spans = native_columns(found, rows)
    yield "native alone, shuffled", cpu_s(lambda: native.trace_tree(spans)), NATIVE_S_FLOOR
    yield "columns to skeleton", cpu_s(lambda: skeleton(LARGE_ID, rows)), SKELETON_S_FLOOR
    yield "skeleton to JSON", cpu_s(lambda: found.rows.select(pl.all().implode()).write_json()), None
    yield "compared with itself", cpu_s(lambda: compare(found, found)), None
    yield "statistics by operation", cpu_s(lambda: trace_statistics(store, SCOPE, LARGE_ID, "operation")), None
    yield "statistics by attribute", cpu_s(lambda: trace_statistics(store, SCOPE, LARGE_ID, "http.route")), None
    # Another each time: the engine remembers which granules a condition met.
    words = (str(number) for number in count(123_456))
    yield "a word found", cpu_s(lambda: trace_find(store, SCOPE, LARGE_ID, parse(next(words)))), None
    some = found.rows["span_id"].gather_every(found.rows.height // 500 + 1).to_list()
    yield "detail of 500 spans", cpu_s(lambda: span_detail(store, SCOPE, LARGE_ID, some)), None


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trace_tree",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--stored", type=int, default=200_000, help="modelled spans in the store")
    parser.add_argument("--spans", type=int, default=1_000_000, help="spans of the large trace")
    parser.add_argument("--questions", type=int, default=200, help="traces asked for by id")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work-dir", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=arguments.work_dir) as name:
        store = Store.open(StoreSettings(dsn=f"chdb://{name}/store"))
        migrate(store)
        fill(store, arguments.stored, arguments.seed)
        settled(store)
        for what, p50_ms, p99_ms in by_id(store, arguments.questions, arguments.seed):
            line = f"trace by id among {arguments.stored} spans, {what}: p50 {p50_ms:.1f} ms, p99 {p99_ms:.1f} ms"
            report.publish("trace_tree", line, {"case": f"by id/{what}", "p50_ms": p50_ms, "p99_ms": p99_ms})
        fill_large(store, arguments.spans)
        settled(store)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for what, seconds, floor in large(store):
            limit = f" (floor {floor})" if floor else ""
            line = f"a trace of {arguments.spans} spans, {what}: {seconds} CPU-s{limit}"
            report.publish("trace_tree", line, {"case": f"large/{what}", "cpu_s": vars_of(seconds), "floor": floor})
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"peak_mb_before": before * 1_024 / MIB, "peak_mb": peak * 1_024 / MIB}))
        store.close()


def vars_of(seconds: Spread) -> dict[str, float]:
    """As JSON."""
    return {"low": seconds.low, "middle": seconds.middle, "high": seconds.high}


if __name__ == "__main__":
    main()
