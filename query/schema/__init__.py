"""The tables, as data. Everything else about them is derived.

In reading order: `model` (what a table is), `columns` (what several tables share, and the codecs), `traces`, `logs`,
`camel`, `metrics`, `rollups`, `saved` (the tables), `periods` (partition and retention), `ddl` (statements for one
server and for a cluster), `page` (docs/schema.md).

A change here needs a migration: a test holds `query.migrations` and these tables equal.
"""

from query.schema.camel import CAMEL
from query.schema.logs import LOGS
from query.schema.metrics import METRICS
from query.schema.model import Column, Table
from query.schema.rollups import GAPS, ROLLUPS
from query.schema.saved import SAVED_SEARCHES
from query.schema.traces import TRACES

TABLES: tuple[Table, ...] = (TRACES, LOGS, *CAMEL, *METRICS, *ROLLUPS, GAPS)
# What people keep here: no telemetry, so that it has no time, no retention and no rows from native.
KEPT: tuple[Table, ...] = (SAVED_SEARCHES,)

__all__ = ["KEPT", "TABLES", "Column", "Table", "table"]


def table(name: str) -> Table:
    """Raises KeyError for a name that is not in the schema."""
    for candidate in (*TABLES, *KEPT):
        if candidate.name == name:
            return candidate
    raise KeyError(f"there is no table {name} in the schema")
