"""What a search by attribute reads, of tables as they are delivered: the granules that have the value, and few more."""

import itertools
import re

import pytest

from query import ask
from query.language import parse
from query.limits import Limits
from query.migrations import migrate
from query.scope import Scope
from query.settings import StoreSettings
from query.vocabulary import TRACES
from tests.query.ask.statements import Recorder
from tests.query.rows import HOUR, NOON

_numbers = itertools.count(1)
ROWS = 200_000
SCOPE = Scope("mine", NOON - HOUR, NOON, limits=Limits())
# A value in each granule of 8,192 rows is found in vain once in a hundred times.
IN_VAIN_MAX = 3
QUESTIONS = {
    "find_traces": lambda store, search: ask.find_traces(store, SCOPE, search, 20),
    "spans": lambda store, search: ask.spans(store, SCOPE, search, 20),
    "histogram": lambda store, search: ask.histogram(store, SCOPE, search, TRACES, 60),
    "heat_map": lambda store, search: ask.heat_map(store, SCOPE, search, 60, 40),
    "facets": lambda store, search: ask.facets(store, SCOPE, search, TRACES, ["service"], 10),
}
# Each is of one row, or of rows that lie together.
SEARCHES = (
    "shop.order.id:order-77000",
    "span.shop.order.id:order-77000",
    "resource.host.name:host-9",
    "host.name:host-9",
    "shop.order.id:(order-77000 OR order-77001)",
    "shop.order.id:order-77000 duration>1us",
    "shop.order.id:nobody",
)


@pytest.fixture(scope="module")
def recorder(engine_directory) -> Recorder:
    """An hour of one service in one part: order ids that no two rows share, hosts that change every 8,000 rows."""
    store = Recorder.open(StoreSettings(dsn=f"chdb://{engine_directory}?database=pruned_{next(_numbers)}"))
    migrate(store)
    shared = (
        "'mine' AS TenantId, 'shared' AS PartitionGroup, toUInt16(18250) AS RetentionDays, "
        f"fromUnixTimestamp64Nano({NOON - HOUR // 15} + number * 1000) AS Timestamp, 'orders' AS ServiceName, "
        "lower(leftPad(hex(intDiv(number, 3)), 32, '0')) AS TraceId, "
        "map('host.name', concat('host-', toString(intDiv(number, 8000)))) AS ResourceAttributes"
    )
    order = "map('shop.order.id', concat('order-', toString(number)), 'http.route', '/orders')"
    tables = {
        "otel_traces": f"{shared}, 'place' AS SpanName, 'Ok' AS StatusCode, toUInt64(5000) AS Duration, "
        f"{order} AS SpanAttributes",
        "otel_logs": f"{shared}, 'placed' AS Body, {order} AS LogAttributes",
    }
    for table, columns in tables.items():
        names = ", ".join(re.findall(r" AS (\w+)", columns))
        store.execute(
            f"INSERT INTO {store.target.database}.{table} ({names}) SELECT {columns} FROM numbers({ROWS}) "
            "SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 10000000, "
            "min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 0"
        )
    yield store
    store.close()


def granules(plan: str, table: str) -> list[tuple[int, int]]:
    """Granules left of those before, for the last index of each reading of the table."""
    readings = re.findall(rf"^{table}$\n((?:  .*\n?)+)", plan, re.MULTILINE)
    return [tuple(map(int, re.findall(r"granules (\d+)/(\d+)", reading)[-1])) for reading in readings]


@pytest.mark.parametrize("searched", SEARCHES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_search_by_attribute_reads_the_granules_of_its_value(recorder, question, searched):
    plan = recorder.heard(lambda store: QUESTIONS[question](store, parse(searched)))
    left, before = granules(plan, "otel_traces")[0]
    assert before >= ROWS // 8192
    assert left <= 2 + IN_VAIN_MAX


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - {"spans"}))
def test_one_way_to_match_may_be_a_value_and_more(recorder, question):
    """Not `spans`: where the engine keeps the newest rows as it reads, it leaves out such a combination of indexes."""
    search = parse("shop.order.id:order-77000 OR (host.name:host-9 status:ok)")
    plan = recorder.heard(lambda store: QUESTIONS[question](store, search))
    left, _ = granules(plan, "otel_traces")[0]
    assert left <= 3 + IN_VAIN_MAX


@pytest.mark.parametrize("searched", ["shop.order.id:order-77000", "host.name:host-9", "level<error shop.order.id:no"])
def test_a_search_of_logs_does_too(recorder, searched):
    plan = recorder.heard(lambda store: ask.log_search(store, SCOPE, parse(searched), 20))
    left, before = granules(plan, "otel_logs")[0]
    assert before >= ROWS // 8192
    assert left <= 2 + IN_VAIN_MAX


def test_a_common_value_is_found_wherever_it_is(recorder):
    plan = recorder.heard(lambda store: ask.histogram(store, SCOPE, parse("http.route:/orders"), TRACES, 60))
    [(left, before)] = granules(plan, "otel_traces")
    assert left == before
