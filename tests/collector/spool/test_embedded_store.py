"""sinks.clickhouse: segments in a real ClickHouse, once."""

import subprocess
import sys
from pathlib import Path

RUN_S_MAX = 120.0


def run(folder: Path, first: int, last: int) -> list[int]:
    """Rows, distinct traces, spans in the rollup, gaps, after requests `first` to `last` were drained."""
    command = [sys.executable, "-m", "tests.collector.spool.embedded_store", str(folder), str(first), str(last)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=RUN_S_MAX)
    assert done.returncode == 0, done.stderr
    return [int(count) for count in done.stdout.split()]


def test_a_stored_segment_that_is_sent_again_adds_nothing_to_tables_or_rollups(tmp_path: Path):
    assert run(tmp_path, 1, 300) == [300, 300, 300, 0]
    for stored in (tmp_path / "spool").glob("*.stored"):
        stored.rename(stored.with_suffix(".sealed"))
    assert run(tmp_path, 301, 400) == [400, 400, 400, 0]


def test_damage_is_a_row_of_the_table_gaps(tmp_path: Path):
    assert run(tmp_path, 1, 50) == [50, 50, 50, 0]
    (stored,) = (tmp_path / "spool").glob("*.stored")
    content = bytearray(stored.read_bytes())
    content[len(content) // 2] ^= 1
    stored.write_bytes(content)
    stored.rename(stored.with_suffix(".sealed"))
    assert run(tmp_path, 51, 60) == [60, 60, 60, 1]
