"""Native blocks through a real engine: inserted into a table of the block's own columns, read back as Arrow.

The engine runs in a process of its own, because a process can open one directory only.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

import native
from tests.native.blocks import rows_of

ENGINE = """
import sys
from pathlib import Path
from chdb.session import Session

folder = Path(sys.argv[1])
engine = Session(str(folder / "engine"))
for block in sorted(folder.glob("*.native")):
    table, columns = block.with_suffix(".name").read_text(), block.with_suffix(".columns").read_text()
    engine.query(f"CREATE TABLE `{table}` ({columns}) ENGINE = MergeTree ORDER BY tuple()")
    engine.query(f"INSERT INTO `{table}` FROM INFILE '{block}' FORMAT Native")
    settings = "output_format_arrow_low_cardinality_as_dictionary=0, output_format_arrow_string_as_string=1"
    stored = f"SELECT * FROM `{table}` SETTINGS max_threads=1, {settings}"
    block.with_suffix(".arrow").write_bytes(engine.query(stored, "ArrowStream").bytes())
engine.close()
"""


def stored(blocks: list[native.Block], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each block as the engine gives them back, in their order."""
    for number, block in enumerate(blocks):
        path = folder / f"{number:02}"
        path.with_suffix(".name").write_text(block.table)
        columns = ", ".join(f"`{name}` {kind}" for name, kind in native.columns(block.table))
        path.with_suffix(".columns").write_text(columns)
        with path.with_suffix(".native").open("wb") as file:
            assert block.write_to(file.fileno()) == file.tell()
    subprocess.run([sys.executable, "-c", ENGINE, str(folder)], check=True, timeout=120)
    tables = {}
    for number, block in enumerate(blocks):
        with pa.ipc.open_stream((folder / f"{number:02}.arrow").read_bytes()) as stream:
            tables[block.table] = rows_of(stream.read_all())
    return tables
