"""`query.store`, on the embedded engine and over HTTP: what goes in once is there once, errors are told apart."""

import os
import socket
import subprocess
import sys
import threading

import pytest

from query.errors import (
    BlockRefused,
    PatternRefused,
    QueryFailed,
    QueryOverLimit,
    SchemaMissing,
    StoreInUse,
    StoreUnavailable,
)
from query.limits import Limits
from query.migrations import check, migrate
from query.schema import TABLES
from query.schema import table as schema_table
from query.settings import EngineSettings, StoreSettings
from query.store import Store
from tests.query.conftest import QUOTED_PASSWORD, Server
from tests.query.rows import DAY, HEAD, NOON, SECOND, moment, span, writes

# As DateTime and DateTime64 alike are read from JSON.
NOON_SECONDS = NOON // SECOND
NASTY = "a'b\\c\t\n\r\0ü😀--/*{p0:String}%s\"`"


def count(store: Store, table: str = "otel_traces") -> int:
    return store.frame(f"SELECT count() AS rows FROM {table}")["rows"][0]


def test_a_block_comes_back_as_it_went_in(store, encoder):
    row = span(0, SpanName=NASTY, SpanAttributes={NASTY: NASTY, "k": ""}, Timestamp=moment(NOON + 123_456_789))
    store.insert_native("otel_traces", 1, encoder.writer("otel_traces", [row]), "one")
    frame = store.frame("SELECT SpanName, SpanAttributes, Timestamp FROM otel_traces")
    assert frame["SpanName"][0] == NASTY
    assert frame.row(0)[1] == {NASTY: NASTY, "k": ""}
    assert frame["Timestamp"].dt.epoch("ns")[0] == NOON + 123_456_789
    assert frame["Timestamp"].dtype.time_zone == "UTC"


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_a_token_is_stored_once_in_every_table(embedded_store, encoder, table):
    check_once(embedded_store, encoder, table)


def test_a_token_is_stored_once_over_http_too(store, encoder):
    for table in ("otel_traces", "otel_red_1m"):
        check_once(store, encoder, table)


def check_once(store: Store, encoder, table: str) -> None:
    time = schema_table(table).time
    rows = [HEAD | {"RetentionDays": days, time: str(NOON_SECONDS)} for days in (18_250, 18_000, 17_000)]
    write = encoder.writer(table, rows)
    for token in ("first", "first", "second", "first", "second"):
        store.insert_native(table, len(rows), write, token)
    assert count(store, table) == 2 * len(rows)


def test_a_retry_after_a_lost_answer_stores_once(http_dsn, server, encoder):
    store = Store.open(StoreSettings(dsn=http_dsn, insert_compression="none"))
    migrate(store)
    write = encoder.writer("otel_traces", [span(number) for number in range(100)])
    for mode in ("lose", "cut", "lose"):
        server.fault(mode)
        with pytest.raises(StoreUnavailable):
            store.insert_native("otel_traces", 100, write, "segment")
    store.insert_native("otel_traces", 100, write, "segment")
    assert count(store) == 100
    store.close()


@pytest.mark.parametrize("compression", ["none", "lz4", "zstd"])
def test_blocks_travel_in_each_compression(http_dsn, encoder, compression):
    store = Store.open(StoreSettings(dsn=http_dsn, insert_compression=compression))
    migrate(store)
    store.insert_native("otel_traces", 3, encoder.writer("otel_traces", [span(n) for n in range(3)]), "t")
    assert count(store) == 3
    store.close()


@pytest.mark.parametrize("code", ["241", "243", "252", "202", "999", "1001"])
def test_a_server_in_trouble_is_transient(http_dsn, server, encoder, code):
    store = Store.open(StoreSettings(dsn=http_dsn))
    migrate(store)
    server.fault(code)
    with pytest.raises(StoreUnavailable):
        store.insert_native("otel_traces", 1, encoder.writer("otel_traces", [span(0)]), "t")
    assert count(store) == 0
    store.close()


def test_a_server_that_is_away_is_the_trouble_of_a_call_not_of_the_start():
    store = Store.open(StoreSettings(dsn="http://user:secret@127.0.0.1:1/otel"))
    for call in (store.ping, lambda: store.insert_native("otel_traces", 1, writes(b"x"), "t"), lambda: check(store)):
        with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1"):
            call()
    store.close()


