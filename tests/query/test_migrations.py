"""`query.migrations`: from nothing to today's tables, by anyone, any number of times."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from query.errors import SchemaTooNew, SchemaTooOld
from query.migrations import Migration, check, history, migrate, statements, version
from query.migrations.operations import AddColumn, CreateTable
from query.schema import KEPT, TABLES
from query.schema.ddl import Target
from query.schema.model import Column, Table
from query.settings import StoreSettings
from query.store import Store
from tests.query.rows import HEAD, MINUTE, NOON, SECOND, span

SNAPSHOTS = Path(__file__).parent / "snapshots"
COLOUR = Column("Colour", "LowCardinality(String)", "For the test.")
NEWEST = history()[-1].number
LATER = Migration(NEWEST + 1, "colour", 1, (AddColumn("otel_traces", COLOUR, "ServiceName"),))
BREAKING = replace(LATER, oldest_version=LATER.number)
ALL_TABLES = (*TABLES, *KEPT)


def stored_columns(store: Store) -> dict[str, list[tuple[str, str]]]:
    frame = store.frame(
        "SELECT table, name, type FROM system.columns WHERE database = {d:String} ORDER BY table, position",
        {"d": store.target.database},
    )
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, name, kind in frame.rows():
        columns.setdefault(table, []).append((name, kind))
    return columns


def test_a_fresh_store_is_too_old_and_says_what_to_do(empty_store):
    with pytest.raises(
        SchemaTooOld,
        match=rf"version 0, this camelops needs {NEWEST} \(missing: 1 tables, .*\): run `camelops migrate`",
    ):
        check(empty_store)


def test_migrating_gives_the_tables_of_the_schema(empty_store):
    assert [step.number for step in migrate(empty_store)] == [step.number for step in history()]
    check(empty_store)
    stored = stored_columns(empty_store)
    assert stored.keys() == {table.name for table in ALL_TABLES} | {"schema_migrations"}
    for table in ALL_TABLES:
        assert stored[table.name] == [(column.name, column.stored_type) for column in table.columns]


def test_migrating_again_changes_nothing(store):
    before = stored_columns(store)
    assert migrate(store) == []
    assert stored_columns(store) == before
    assert version(store) == history()[-1].number


def test_several_may_start_at_once(dsn):
    stores = [Store.open(StoreSettings(dsn=dsn)) for _ in range(3)]

    def start(store: Store) -> None:
        migrate(store)
        check(store)

    with ThreadPoolExecutor() as pool:
        list(pool.map(start, stores))
    assert version(stores[0]) == history()[-1].number
    for store in stores:
        store.close()


def test_a_step_that_broke_off_is_taken_again(empty_store):
    first = list(statements(empty_store.target))
    for statement in first[:-3]:
        empty_store.execute(statement)
    migrate(empty_store)
    check(empty_store)


def test_a_later_step_adds_a_column_and_keeps_the_rows(store, encoder):
    store.insert_native("otel_traces", 1, encoder.writer("otel_traces", [span(0)]), "t")
    steps = (*history(), LATER)
    with pytest.raises(SchemaTooOld, match=f"missing: {LATER.number} colour"):
        check(store, steps)
    assert migrate(store, steps) == [LATER]
    assert migrate(store, steps) == []
    check(store, steps)
    assert ("Colour", "LowCardinality(String)") in stored_columns(store)["otel_traces"]
    assert store.frame("SELECT SpanName, Colour FROM otel_traces").row(0) == ("step 0", "")
    store.insert_native("otel_traces", 1, encoder.writer("otel_traces", [span(1)]), "u")
    assert store.frame("SELECT count() AS rows FROM otel_traces")["rows"][0] == 2


def test_hours_are_filled_once_from_the_minutes_of_before(empty_store, encoder):
    by_hour = next(step for step in history() if step.name == "red_by_hour")
    migrate(empty_store, history()[: by_hour.number - 1])
    call = {"ServiceName": "orders", "Calls": 2.0, "Rows": 2, "DurationMax": 7, "Buckets": {"3": 2.0}}
    rows = [
        HEAD | call | {"RetentionDays": days, "Minute": str((NOON + number * 25 * MINUTE) // SECOND)}
        for number in range(200)
        for days in (18_000, 18_250)
    ]
    empty_store.insert_native("otel_red_1m", len(rows), encoder.writer("otel_red_1m", rows), "minutes")
    # As if it had broken off before it was recorded.
    for operation in by_hour.operations:
        for statement in operation.statements(empty_store.target):
            empty_store.execute(statement)
    assert by_hour in migrate(empty_store)
    sums = "sum(Calls) AS Calls, sum(Rows) AS Rows, max(DurationMax) AS DurationMax, sumMap(Buckets)[3] AS Third"
    assert empty_store.frame(f"SELECT {sums} FROM otel_red_1h").row(0) == (800.0, 800, 7, 800.0)
    (minutes, hours) = (
        empty_store.frame(
            f"SELECT {start} AS Start, RetentionDays AS Days, {sums} FROM {table} GROUP BY ALL ORDER BY ALL"
        )
        for table, start in (("otel_red_1m", "toStartOfHour(Minute, 'UTC')"), ("otel_red_1h", "Hour"))
    )
    assert hours.rows() == minutes.rows()


def test_who_is_late_does_not_fill_in_what_others_wrote_since(store, encoder):
    """Two start at once, one is slower: it fills the hours when the other takes telemetry already."""
    late = list(statements(store.target))
    call = HEAD | {"ServiceName": "orders", "Calls": 2.0, "Rows": 2}
    minute, hour = call | {"Minute": str(NOON // SECOND)}, call | {"Hour": str(NOON // SECOND)}
    store.insert_native("otel_red_1m", 1, encoder.writer("otel_red_1m", [minute]), "t")
    store.insert_native("otel_red_1h", 1, encoder.writer("otel_red_1h", [hour]), "t")
    for statement in late:
        store.execute(statement)
    assert store.frame("SELECT sum(Calls) AS Calls FROM otel_red_1h")["Calls"][0] == 2.0


def test_an_older_program_works_on_tables_that_only_grew(store):
    migrate(store, (*history(), LATER))
    check(store)
    assert migrate(store) == []


def test_an_older_program_refuses_tables_that_are_beyond_it(store):
    migrate(store, (*history(), BREAKING))
    needed = LATER.number
    for refused in (check, migrate):
        with pytest.raises(
            SchemaTooNew,
            match=f"version {needed}, which needs a camelops that knows version {needed}; this one knows {NEWEST}",
        ):
            refused(store)


def documented(table: Table) -> Table:
    return replace(table, doc="", columns=tuple(replace(column, doc="") for column in table.columns))


def test_the_steps_together_make_the_schema():
    """A change of `query.schema` without a step fails here: add one to `history.py`."""
    schema: dict[str, Table] = {}
    for step in history():
        for operation in step.operations:
            schema = dict(operation.applied_to(schema))
    assert schema == {table.name: documented(table) for table in ALL_TABLES}


def test_a_column_is_added_where_it_belongs():
    table = TABLES[0]
    grown = AddColumn(table.name, COLOUR, table.columns[0].name).applied_to(CreateTable(table).applied_to({}))
    assert grown[table.name].column_names[:3] == ("TenantId", "Colour", "PartitionGroup")


def test_steps_are_numbered_without_holes():
    assert [step.number for step in history()] == list(range(1, len(history()) + 1))
    assert all(1 <= step.oldest_version <= step.number for step in history())


@pytest.mark.parametrize(
    ("name", "target"),
    [("single", Target("otel")), ("cluster", Target("otel", "{cluster}"))],
    ids=["single", "cluster"],
)
def test_released_statements_never_change(name, target):
    """The file holds what every installation ran. A new step appends to it; nothing else may change it."""
    text = "".join(f"{statement};\n\n" for statement in statements(target))
    assert text == (SNAPSHOTS / f"{name}.sql").read_text()


def test_a_column_is_added_to_the_stored_table_before_the_distributed_one():
    operation = AddColumn("otel_traces", Column("a.b", "UInt8", "", "LZ4"), "Events.Name")
    added = "ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS `a.b` UInt8 CODEC(LZ4) AFTER `Events.Name`"
    assert list(operation.statements(Target("otel", "main"))) == [
        f"ALTER TABLE otel.otel_traces_local {added}",
        f"ALTER TABLE otel.otel_traces {added}",
    ]


@pytest.mark.parametrize(("database", "cluster"), [("o tel", ""), ("", ""), ("otel", "a'b"), ("otel", "{a")])
def test_names_of_databases_and_clusters_are_checked(database, cluster):
    with pytest.raises(ValueError, match="name"):
        Target(database, cluster)
