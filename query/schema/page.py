"""docs/schema.md, made from the tables. `python -m query.schema > docs/schema.md` writes it; a test holds it equal."""

from collections.abc import Iterator

from query.schema import KEPT, TABLES, Table
from query.schema.periods import DAILY_DAYS_MAX, PARTITIONS_MAX, WEEKLY_DAYS_MAX

_INTRODUCTION = f"""# Tables

Generated from `query/schema` by `python -m query.schema > docs/schema.md`.

Names and columns are those of the OpenTelemetry Collector's ClickHouse exporter where it has them, so what reads its
tables reads these. `TenantId` leads every sort key. A partition is (PartitionGroup, RetentionDays, period); the period
is a day for rows kept up to {DAILY_DAYS_MAX} days, a week up to {WEEKLY_DAYS_MAX} days, a month beyond. A part is
dropped whole when its last row has passed its time plus RetentionDays. A table should hold no more than
{PARTITIONS_MAX:,} partitions at one time.

Columns marked with an aggregate (`sum`, `min`, …) become one row per sort key when parts are merged: read them with
that aggregate and GROUP BY.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_INTRODUCTION, *(line for table in (*TABLES, *KEPT) for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"{table.doc}\n"
    yield f"- Engine: {table.engine}"
    yield f"- Sort key: {', '.join(f'`{part}`' for part in table.sort_key)}"
    yield f"- Sparse index: its first {table.primary_key_length}"
    if table.time:
        yield f"- Time of partition and retention: `{table.time}`"
    else:
        yield "- Kept until it is deleted; one partition"
    if table.version:
        yield f"- Of one sort key the row with the highest `{table.version}` counts"
    yield from (
        f"- Index `{index.name}`: `{index.expression}`, {index.type}, granularity {index.granularity}"
        for index in table.indexes
    )
    yield "\n| column | type | aggregate | codec | meaning |\n|---|---|---|---|---|"
    yield from (
        f"| `{column.name}` | {column.type} | {column.aggregate or ''} | {column.codec or 'LZ4'} | {column.doc}"
        f"{f' Computed at insert: `{column.default}`.' if column.default else ''} |"
        for column in table.columns
    )
    yield ""
