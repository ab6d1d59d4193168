"""A store of weeks of telemetry, to ask questions of: 20,000,000 spans over 30 days in some ten minutes.

    python -m benchmarks.dataset                          # in the system's temporary folder, built once
    python -m benchmarks.dataset --spans 2000000 --days 7 --folder /data/small

Half a day of the modelled estate is drawn and stored the way the collector stores it (bytes to columns, columns to
blocks, blocks under a token). Every earlier half-day is that one again, copied within the engine: its times earlier,
its trace and span ids hashed anew, the same way in every table, so that spans, logs, trace index and rollups agree.
Attributes repeat, then, every twelve hours. Beside it, in the half-day before, lie four large traces.

The copies are inserted oldest first, one part a half-day, and each partition but the newest is merged into one part
afterwards, as a partition is that nothing was added to for days. Rows are kept for 90 days: in partitions of a week, as
those of the default 30 days.

What was built is found again, what broke off goes on, and a store of an older schema is migrated. `<folder>/data` is a
data folder of `camelops up`.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from benchmarks.payloads import Payload, Window, generate
from benchmarks.payloads.estate import build_estate
from benchmarks.payloads.metrics import metric_requests
from benchmarks.payloads.one_trace import large_trace
from collector.codec import Batch, Limits
from query.migrations import migrate
from query.schema import TABLES, Column, Table
from query.schema.ddl import quoted
from query.schema.model import TIME
from query.settings import StoreSettings
from query.store import Store

FOLDER = Path(tempfile.gettempdir()) / "camelops-dataset"
TENANT, GROUP = "default", "shared"
RETENTION_DAYS = 90
SEED = 4
# Slots begin at midnight and noon: no minute, hour, day or week of a partition or a rollup lies in two.
SLOT_S = 12 * 3_600
SLOTS_PER_DAY = 2
# What begins in a slot ends in it: traces last some seconds.
MARGIN_S = 300
ITEMS_PER_REQUEST = 1_000
# A batch is a segment: what a busy second brings.
ITEMS_PER_BATCH = 50_000
LOGS_PER_SPAN = 0.1
# All services would be twenty times as many points: a question reads one metric.
METRIC_SERVICES = 2
COLLECTIONS = 60
LARGE_TRACES = (10_000, 20_000, 100_000, 1_000_000)
# One block, so that a copy is there as a whole or not at all.
COPY_SETTINGS = (
    "max_threads = 1, max_insert_threads = 1, max_block_size = 1000000, max_insert_block_size = 100000000, "
    "min_insert_block_size_rows = 100000000, min_insert_block_size_bytes = 0"
)
MERGE_S_MAX = 900.0


class DatasetDiffersError(RuntimeError):
    """The folder holds another data set than was asked for, or half of a copy."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was asked for. Telemetry lies in [start, end), large traces in the slot before."""

    spans: int
    days: int
    end_unix_s: int

    @property
    def slots(self) -> int:
        return self.days * SLOTS_PER_DAY

    @property
    def start_unix_s(self) -> int:
        return self.end_unix_s - self.slots * SLOT_S

    @property
    def base_unix_s(self) -> int:
        """Start of the newest slot, of which the others are copies."""
        return self.end_unix_s - SLOT_S


def large_trace_id(spans: int) -> str:
    """Of the large trace of so many spans."""
    return large_trace(SEED, spans, 0)[0]


def open_store(folder: Path) -> Store:
    """The store of a data set."""
    return Store.open(StoreSettings.model_validate({"dsn": f"chdb://{(folder / 'data' / 'store').absolute()}"}))


def read(folder: Path) -> Dataset:
    """What the folder holds. Raises FileNotFoundError."""
    return Dataset(**json.loads((folder / "dataset.json").read_text()))


