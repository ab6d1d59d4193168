"""What became of it, from the store's folder: how busy the engine is, and what it holds once it has stopped.

The embedded engine lets no second process in while it runs. But its parts are folders, named `<partition>_<first
block>_<last block>_<level>`; a merge in progress is a folder `tmp_merge_...`; a part inside the block range of another
has been merged into it. So the same that `system.merges` and `system.parts` would say can be read from names.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PART = re.compile(r"(?P<partition>.+)_(?P<first>\d+)_(?P<last>\d+)_(?P<level>\d+)(_\d+)?$")
DATA_TABLES = {
    "traces": ("otel_traces",),
    "logs": ("otel_logs",),
    "metrics": (
        "otel_metrics_gauge", "otel_metrics_sum", "otel_metrics_histogram",
        "otel_metrics_exponential_histogram", "otel_metrics_exp_histogram", "otel_metrics_summary",
    ),
}  # fmt: skip
INSPECT_S_MAX = 120.0
# Runs in a process of its own: an engine once opened keeps its folder until the process ends.
INSPECT = """
import sys
from chdb import session
store = session.Session(sys.argv[1])
for kind in ("MERGES", "MOVES", "TTL MERGES"):
    store.query(f"SYSTEM STOP {kind}")
print(store.query('''
    SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts
    WHERE active AND database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')
    GROUP BY table ORDER BY table ''', "JSONCompactEachRow").bytes().decode())
"""


@dataclass(frozen=True, slots=True)
class Activity:
    """The parts that count now, and the merges under way."""

    parts: frozenset[str]
    merges: int


@dataclass(frozen=True, slots=True)
class TableSize:
    rows: int
    bytes: int
    parts: int


def activity(folder: Path) -> Activity:
    """Of a running engine's folder. Folders come and go meanwhile; what is gone does not count."""
    parts: set[str] = set()
    merges = 0
    for path, names, _ in os.walk(folder):  # skips what it cannot list any more
        group, table = Path(path).parts[-2:]
        # A table lives in store/abc/abcdef01-...: the first three characters of its UUID, then all.
        if len(group) == 3 and table.startswith(group) and len(table) == 36:
            merges += sum(name.startswith("tmp_merge_") for name in names)
            parts.update(f"{table}/{name}" for name in active_parts(names))
            names.clear()
    return Activity(frozenset(parts), merges)


def active_parts(names: list[str]) -> list[str]:
    """Of the part folders of one table those that no other covers."""
    parts = [part for name in names if not name.startswith(("tmp_", "delete_tmp_")) and (part := PART.match(name))]
    # By first block, the widest and most merged before: what ends within a part seen before was merged into it.
    parts.sort(key=lambda part: (part["partition"], int(part["first"]), -int(part["last"]), -int(part["level"])))
    active = []
    last_block: dict[str, int] = {}
    for part in parts:
        if int(part["last"]) > last_block.get(part["partition"], -1):
            last_block[part["partition"]] = int(part["last"])
            active.append(part[0])
    return active


def engine_folder(folder: Path) -> Path:
    """Where below `folder` the engine lives.

    The folder that has both `store` and `metadata`. Raises FileNotFoundError.
    """
    for tables in sorted(folder.rglob("store")):
        if (tables.parent / "metadata").is_dir():
            return tables.parent
    raise FileNotFoundError(f"no embedded ClickHouse below {folder}")


def sizes(folder: Path) -> dict[str, TableSize]:
    """What each table holds, of an engine that has stopped. Raises CalledProcessError."""
    command = [sys.executable, "-c", INSPECT, str(engine_folder(folder))]
    lines = subprocess.run(command, check=True, capture_output=True, timeout=INSPECT_S_MAX, text=True).stdout.split(
        "\n"
    )
    rows = [json.loads(line) for line in lines if line.startswith("[")]
    return {name: TableSize(int(count), int(size), int(parts)) for name, count, size, parts in rows}


def holds_rows(folder: Path, signal: str) -> bool:
    """Whether a stopped engine below `folder`, if there is one, has rows of the signal."""
    return any((entry / "metadata").is_dir() for entry in (folder, *folder.glob("*"))) and bool(
        rows_of(signal, sizes(folder))
    )


def rows_of(signal: str, tables: dict[str, TableSize]) -> int:
    """Rows of the signal's own tables, without what is derived from them."""
    return sum(size.rows for name, size in tables.items() if name in DATA_TABLES[signal])