def test_a_server_that_comes_up_later_is_found(tmp_path, encoder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    store = Store.open(StoreSettings(dsn=f"http://camelops:{QUOTED_PASSWORD}@127.0.0.1:{port}/otel"))
    with pytest.raises(StoreUnavailable):
        store.ping()
    late = Server(tmp_path, port)
    migrate(store)
    store.insert_native("otel_traces", 1, encoder.writer("otel_traces", [span(0)]), "t")
    assert count(store) == 1
    late.close()
    with pytest.raises(StoreUnavailable):
        store.ping()
    store.close()


def test_a_wrong_password_is_transient_and_not_told(server):
    with pytest.raises(StoreUnavailable) as raised:
        Store.open(StoreSettings(dsn=f"http://user:sesame@127.0.0.1:{server.port}/otel")).ping()
    assert "sesame" not in str(raised.value)


def test_a_table_that_is_not_there_is_transient(store):
    with pytest.raises(SchemaMissing, match="camelops migrate"):
        store.insert_native("otel_nothing", 1, writes(b"\x00\x00"), "t")
    with pytest.raises(SchemaMissing, match="camelops migrate"):
        store.frame("SELECT * FROM otel_nothing")


def test_a_torn_block_is_refused_for_good(store, encoder):
    block = encoder.block("otel_traces", [span(0)])
    with pytest.raises(BlockRefused, match="otel_traces refused a block of 1 rows"):
        store.insert_native("otel_traces", 1, writes(block[: len(block) // 2]), "t")
    assert count(store) == 0


@pytest.mark.parametrize(
    "answer",
    ["SELECT 1 AS Unheard", "SELECT 'x' AS Duration", "SELECT [1] AS `Events.Timestamp`, ['a', 'b'] AS `Events.Name`"],
)
def test_a_block_of_other_columns_or_types_is_refused_for_good(store, encoder, answer):
    with pytest.raises(BlockRefused):
        store.insert_native("otel_traces", 1, writes(encoder.query(answer)), "t")
    assert count(store) == 0


def test_a_block_over_too_many_partitions_is_refused_for_good(embedded_dsn, encoder):
    store = Store.open(StoreSettings(dsn=embedded_dsn, insert_partitions_max=5))
    migrate(store)
    rows = [span(n, Timestamp=moment(NOON - n * 31 * DAY), RetentionDays=18_250) for n in range(8)]
    with pytest.raises(BlockRefused, match="single INSERT block"):
        store.insert_native("otel_traces", 8, encoder.writer("otel_traces", rows), "t")
    store.close()


def test_late_rows_of_long_retention_fit_into_one_block(store, encoder):
    rows = [span(n, Timestamp=moment(NOON - n * 30 * DAY), RetentionDays=18_250) for n in range(120)]
    store.insert_native("otel_traces", 120, encoder.writer("otel_traces", rows), "t")
    assert count(store) == 120


def test_a_block_becomes_one_part_per_partition(store, encoder):
    block = encoder.query(
        "SELECT 'acme' AS TenantId, 'g' AS PartitionGroup, toUInt16(18250) AS RetentionDays, "
        "toDateTime64('2026-03-01 12:00:00', 9, 'UTC') AS Timestamp FROM numbers(300000) "
        "SETTINGS max_block_size = 1000000"
    )
    store.insert_native("otel_traces", 300_000, writes(block), "t")
    parts = store.frame(
        "SELECT count() AS parts FROM system.parts WHERE database = {d:String} AND table = 'otel_traces' AND active",
        {"d": store.target.database},
    )
    assert parts["parts"][0] == 1


def test_values_reach_the_engine_unchanged(store):
    values = [NASTY, "", "NULL", "\\N", "[]", "'", "{", "\\"]
    given = {"text": NASTY, "texts": values, "whole": -(2**63), "part": 1.5e-300, "long": NASTY * 4_000}
    frame = store.frame(
        "SELECT {text:String} AS a, {texts:Array(String)} AS b, {whole:Int64} AS c, {part:Float64} AS d, "
        "{long:String} AS e",
        given,
    )
    assert frame.row(0) == (NASTY, values, -(2**63), 1.5e-300, NASTY * 4_000)


def test_an_answer_without_rows_has_its_columns(store):
    frame = store.frame("SELECT * FROM otel_traces")
    assert frame.height == 0
    assert frame.columns[:3] == ["TenantId", "PartitionGroup", "RetentionDays"]


@pytest.mark.parametrize(
    ("sql", "limits"),
    [
        ("SELECT count() FROM numbers(1000000)", Limits(rows_read=1_000)),
        ("SELECT number FROM numbers(100000)", Limits(result_rows=1_000)),
        ("SELECT toString(number) FROM numbers(100000)", Limits(result_bytes=10_000)),
        ("SELECT groupArray(number) FROM numbers(10000000)", Limits(memory_bytes=10_000_000)),
        (
            "SELECT count() FROM numbers(100000000000) WHERE NOT ignore(sipHash64(number))",
            Limits(seconds=0.5, rows_read=10**12),
        ),
    ],
    ids=["rows read", "result rows", "result bytes", "memory", "time"],
)
def test_each_bound_is_an_error_and_never_a_short_answer(store, sql, limits):
    with pytest.raises(QueryOverLimit):
        store.frame(sql, limits=limits)
    assert store.frame("SELECT 1 AS one")["one"][0] == 1


def test_bounds_of_one_question_do_not_reach_the_next(store):
    with pytest.raises(QueryOverLimit):
        store.frame("SELECT number FROM numbers(100)", limits=Limits(result_rows=1))
    assert store.frame("SELECT number FROM numbers(100)").height == 100


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nothing",
        "SELEC 1",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
        "INSERT INTO otel_traces (TenantId) VALUES ('x')",
        "DROP TABLE otel_traces",
        "SELECT 1 SETTINGS readonly = 0",
    ],
)
def test_a_question_can_neither_write_nor_leave_the_database(store, sql):
    with pytest.raises(QueryFailed):
        store.frame(sql)


def test_a_pattern_the_engine_does_not_know_has_its_own_error(store):
    with pytest.raises(PatternRefused):
        store.frame("SELECT match('a', {p:String})", {"p": "(?=a)"})


def test_an_error_of_the_engine_midway_is_an_error(store):
    with pytest.raises(QueryFailed):
        store.frame("SELECT throwIf(number = 70000) FROM numbers(100000)", limits=Limits(result_rows=200_000))


def test_questions_and_inserts_side_by_side_see_whole_answers(store, encoder):
    write = encoder.writer("otel_traces", [span(number) for number in range(1_000)])
    store.insert_native("otel_traces", 1_000, write, "seed")
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(10):
            found = count(store)
            if found % 1_000 or not found:
                wrong.append(found)

    def put(name: str) -> None:
        for number in range(5):
            store.insert_native("otel_traces", 1_000, write, f"{name} {number}")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    threads += [threading.Thread(target=put, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert count(store) == 11_000


def test_more_questions_than_readers_wait_and_then_are_refused(dsn):
    store = Store.open(StoreSettings(dsn=dsn, readers_max=1, reader_wait_s=0.05))
    migrate(store)
    started = threading.Event()

    def ask_long() -> None:
        started.set()
        store.frame("SELECT sum(sleepEachRow(0.1)) FROM numbers(10)")

    long = threading.Thread(target=ask_long)
    long.start()
    started.wait()
    refused = set()
    while long.is_alive():
        try:
            store.ping()
        except StoreUnavailable as error:
            refused.add(str(error))
    long.join()
    assert refused == {"all 1 readers of the store were busy for 0.05 s"}
    store.ping()
    store.close()


def test_the_embedded_engine_is_told_its_bounds(embedded_store):
    told = dict(embedded_store.frame("SELECT name, value FROM system.server_settings").rows())
    bounds = EngineSettings()
    assert int(told["mark_cache_size"]) == bounds.mark_cache_bytes
    assert int(told["index_mark_cache_size"]) == bounds.index_mark_cache_bytes
    assert int(told["background_pool_size"]) == bounds.background_threads
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert int(told["max_server_memory_usage"]) <= machine * bounds.memory_ratio


def test_a_closed_store_says_so(dsn):
    store = Store.open(StoreSettings(dsn=dsn))
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.ping()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.insert_native("otel_traces", 1, writes(b"x"), "t")


OPEN_ANOTHER = """
import sys
from query.errors import StoreInUse
from query.settings import EngineSettings, StoreSettings
from query.store import Store
try:
    Store.open(StoreSettings(dsn="chdb://" + sys.argv[1]))
except StoreInUse as error:
    print(error)
"""


def test_a_second_process_is_told_who_has_the_directory_and_what_to_do(engine_directory):
    command = [sys.executable, "-c", OPEN_ANOTHER, str(engine_directory)]
    says = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert str(engine_directory) in says
    assert "pid" in says
    assert "--data-dir" in says


def test_a_second_directory_in_one_process_is_refused(embedded_store, tmp_path):
    with pytest.raises(StoreInUse, match="another embedded store"):
        Store.open(StoreSettings(dsn=f"chdb://{tmp_path}/other"))


def test_a_directory_that_cannot_be_made_is_named(engine_directory):
    with pytest.raises(StoreUnavailable, match="/proc/nowhere"):
        Store.open(StoreSettings(dsn="chdb:///proc/nowhere/store"))