def build(folder: Path, spans: int, days: int) -> Dataset:
    """Builds it, or what is missing of it. Raises DatasetDiffersError and the store's errors."""
    try:
        dataset = read(folder)
    except FileNotFoundError:
        dataset = Dataset(spans, days, int(time.time()) // SLOT_S * SLOT_S)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "dataset.json").write_text(json.dumps(asdict(dataset)))
    if (dataset.spans, dataset.days) != (spans, days):
        raise DatasetDiffersError(
            f"{folder} holds {dataset.spans} spans over {dataset.days} days, not {spans} over {days}: "
            "choose another --folder, or remove it"
        )
    (folder / "data").mkdir(exist_ok=True)
    store = open_store(folder)
    try:
        steps = migrate(store)
        builder = _Builder(store, dataset)
        if steps and builder.is_finished():
            builder.materialize_indexes()
        builder.build()
    finally:
        store.close()
    return dataset


class _Builder:
    def __init__(self, store: Store, dataset: Dataset) -> None:
        self._store = store
        self._dataset = dataset
        self._tables = [table for table in TABLES if table.name != "gaps"]

    def build(self) -> None:
        """Adds what is missing, and tells the rows of each table."""
        if not self.is_finished():
            self._insert_base()
            for table in self._tables:
                _said(f"copies of {table.name}", self._copy(table))
            _said("large traces", self._insert_large_traces())
            _said("merges", self._merge())
            self._store.execute("CREATE TABLE otel.dataset_finished (Done UInt8) ENGINE = MergeTree ORDER BY Done")
        for table in self._tables:
            print(f"{table.name}: {self._rows(table):,} rows", flush=True)

    def materialize_indexes(self) -> None:
        """For rows from before an index: the schema has grown since the data set was built."""
        for table in self._tables:
            if table.indexes:
                parts = ", ".join(f"MATERIALIZE INDEX {index.name}" for index in table.indexes)
                self._store.execute(f"ALTER TABLE otel.{table.name} {parts} SETTINGS mutations_sync = 2")
        _said("indexes", sum(len(table.indexes) for table in self._tables))

    def is_finished(self) -> bool:
        """Whether nothing is missing."""
        frame = self._store.frame("SELECT count() FROM system.tables WHERE name = 'dataset_finished'")
        return bool(frame.item())

    def _insert_base(self) -> None:
        dataset = self._dataset
        window = Window(dataset.base_unix_s * 10**9, (SLOT_S - MARGIN_S) * 10**9)
        spans = dataset.spans // dataset.slots
        requests = -(-spans // ITEMS_PER_REQUEST)
        traces = list(
            islice(generate("traces", seed=SEED, items=ITEMS_PER_REQUEST, window=window), requests),
        )
        _said("spans", self._insert("traces", traces, "base"))
        logs = islice(
            generate("logs", seed=SEED, items=ITEMS_PER_REQUEST, window=window), int(requests * LOGS_PER_SPAN) + 1
        )
        _said("logs", self._insert("logs", _of_traces(logs, traces), "base"))
        random = Random(SEED)
        estate = build_estate(random)[:METRIC_SERVICES]
        points = metric_requests(estate, random, ITEMS_PER_REQUEST, window.start_unix_ns, window.length_ns)
        first = next(points)
        collection = sum(len(service.instances) for service in estate)
        per_collection = first.items * collection // max(1, _resources(first))
        metrics = [first, *islice(points, per_collection * COLLECTIONS // first.items)]
        _said("metrics", self._insert("metrics", metrics, "base"))
        for table in self._tables:
            self._store.execute(f"OPTIMIZE TABLE otel.{table.name} FINAL")

    def _insert_large_traces(self) -> int:
        start = self._dataset.start_unix_s - SLOT_S
        count = 0
        for spans in LARGE_TRACES:
            _, requests = large_trace(SEED, spans, start * 10**9)
            count += self._insert("traces", requests, f"large-{spans}")
        return count

    def _insert(self, signal: str, requests: Iterable[Payload], token: str) -> int:
        """Rows as the collector would store them, each batch under a token of its own."""
        total, number = 0, 0
        iterator = iter(requests)
        while True:
            batch = Batch(signal, GROUP, Limits())
            pushed = 0
            while pushed < ITEMS_PER_BATCH and (payload := next(iterator, None)) is not None:
                batch.push(
                    payload.body,
                    tenant=TENANT,
                    retention_days=RETENTION_DAYS,
                    received_unix_ns=self._dataset.end_unix_s * 10**9,
                )
                pushed += payload.items
            if not pushed:
                return total
            for block in batch.finish():
                self._store.insert_native(block.table, block.rows, block.write_to, f"{token}-{signal}-{number}")
            total, number = total + pushed, number + 1

    def _copy(self, table: Table) -> int:
        """The newest slot's rows into each slot that has none, the oldest first."""
        dataset, count = self._dataset, self._count(table)
        base = count.get(0, 0)
        if not base:
            return 0
        columns = [column for column in table.columns if not column.default]
        names = ", ".join(quoted(column.name) for column in columns)
        for back in reversed(range(1, dataset.slots)):
            if count.get(back) == base:
                continue
            if back in count:
                raise DatasetDiffersError(
                    f"{table.name} has {count[back]} rows in the {back}th half-day before the newest, "
                    f"which has {base}: remove the folder and build it anew"
                )
            copied = ", ".join(f"{_copied(column, back)} AS {quoted(column.name)}" for column in columns)
            self._store.execute(
                f"INSERT INTO otel.{table.name} ({names}) SELECT {copied} FROM (SELECT {names} FROM otel.{table.name} "
                f"WHERE TenantId = '{TENANT}' AND {table.time} >= toDateTime({dataset.base_unix_s}) "
                f"AND {table.time} < toDateTime({dataset.end_unix_s})) SETTINGS {COPY_SETTINGS}"
            )
        return base * dataset.slots

    def _count(self, table: Table) -> dict[int, int]:
        """Rows by slot, 0 the newest."""
        since_end = f"{self._dataset.end_unix_s} - 1 - toUnixTimestamp({table.time})"
        frame = self._store.frame(
            f"SELECT toInt64(intDiv({since_end}, {SLOT_S})) AS Back, count() FROM {table.name} "
            f"WHERE {table.time} >= toDateTime({self._dataset.start_unix_s}) GROUP BY Back"
        )
        return dict(frame.iter_rows())

    def _merge(self) -> int:
        """Partitions but the newest into one part each."""
        merged = 0
        for table in self._tables:
            frame = self._store.frame(
                "SELECT DISTINCT partition_id FROM system.parts WHERE active AND database = 'otel' "
                "AND table = {table:String} ORDER BY partition_id",
                {"table": table.name},
            )
            for partition in self._by_age(table, frame["partition_id"].to_list())[:-1]:
                self._store.execute(f"OPTIMIZE TABLE otel.{table.name} PARTITION ID '{partition}' FINAL")
                merged += 1
        deadline = time.monotonic() + MERGE_S_MAX
        while self._store.frame("SELECT count() FROM system.merges").item() and time.monotonic() < deadline:
            time.sleep(1.0)
        return merged

    def _by_age(self, table: Table, partitions: list[str]) -> list[str]:
        def newest(partition: str) -> int:
            frame = self._store.frame(
                f"SELECT toInt64(toUnixTimestamp(max({table.time}))) FROM {table.name} "
                "WHERE _partition_id = {partition:String}",
                {"partition": partition},
            )
            return int(frame.item())

        return sorted(partitions, key=newest)

    def _rows(self, table: Table) -> int:
        return int(self._store.frame(f"SELECT count() FROM {table.name}").item())


def _copied(column: Column, back: int) -> str:
    """The column's value in the slot so many before."""
    name, earlier = quoted(column.name), f"toIntervalSecond({back * SLOT_S})"
    if column.type in {TIME, "DateTime"}:
        return f"{name} - {earlier}"
    if column.type == f"Array({TIME})":
        return f"arrayMap(x -> x - {earlier}, {name})"
    if column.name == "TraceId":
        return f"if({name} = '', '', lower(hex(sipHash128({name}, {back}))))"
    if column.name in {"SpanId", "ParentSpanId"}:
        return f"if({name} = '', '', lower(hex(reinterpretAsFixedString(sipHash64({name}, {back})))))"
    return name


def _of_traces(logs: Iterable[Payload], traces: list[Payload]) -> Iterator[Payload]:
    """The log records with a trace as records of spans that were drawn, at their times, of one of their services."""
    spans: dict[str, list[tuple[bytes, bytes, int]]] = {}
    for payload in traces:
        request = ExportTraceServiceRequest.FromString(payload.body)
        for of_resource in request.resource_spans:
            known = spans.setdefault(_service(of_resource.resource.attributes), [])
            for of_scope in of_resource.scope_spans:
                known.extend((span.trace_id, span.span_id, span.start_time_unix_nano) for span in of_scope.spans)
    random = Random(SEED)
    for payload in logs:
        records = ExportLogsServiceRequest.FromString(payload.body)
        for of_logs in records.resource_logs:
            known = spans.get(_service(of_logs.resource.attributes), [])
            for of_log_scope in of_logs.scope_logs:
                for record in of_log_scope.log_records:
                    if record.trace_id and known:
                        record.trace_id, record.span_id, record.time_unix_nano = random.choice(known)
        yield Payload(records.SerializeToString(), payload.items)


def _service(attributes: Iterable[object]) -> str:
    for each in attributes:
        if each.key == "service.name":  # type: ignore[attr-defined]  # a message of protobuf
            return str(each.value.string_value)  # type: ignore[attr-defined]
    return ""


def _resources(payload: Payload) -> int:
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

    return len(ExportMetricsServiceRequest.FromString(payload.body).resource_metrics)


def _said(what: str, count: int) -> None:
    print(f"{time.process_time():7.1f} CPU-s  {what}: {count:,}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dataset", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--spans", type=int, default=20_000_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    build(arguments.folder, arguments.spans, arguments.days)


if __name__ == "__main__":
    main()
