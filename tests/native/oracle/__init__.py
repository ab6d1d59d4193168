"""The decoder once more, in plain Python with protobuf's own parser: what the native one must give, row by row.

Written from the contract of the tables and not from the Rust code, for plainness and not for speed. In reading order:
`values` (attribute values as text), `records` (what all rows share), `traces`, `logs`, `metrics`, `rollups`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.native.oracle import logs, metrics, rollups, traces
from tests.native.oracle.records import Push, Receipt, Row, Run
from tests.native.oracle.values import Limits

DECODERS = {"traces": traces.decode, "logs": logs.decode, "metrics": metrics.decode}


@dataclass(frozen=True)
class Segment:
    """What a batch says and gives: the receipt of each request, and the rows of each table that has any."""

    receipts: list[Receipt]
    tables: dict[str, list[Row]]


def decode(signal: str, partition_group: str, pushes: Sequence[Push], limits: Limits) -> Segment:
    """Decodes requests into one segment. Raises protobuf's DecodeError for bytes that are no request."""
    data: dict[str, list[Row]] = {}
    receipts = []
    for push in pushes:
        run = Run(push, partition_group, limits, data)
        DECODERS[signal](run)
        receipts.append(run.receipt)
    derived: dict[str, list[Row]] = {}
    if signal == "traces":
        spans = data.get("otel_traces", [])
        derived["otel_traces_trace_id_ts"] = rollups.trace_index(spans)
        derived["otel_red_1m"], derived["otel_red_1h"] = rollups.red(spans, limits)
    # What is in Camel's messages is not for all who search logs.
    suggested = (records for table, records in data.items() if table.startswith("otel_"))
    derived["otel_attributes_1h"] = [
        row for records in suggested for row in rollups.suggestions(signal, records, limits)
    ]
    derived["gaps"] = gaps(signal, partition_group, pushes, receipts)
    return Segment(receipts, {name: rows for name, rows in {**data, **derived}.items() if rows})


def gaps(signal: str, partition_group: str, pushes: Sequence[Push], receipts: Sequence[Receipt]) -> list[Row]:
    """What was refused, by tenant, retention and reason, at the time of the first such request."""
    counts: Counter[tuple[str, int, str]] = Counter()
    first: dict[tuple[str, int, str], int] = {}
    for push, receipt in zip(pushes, receipts, strict=True):
        for reason, count in receipt.reasons.items():
            place = (push.tenant, push.retention_days, reason)
            counts[place] += count
            first.setdefault(place, push.received_unix_ns // 1_000_000)
    return [
        {
            "TenantId": tenant,
            "PartitionGroup": partition_group,
            "RetentionDays": retention_days,
            "Time": first[tenant, retention_days, reason],
            "Signal": signal,
            "Source": "collector",
            "Reason": reason,
            "Count": count,
            "Detail": "",
        }
        for (tenant, retention_days, reason), count in counts.items()
    ]
