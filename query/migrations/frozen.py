"""Tables as they were when a migration was written, kept as JSON beside it.

A migration must do tomorrow what it does today, whatever becomes of `query.schema`: so it carries its own data.
`python -m query.migrations > query/migrations/NNNN_name.json` writes the tables of today.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from query.schema.model import Aggregate, Column, Engine, Index, Table

_FOLDER = Path(__file__).parent


def tables(file_name: str) -> tuple[Table, ...]:
    """The tables of a frozen file, without their documentation."""
    return tuple(map(_table, json.loads((_FOLDER / file_name).read_text())))


def dump(live: tuple[Table, ...]) -> str:
    """The tables as JSON, a column a line."""
    entries = []
    for table in live:
        data = {key: value for key, value in asdict(table).items() if key not in {"doc", "columns"}}
        columns = ",\n   ".join(json.dumps(_column_data(column)) for column in table.columns)
        entries.append(json.dumps(data)[:-1] + f', "columns": [\n   {columns}\n ]}}')
    return "[\n " + ",\n ".join(entries) + "\n]\n"


def _column_data(column: Column) -> dict[str, str]:
    given = {
        "name": column.name,
        "type": column.type,
        "codec": column.codec,
        "aggregate": column.aggregate or "",
        "default": column.default,
    }
    return {key: str(value) for key, value in given.items() if value}


def _table(data: dict[str, Any]) -> Table:
    return Table(
        name=data["name"],
        doc="",
        columns=tuple(map(_column, data["columns"])),
        time=data["time"],
        sort_key=tuple(data["sort_key"]),
        primary_key_length=data["primary_key_length"],
        shard_key=data["shard_key"],
        engine=Engine(data["engine"]),
        indexes=tuple(Index(**index) for index in data["indexes"]),
        settings=data["settings"],
        version=data.get("version", ""),
    )


def _column(data: dict[str, str]) -> Column:
    aggregate = data.get("aggregate")
    kind = Aggregate(aggregate) if aggregate else None
    return Column(data["name"], data["type"], "", data.get("codec", ""), kind, data.get("default", ""))
