"""What a finished segment adds up to: trace index, RED per minute, attribute suggestions, gaps."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.native.oracle.records import Row
from tests.native.oracle.values import Limits

HEAD = ("TenantId", "PartitionGroup", "RetentionDays")
MINUTE_NS = 60_000_000_000
HOUR_NS = 60 * MINUTE_NS
ZERO_BUCKET = -32768
OTHER = "(other)"
# Where the attributes of a row are, and its time.
SOURCES = {"traces": ("span", "SpanAttributes"), "logs": ("log", "LogAttributes"), "metrics": ("metric", "Attributes")}
TIMES = {"traces": "Timestamp", "logs": "Timestamp", "metrics": "TimeUnix"}


def head_of(row: Row) -> Row:
    return {name: row[name] for name in HEAD}


def trace_index(spans: list[Row]) -> list[Row]:
    traces: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for span in spans:
        traces[span["TenantId"], span["RetentionDays"], span["TraceId"]].append(span)
    return [
        {
            **head_of(of_trace[0]),
            "TraceId": of_trace[0]["TraceId"],
            "Start": min(span["Timestamp"] for span in of_trace),
            "End": max(min(span["Timestamp"] + span["Duration"], 2**63 - 1) for span in of_trace),
            "Spans": len(of_trace),
            "Errors": sum(span["StatusCode"] == "Error" for span in of_trace),
            "RootServiceName": root["ServiceName"] if root else "",
            "RootSpanName": root["SpanName"] if root else "",
        }
        for of_trace in traces.values()
        for root in [next((span for span in of_trace if span["ParentSpanId"] == ""), None)]
    ]


def bucket(duration_ns: int) -> int:
    """The i for which 2^(i/8) < duration <= 2^((i+1)/8), in whole numbers: 2^i < duration^8 <= 2^(i+1)."""
    return (duration_ns**8 - 1).bit_length() - 1 if duration_ns else ZERO_BUCKET


def red(spans: list[Row], limits: Limits) -> tuple[list[Row], list[Row]]:
    """By minute and by hour."""
    known: dict[tuple[str, int], set[tuple[str, ...]]] = defaultdict(set)

    def admitted(span: Row) -> tuple[str, ...]:
        """The series a span counts for: its own while there is room."""
        service, name, kind, route, node = (
            span[column] for column in ("ServiceName", "SpanName", "SpanKind", "CamelRoute", "CamelNode")
        )
        series = known[span["TenantId"], span["RetentionDays"]]
        # What is marked as (other) is not the same as a name that a sender spells so.
        for candidate, most in (
            (("", service, name, kind, route, node), limits.rollup_series_max),
            (("place", service, name, kind, OTHER, OTHER), 2 * limits.rollup_series_max),
            (("name", service, OTHER, kind, OTHER, OTHER), 3 * limits.rollup_series_max),
        ):
            if candidate in series or len(series) < most:
                series.add(candidate)
                return candidate
        return ("service", OTHER, OTHER, kind, OTHER, OTHER)

    rows: dict[tuple[Any, ...], Row] = {}
    for span in spans:
        minute = span["Timestamp"] // MINUTE_NS * 60
        _, service, name, kind, route, node = series = admitted(span)
        row = rows.setdefault(
            (span["TenantId"], span["RetentionDays"], minute, series),
            {
                **head_of(span),
                "Minute": minute,
                "ServiceName": service,
                "SpanName": name,
                "SpanKind": kind,
                "CamelRoute": route,
                "CamelNode": node,
                "Calls": 0.0,
                "Rows": 0,
                "Errors": 0.0,
                "DurationSum": 0.0,
                "DurationMax": 0,
                "Buckets": {},
            },
        )
        weight, duration = span["SampleWeight"], span["Duration"]
        row["Calls"] += weight
        row["Rows"] += 1
        row["Errors"] += weight if span["StatusCode"] == "Error" else 0.0
        row["DurationSum"] += weight * float(duration)
        row["DurationMax"] = max(row["DurationMax"], duration)
        row["Buckets"][bucket(duration)] = row["Buckets"].get(bucket(duration), 0.0) + weight
    hours: dict[tuple[Any, ...], Row] = {}
    for (tenant, retention_days, minute, series), row in rows.items():
        hour = minute // 3600 * 3600
        named = {"Hour": hour, **{column: value for column, value in row.items() if column != "Minute"}}
        place = (tenant, retention_days, hour, series)
        hours[place] = summed(hours[place], row) if place in hours else named
    for row in (*rows.values(), *hours.values()):
        row["Buckets"] = dict(sorted(row["Buckets"].items()))
    return list(rows.values()), list(hours.values())


def summed(hour: Row, minute: Row) -> Row:
    buckets = {
        index: hour["Buckets"].get(index, 0.0) + minute["Buckets"].get(index, 0.0)
        for index in hour["Buckets"].keys() | minute["Buckets"].keys()
    }
    sums = {column: hour[column] + minute[column] for column in ("Calls", "Rows", "Errors", "DurationSum")}
    return {**hour, **sums, "DurationMax": max(hour["DurationMax"], minute["DurationMax"]), "Buckets": buckets}


def suggestions(signal: str, records: list[Row], limits: Limits) -> list[Row]:
    """Of the rows of one table: keys and values with the number of records that had them."""
    seen: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    heads: dict[tuple[Any, ...], Row] = {}
    for record in records:
        hour = record[TIMES[signal]] // HOUR_NS * 3600
        for source, key, value in attributes_of(signal, record):
            place = (record["TenantId"], record["RetentionDays"], hour, source, key)
            seen[place].append(value)
            heads[place] = {**head_of(record), "Hour": hour, "Signal": signal, "Source": source, "Key": key}
    rows = []
    for place, values in seen.items():
        listed = Counter(
            value for value in values if value and len(value.encode()) <= limits.suggestion_value_bytes_max
        )
        if len(listed) > limits.suggestion_values_max:
            listed.clear()
        unlisted = len(values) - listed.total()
        rows += [{**heads[place], "Value": value, "Count": count} for value, count in listed.items()]
        rows += [{**heads[place], "Value": "", "Count": unlisted}] if unlisted else []
    return rows


def attributes_of(signal: str, record: Row) -> Iterator[tuple[str, str, str]]:
    own_source, own_column = SOURCES[signal]
    columns = (("resource", "ResourceAttributes"), ("scope", "ScopeAttributes"), (own_source, own_column))
    for source, column in columns:
        for key, value in record[column].items():
            yield source, key, value
    if signal == "metrics":
        yield own_source, "__name__", record["MetricName"]
