"""A process with a spool and an embedded ClickHouse: prints what the store has. An engine is one per process.

python -m tests.collector.spool.embedded_store <folder> <first number> <last number>
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from collector.sinks.clickhouse import ClickHouseSink
from collector.spool import Spool
from query.migrations import migrate
from query.settings import StoreSettings
from query.store import Store
from tests.collector.spool.requests import spans
from tests.collector.spool.site import settings

DRAINED_S_MAX = 60.0
COUNTS = """
    SELECT toInt64(count()) AS rows, toInt64(uniqExact(TraceId)) AS traces,
           (SELECT toInt64(sum(Spans)) FROM otel_traces_trace_id_ts) AS rolled_up,
           (SELECT toInt64(count()) FROM gaps) AS gaps
    FROM otel_traces
"""


def main(folder: Path, first: int, last: int) -> None:
    store = Store.open(StoreSettings(dsn=f"chdb://{folder}/store"))  # type: ignore[arg-type]  # pydantic makes it secret
    migrate(store)
    spool = Spool.open(folder / "spool", settings(), ClickHouseSink(store))
    spool.start()
    # Received now: what the tests' own clock calls now is past its retention in a real store.
    exports = [replace(spans(number), received_unix_ns=time.time_ns()) for number in range(first, last + 1)]
    for future in [spool.append(export) for export in exports]:
        future.result(timeout=DRAINED_S_MAX)
    assert spool.drain(DRAINED_S_MAX), spool.stats()
    spool.close()
    print(*store.frame(COUNTS).row(0))
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
