"""`query.schema.periods`: years of a thousand customers are a bounded number of partitions; questions touch few."""

import re
from dataclasses import replace

import pytest

from query.errors import TooManyPartitions
from query.schema import ddl, table
from query.schema.periods import PARTITIONS_MAX, RETENTION_DAYS_MAX, check_partitions, partitions, periods
from query.scope import Scope
from query.sql import Named, Select, Time, call, column, equals, render, scoped, text
from query.store import Store
from tests.query.rows import DAY, NOON, SECOND, span

TENANTS = 1_000
MONTHS = 36
OWN_GROUPS = 20
ROWS_PER_TENANT_AND_MONTH = 20
# Kept so long that nothing expires while the test runs; the period is a month all the same.
KEPT_DAYS = 18_250
# 2024-03-15T00:00:00Z: in the thirteenth of the months.
MIDDLE = 1_710_460_800 * SECOND

# On a disk of the test the rows need not be safe: thousands of parts would wait for it.
UNSAFE = {"fsync_after_insert": "0", "fsync_part_directory": "0"}


@pytest.mark.parametrize(
    ("days", "most"), [(1, 3), (7, 9), (14, 16), (15, 5), (30, 7), (120, 20), (121, 7), (365, 16), (1_096, 42)]
)
def test_periods_of_a_retention(days, most):
    assert periods(days) == most


def test_a_thousand_customers_for_three_years_are_few_partitions():
    shared = {"shared": [7, 14, 30, 90, 365, 1_096]}
    own = {f"own-{number}": [30, 1_096] for number in range(OWN_GROUPS)}
    assert partitions(shared | own) < 1_100
    check_partitions(shared | own)


def test_too_many_groups_are_refused_before_they_hurt():
    own = {f"own-{number}": [1_096] for number in range(200)}
    with pytest.raises(
        TooManyPartitions, match="200 partition groups would make up to 8400 partitions in a table, 5000"
    ):
        check_partitions(own)


class Plan:
    """What EXPLAIN says of a question: parts and granules after each step of pruning."""

    def __init__(self, text: str) -> None:
        self.parts = [int(count) for count in re.findall(r"Parts: (\d+)/\d+", text)]
        self.granules = [int(count) for count in re.findall(r"Granules: (\d+)/\d+", text)]
        self.all_parts = max(int(count) for count in re.findall(r"Parts: \d+/(\d+)", text))


def plan(store: Store, select: Select) -> Plan:
    sql, parameters = render(select)
    return explained(store, sql, parameters)


def explained(store: Store, sql: str, parameters: dict[str, object]) -> Plan:
    frame = store.frame(f"EXPLAIN indexes = 1 {sql}", parameters)
    return Plan("\n".join(frame["explain"]))


def day_of(tenant: str, group: str | None = None) -> Select:
    """All rows of a tenant's day."""
    scope = Scope(tenant, MIDDLE, MIDDLE + DAY, partition_group=group)
    return Select(scoped("otel_traces", scope), (Named("Longest", call("max", column("Duration"))),))


@pytest.fixture(scope="module")
def filled(module_store) -> Store:
    """Traces and their index of all tenants and months."""
    target = module_store.target
    for name in ("otel_traces", "otel_traces_trace_id_ts"):
        module_store.execute(f"DROP TABLE {target.database}.{name} SYNC")
        for statement in ddl.create_table(replace(table(name), settings=UNSAFE), target):
            module_store.execute(statement)
    rows = TENANTS * MONTHS * ROWS_PER_TENANT_AND_MONTH
    number = f"number % {TENANTS}"
    source = (
        f"SELECT concat('tenant-', toString({number})) AS TenantId, "
        f"if({number} < {OWN_GROUPS}, concat('own-', toString({number})), 'shared') AS PartitionGroup, "
        f"toUInt16({KEPT_DAYS}) AS RetentionDays, "
        f"addMonths(toDateTime64('2023-03-05 00:00:00', 9, 'UTC'), intDiv(number, {TENANTS}) % {MONTHS}) "
        f"+ toIntervalDay(intDiv(number, {TENANTS * MONTHS})) AS Time, "
        "lower(hex(MD5(toString(number)))) AS TraceId, toString(number % 7) AS Service "
        f"FROM numbers({rows}) SETTINGS max_partitions_per_insert_block = 0, max_block_size = {rows}, max_threads = 1"
    )
    for name, time, service in (
        ("otel_traces", "Timestamp", "ServiceName"),
        ("otel_traces_trace_id_ts", "Start", "RootServiceName"),
    ):
        columns = f"TenantId, PartitionGroup, RetentionDays, {time}, TraceId, {service}"
        module_store.execute(f"INSERT INTO {target.database}.{name} ({columns}) {source}")
    return module_store


