"""Rows for tests: what is not said has a plausible value. Blocks of them are encoded by the engine itself."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import chdb

from query.schema import table
from query.schema.ddl import quoted

# 2026-03-01T12:00:00Z, ns.
NOON = 1_772_366_400_000_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Row = Mapping[str, object]
# Kept for fifty years: rows of a fixed date must not expire while they are tested.
HEAD = {"TenantId": "acme", "PartitionGroup": "shared", "RetentionDays": 18_250}


def moment(unix_ns: int) -> str:
    """As a DateTime64 is written in JSON."""
    return f"{unix_ns // SECOND}.{unix_ns % SECOND:09d}"


def span(number: int, **given: object) -> dict[str, object]:
    """The span `number` of its trace; its parent is the one before unless told otherwise."""
    return {
        **HEAD,
        "Timestamp": moment(NOON + number * SECOND),
        "TraceId": "0af7651916cd43dd8448eb211c80319c",
        "SpanId": f"{number + 1:016x}",
        "ParentSpanId": f"{number:016x}" if number else "",
        "SpanName": f"step {number}",
        "SpanKind": "Internal",
        "ServiceName": "orders",
        "ResourceAttributes": {"service.name": "orders", "host.name": "a"},
        "SpanAttributes": {"http.route": "/orders/{id}", "http.status_code": "200"},
        "Duration": 1_000_000,
        "StatusCode": "Unset",
        "SampleWeight": 1,
        **given,
    }


def by_hour(minutes: Sequence[Row]) -> list[dict[str, object]]:
    """Rows of the RED rollup by hour as they come with rows by minute (`Minute`: Unix seconds)."""
    return [
        {
            **{key: value for key, value in row.items() if key != "Minute"},
            "Hour": str(int(str(row["Minute"])) // 3_600 * 3_600),
        }
        for row in minutes
    ]


def indexed(spans: Sequence[Row]) -> list[dict[str, object]]:
    """Rows of the trace index as the collector makes them from a segment of these spans."""
    index: dict[tuple[object, object], dict[str, object]] = {}
    for each in spans:
        seconds, fraction = str(each["Timestamp"]).split(".")
        start = int(seconds) * SECOND + int(fraction)
        end = start + int(str(each["Duration"]))
        root = each["ParentSpanId"] == ""
        row = index.setdefault(
            (each["TenantId"], each["TraceId"]),
            {key: each[key] for key in ("TenantId", "PartitionGroup", "RetentionDays", "TraceId")}
            | {"start": start, "end": end, "Spans": 0, "Errors": 0, "RootServiceName": "", "RootSpanName": ""},
        )
        row |= {"start": min(start, row["start"]), "end": max(end, row["end"]), "Spans": row["Spans"] + 1}
        row["Errors"] += each["StatusCode"] == "Error"
        if root:
            row |= {"RootServiceName": each["ServiceName"], "RootSpanName": each["SpanName"]}
    return [
        row | {"Start": moment(row.pop("start")), "End": moment(row.pop("end"))} for row in map(dict, index.values())
    ]


def log(number: int, **given: object) -> dict[str, object]:
    return {
        **HEAD,
        "Timestamp": moment(NOON + number * SECOND),
        "ObservedTimestamp": moment(NOON + number * SECOND),
        "SeverityText": "INFO",
        "SeverityNumber": 9,
        "ServiceName": "orders",
        "Body": f"message {number}",
        "ResourceAttributes": {"service.name": "orders"},
        "LogAttributes": {"thread.name": "main"},
        **given,
    }


def point(number: int, **given: object) -> dict[str, object]:
    return {
        **HEAD,
        "ServiceName": "orders",
        "MetricName": "queue.depth",
        "MetricUnit": "1",
        "Attributes": {"queue": "in"},
        "TimeUnix": moment(NOON + number * SECOND),
        "StartTimeUnix": moment(NOON),
        "SeriesId": 1,
        **given,
    }


class Encoder:
    """Rows to a Native block, through the embedded engine of this process."""

    def __init__(self, engine_directory: Path) -> None:
        self._path = str(engine_directory)

    def block(self, table_name: str, rows: Sequence[Row]) -> bytes:
        """All columns of the table, in its order, with the types of a block."""
        columns = table(table_name).columns
        structure = ", ".join(f"{quoted(column.name)} {column.type}" for column in columns)
        names = ", ".join(quoted(column.name) for column in columns)
        with memory_file("\n".join(json.dumps(row) for row in rows).encode()) as path:
            return self.query(f"SELECT {names} FROM file('{path}', 'JSONEachRow', '{structure}')")

    def query(self, sql: str) -> bytes:
        """The Native block of a statement's answer."""
        handle = chdb.connect(self._path)
        try:
            return bytes(handle.query(sql, "Native").bytes())
        finally:
            handle.close()

    def writer(self, table_name: str, rows: Sequence[Row]) -> Callable[[int], int]:
        """As a block's `write_to`."""
        return writes(self.block(table_name, rows))


@contextmanager
def memory_file(data: bytes) -> Iterator[str]:
    """The path of a file that exists in memory and in this process alone."""
    fd = os.memfd_create("rows", os.MFD_CLOEXEC)
    try:
        writes(data)(fd)
        yield f"/proc/self/fd/{fd}"
    finally:
        os.close(fd)


def writes(data: bytes) -> Callable[[int], int]:
    """Writes the bytes to a descriptor, whole."""

    def write_to(fd: int) -> int:
        with open(fd, "wb", closefd=False) as file:
            return file.write(data)

    return write_to
