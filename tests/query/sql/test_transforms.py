"""`query.sql.transforms`: what indexes are told of a condition, and that the answer stays the same."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from query.language import parse
from query.schema import ddl, table
from query.schema.model import Index
from query.settings import StoreSettings
from query.sql import Named, Rows, Select, Time, call, column, equals, matching, negated, render, text
from query.store import Store
from query.vocabulary import TRACES
from tests.query.ask.world import TRACE_SEARCHES, WORLD, World, make, matching_rows
from tests.query.sql.test_laws import GIVEN, SEARCHES, check
from tests.query.sql.test_laws import searched as searched_for

VALUES = tuple(
    Index(f"idx_{number}", f"mapValues({name})", "bloom_filter(0.01)", 1)
    for number, name in enumerate(("SpanAttributes", "ResourceAttributes"))
)
TRACE_ID = Index("idx_trace_id", "TraceId", "bloom_filter(0.001)", 1)
# Few rows in a granule, so that there is something to leave out.
SMALL = {"index_granularity": "8", "index_granularity_bytes": "0", "min_bytes_for_wide_part": "0"}
INDEXED = replace(table("otel_traces"), indexes=(*VALUES, TRACE_ID), settings=SMALL)
ROWS = Rows(INDEXED, WORLD, Time.RANGE)


def counted(searched: str, rows: Rows = ROWS) -> Select:
    return Select(rows, (Named("Rows", call("count")),), where=matching(parse(searched), TRACES))


def hints(searched: str) -> list[str]:
    """What the statement hints at, without the numbers of its values."""
    sql = render(counted(searched)).sql
    return [re.sub(r"\{p\d+:", "{", found) for found in re.findall(r" AND indexHint\((.*?)\)(?= AND indexHint|$)", sql)]


EITHER = "has(mapValues(SpanAttributes), {String}) OR has(mapValues(ResourceAttributes), {String})"


@pytest.mark.parametrize(
    ("searched", "expected"),
    [
        ("a:1", [EITHER]),
        ("span.a:1", ["has(mapValues(SpanAttributes), {String})"]),
        ("a:1 service:x b:2", [EITHER, EITHER]),
        (
            "a:(1 OR 2)",
            [
                "hasAny(mapValues(SpanAttributes), {Array(String)}) "
                "OR hasAny(mapValues(ResourceAttributes), {Array(String)})"
            ],
        ),
        ("span.a:1 OR trace:2", ["has(mapValues(SpanAttributes), {String}) OR TraceId = {String}"]),
        (
            "(span.a:1 duration>1s) OR (span.b:2 span.c:3)",
            [
                "has(mapValues(SpanAttributes), {String}) OR has(mapValues(SpanAttributes), {String}) "
                "AND has(mapValues(SpanAttributes), {String})"
            ],
        ),
        # Where one way to match is not known to an index, or the opposite is asked for, there is nothing to hint at.
        ("span.a:1 OR service:x", []),
        ("-a:1", []),
        ("a!=1", []),
        ("a:1*", []),
        ("a>1", []),
        ("scope.a:1", []),
        ("event.a:1", []),
        ("trace:1", []),
        ("service:x", []),
    ],
)
def test_what_indexes_are_told(searched, expected):
    assert hints(searched) == expected


def test_a_table_without_the_index_is_told_nothing():
    plain = Rows(replace(INDEXED, indexes=()), WORLD, Time.RANGE)
    assert "indexHint" not in render(counted("a:1", plain)).sql


def test_selects_inside_are_transformed_too():
    inner = counted("span.a:1")
    outer = Select(inner, (Named("Most", call("max", column("Rows"))),))
    assert render(outer).sql.count("indexHint(has(mapValues(SpanAttributes), ") == 1


@given(SEARCHES.filter(lambda search: search[0] is TRACES), GIVEN, GIVEN)
def test_hints_do_not_make_the_text_depend_on_values(search, one, other):
    first, second = (
        replace(select, source=replace(select.source, table=INDEXED))
        for select in (searched_for(search, one), searched_for(search, other))
    )
    check(first, second, other)


@pytest.fixture(scope="module")
def indexed(engine_directory, encoder) -> World:
    """The random world in a table with the indexes and small granules."""
    store = Store.open(StoreSettings(dsn=f"chdb://{engine_directory}?database=indexed"))
    world = make(store, encoder, before=lambda: recreate(store))
    yield world
    store.close()


def recreate(store: Store) -> None:
    store.execute(f"DROP TABLE {store.target.database}.otel_traces SYNC")
    for statement in ddl.create_table(INDEXED, store.target):
        store.execute(statement)


@pytest.mark.parametrize(
    "searched",
    [
        *TRACE_SEARCHES,
        "-http.route:/pay",
        "http.route:/pay OR n:1e3",
        "(http.route:/pay n:1e3) OR host.name:b",
        "-(-http.route:/pay)",
        f"http.route:/pay OR trace:{5:032x}",
    ],
)
def test_what_is_left_out_has_no_row_that_matches(indexed, searched):
    found = indexed.store.frame(*render(counted(searched)))["Rows"][0]
    assert found == len(matching_rows(parse(searched), indexed.spans))


def test_granules_without_the_value_are_left_out(indexed):
    def granules(searched: str) -> int:
        sql, parameters = render(counted(searched))
        plan = "\n".join(indexed.store.frame(f"EXPLAIN indexes = 1 {sql}", parameters)["explain"])
        return int(re.findall(r"Granules: (\d+)/\d+", plan)[-1])

    everything = granules("")
    assert granules("nobody:has-it") < everything / 4
    assert granules("n:1e3") < everything
    assert granules("duration>0 n:nobody") < everything / 4


def test_a_double_negation_is_none():
    one = equals(column("SpanName"), text("a"))
    plain = replace(counted(""), where=(one,))
    assert render(replace(plain, where=(negated(negated(one)),))) == render(plain)