def test_partitions_are_as_many_as_predicted(filled):
    for name in ("otel_traces", "otel_traces_trace_id_ts"):
        counted = filled.frame(
            "SELECT uniqExact(partition) AS partitions, sum(rows) AS rows FROM system.parts "
            "WHERE active AND database = {d:String} AND table = {t:String}",
            {"d": filled.target.database, "t": name},
        )
        assert counted.row(0) == ((OWN_GROUPS + 1) * MONTHS, TENANTS * MONTHS * ROWS_PER_TENANT_AND_MONTH)
        assert counted["partitions"][0] < PARTITIONS_MAX


def test_a_day_of_a_customer_with_its_own_group_is_one_part(filled):
    # Without the group, a granule of the shared part has to be looked into: it spans the tenant's place in the order.
    for group, most in (("own-7", 1), (None, 2)):
        found = plan(filled, day_of("tenant-7", group))
        assert found.all_parts >= (OWN_GROUPS + 1) * MONTHS
        assert found.parts[-1] <= most
        assert found.granules[-1] <= most


def test_a_day_of_a_customer_in_a_shared_group_is_one_granule_of_one_part(filled):
    found = plan(filled, day_of("tenant-500"))
    assert found.parts[-1] == 1
    # A tenant's rows may lie across the border of two granules.
    assert found.granules[-1] <= 2


def test_a_time_alone_leaves_the_parts_of_its_month(filled):
    sql, parameters = render(day_of("nobody"))
    found = explained(filled, sql.replace("TenantId = ", "'nobody' = "), parameters)
    assert found.parts[-1] == OWN_GROUPS + 1


def test_a_trace_is_looked_up_in_a_granule_of_each_part_of_its_group(filled):
    scope = Scope("tenant-500", MIDDLE, MIDDLE + DAY, partition_group="shared")
    index = scoped("otel_traces_trace_id_ts", scope, Time.ANY)
    found = plan(filled, Select(index, (column("Spans"),), where=(equals(column("TraceId"), text("0" * 32)),)))
    assert found.parts[-1] <= MONTHS
    assert found.granules[-1] <= MONTHS


def test_rows_of_unequal_retention_never_share_a_part(embedded_store, encoder):
    """A part is dropped when its last row expires: sharing one would keep the short-lived for years."""
    days = (1, 18_000, 18_250)
    rows = [span(number, RetentionDays=kept, Timestamp="2026-03-01 12:00:00") for number, kept in enumerate(days)]
    embedded_store.insert_native("otel_traces", 3, encoder.writer("otel_traces", rows), "t")
    embedded_store.execute(f"OPTIMIZE TABLE {embedded_store.target.database}.otel_traces FINAL")
    kept = embedded_store.frame("SELECT RetentionDays FROM otel_traces ORDER BY RetentionDays")
    assert kept["RetentionDays"].to_list() == [18_000, 18_250]


def test_a_retention_beyond_the_calendar_keeps_rows_instead_of_dropping_them(embedded_store, encoder):
    """Time plus 65,535 days is beyond what a DateTime holds; it must not wrap around into the past."""
    assert RETENTION_DAYS_MAX * DAY + NOON < 2**32 * SECOND
    block = encoder.writer("otel_traces", [span(0, RetentionDays=65_535)])
    embedded_store.insert_native("otel_traces", 1, block, "t")
    embedded_store.execute(f"OPTIMIZE TABLE {embedded_store.target.database}.otel_traces FINAL")
    assert embedded_store.frame("SELECT count() AS rows FROM otel_traces")["rows"][0] == 1
