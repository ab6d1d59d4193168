"""`query.sql`: selects to text, and what is refused."""

from dataclasses import replace

import pytest

from query.scope import Scope
from query.sql import (
    Call,
    Column,
    Constant,
    Join,
    JoinKind,
    Lambda,
    LimitBy,
    Named,
    Order,
    Output,
    Select,
    Time,
    Union,
    Value,
    Variable,
    Within,
    among,
    call,
    column,
    columns_of,
    either,
    equals,
    every,
    negated,
    newest,
    render,
    scoped,
    text,
    texts,
)
from tests.query.rows import HOUR, NOON, SECOND

SCOPE = Scope("acme", NOON, NOON + HOUR)
SPANS = scoped("otel_traces", SCOPE)
OWN = (
    "TenantId = {p0:String} AND Timestamp >= fromUnixTimestamp64Nano({p1:Int64}, 'UTC') "
    "AND Timestamp < fromUnixTimestamp64Nano({p2:Int64}, 'UTC')"
)


def test_a_select_of_every_clause():
    select = Select(
        SPANS,
        (column("ServiceName"), Named("Calls", call("count"))),
        where=(either(equals(column("SpanName"), text("a")), negated(among(column("SpanKind"), texts(["b"])))),),
        group_by=(column("ServiceName"),),
        having=(call("greater", Output("Calls"), Value(5, "UInt64")),),
        order_by=(newest(Output("Calls")), Order(column("ServiceName"))),
        limit_by=LimitBy(3, (column("ServiceName"),)),
        limit=10,
    )
    sql, parameters = render(select)
    assert sql == (
        f"SELECT ServiceName, count() AS Calls FROM otel_traces WHERE {OWN} "
        "AND (SpanName = {p3:String} OR NOT SpanKind IN {p4:Array(String)}) GROUP BY ServiceName "
        "HAVING Calls > {p5:UInt64} ORDER BY Calls DESC, ServiceName LIMIT {p6:UInt64} BY ServiceName LIMIT {p7:UInt64}"
    )
    assert parameters == {
        "p0": "acme", "p1": NOON, "p2": NOON + HOUR, "p3": "a", "p4": ["b"], "p5": 5, "p6": 3, "p7": 10,
    }  # fmt: skip


def test_a_column_that_an_output_hides_says_where_it_comes_from():
    sql, _ = render(Select(SPANS, (Named("Timestamp", call("max", column("Timestamp"))),)))
    assert sql.startswith(
        "SELECT max(source.Timestamp) AS Timestamp FROM otel_traces AS source "
        "WHERE source.TenantId = {p0:String} AND source.Timestamp >= "
    )


def test_arrays_are_unfolded():
    select = Select(
        SPANS,
        (Named("Event", Output("name")), Named("Events", call("count"))),
        array_join=(Named("name", column("Events.Name")),),
        group_by=(Output("name"),),
    )
    assert render(select).sql.startswith(
        "SELECT name AS Event, count() AS Events FROM otel_traces ARRAY JOIN `Events.Name` AS name WHERE "
    )


def test_functions_of_elements():
    long = Lambda(("each",), call("greater", call("length", Variable("each")), Constant(3)))
    select = Select(SPANS, (Named("Some", call("arrayExists", long, column("Events.Name"))),))
    assert "arrayExists((each) -> length(each) > 3, `Events.Name`) AS Some" in render(select).sql


def test_parameters_of_an_aggregate():
    select = Select(SPANS, (Named("P", Call("quantiles", (column("Duration"),), (Constant(0.5), Constant(0.95)))),))
    assert "quantiles(0.5, 0.95)(Duration) AS P" in render(select).sql


def test_a_join_is_of_selects_each_with_its_own_scope():
    spans = Select(SPANS, (column("TraceId"), column("SpanId"), column("ServiceName")))
    logs = Select(scoped("otel_logs", SCOPE), (column("TraceId"), column("Body")))
    join = Join(spans, "span", logs, "log", (("TraceId", "TraceId"),), JoinKind.LEFT)
    sql, parameters = render(
        Select(join, (column("ServiceName", "span"), Named("Text", column("Body", "log"))), limit=5)
    )
    assert sql.startswith("SELECT span.ServiceName AS ServiceName, log.Body AS Text FROM (SELECT TraceId, ")
    assert sql.endswith("AS log ON span.TraceId = log.TraceId LIMIT {p6:UInt64}")
    assert ") AS span LEFT JOIN (SELECT TraceId, Body FROM otel_logs WHERE TenantId = {p3:String}" in sql
    assert parameters["p3"] == "acme"


def test_a_union_is_of_selects_with_the_same_columns_each_with_its_own_scope():
    spans = Select(SPANS, (column("TraceId"), Named("Amount", column("Duration"))))
    logs = Select(scoped("otel_logs", SCOPE), (column("TraceId"), Named("Amount", column("SeverityNumber"))))
    total = (column("TraceId"), Named("Amount", call("sum", column("Amount"))))
    sql, parameters = render(Select(Union((spans, logs)), total, group_by=(column("TraceId"),)))
    assert sql.startswith(
        "SELECT source.TraceId AS TraceId, sum(source.Amount) AS Amount FROM (SELECT TraceId, Duration AS Amount FROM "
    )
    assert " UNION ALL SELECT TraceId, SeverityNumber AS Amount FROM otel_logs WHERE TenantId = {p3:String}" in sql
    assert sql.endswith(") AS source GROUP BY source.TraceId")
    assert parameters["p0"] == parameters["p3"] == "acme"
    other = replace(logs, columns=(column("TraceId"),))
    with pytest.raises(ValueError, match="the same columns"):
        render(Select(Union((spans, other)), (column("TraceId"),)))


def test_rows_of_another_select_and_among_those_of_another():
    inner = Select(scoped("otel_logs", SCOPE), (column("TraceId"),))
    outer = Select(
        Select(SPANS, (column("TraceId"), Named("Spans", call("count"))), group_by=(column("TraceId"),)),
        (Named("Most", call("max", column("Spans"))),),
        where=(Within(column("TraceId"), inner),),
    )
    sql, _ = render(outer)
    assert sql.startswith("SELECT max(Spans) AS Most FROM (SELECT TraceId, count() AS Spans FROM otel_traces WHERE ")
    assert "GROUP BY TraceId) WHERE TraceId GLOBAL IN (SELECT TraceId FROM otel_logs WHERE TenantId = {p3:" in sql


@pytest.mark.parametrize(
    ("name", "time", "start", "end"),
    [
        ("otel_red_1m", "Minute", NOON // SECOND + 60, NOON // SECOND + 63),
        ("otel_attributes_1h", "Hour", NOON // SECOND, NOON // SECOND + 63),
    ],
)
def test_rollups_are_asked_for_whole_periods(name, time, start, end):
    scope = Scope("acme", NOON + 61 * SECOND, NOON + 62_500_000_000)
    sql, parameters = render(Select(scoped(name, scope), (Named("Number", call("count")),)))
    assert sql.endswith(
        f"WHERE TenantId = {{p0:String}} AND {time} >= toDateTime({{p1:UInt32}}, 'UTC') "
        f"AND {time} < toDateTime({{p2:UInt32}}, 'UTC')"
    )
    assert parameters == {"p0": "acme", "p1": start, "p2": end}


def test_a_table_that_is_asked_by_an_id_is_bound_to_its_tenant_alone():
    index = scoped("otel_traces_trace_id_ts", Scope("acme", NOON, NOON + HOUR, partition_group="big"), Time.ANY)
    sql, parameters = render(Select(index, (column("TraceId"),)))
    assert sql == (
        "SELECT TraceId FROM otel_traces_trace_id_ts WHERE TenantId = {p0:String} AND PartitionGroup = {p1:String}"
    )
    assert parameters == {"p0": "acme", "p1": "big"}


def test_conditions_are_written_flat():
    one, two, three = (equals(column("SpanName"), text(each)) for each in "abc")
    nested = Select(SPANS, columns_of("otel_traces")[:1], where=(every(one, every(two, negated(negated(three)))),))
    flat = Select(SPANS, columns_of("otel_traces")[:1], where=(one, two, three))
    assert render(nested) == render(flat)


def test_what_binds_looser_is_in_parentheses():
    one, two = (equals(column("SpanName"), text(each)) for each in "ab")
    sum_of = call("multiply", call("plus", column("Duration"), Constant(1)), Constant(2))
    select = Select(SPANS, (Named("Sum", sum_of),), where=(negated(every(one, either(one, two))),))
    sql = render(select).sql
    assert "SELECT (Duration + 1) * 2 AS Sum" in sql
    assert sql.endswith("AND NOT (SpanName = {p3:String} AND (SpanName = {p4:String} OR SpanName = {p5:String}))")


NAMED = (Named("Rows", call("count")),)


@pytest.mark.parametrize(
    ("select", "says"),
    [
        (Select(SPANS, (column("Colour"),)), "no column 'Colour'"),
        (Select(SPANS, NAMED, where=(equals(column("Body"), text("x")),)), "no column 'Body'"),
        (Select(SPANS, NAMED, where=(equals(Column("SpanName", "left"), text("x")),)), "no column 'SpanName'"),
        (Select(SPANS, NAMED, order_by=(newest(Output("Calls")),)), "'Calls' is not among the outputs Rows"),
        (Select(SPANS, (Named("Rows", call("count(); SELECT")),)), "is not the name of a function"),
        (Select(SPANS, (Named("x FROM otel_logs --", call("count")),)), "is not a name"),
        (Select(SPANS, (Named("Word", Constant("it's")),)), "is not a word of ours"),
        (Select(SPANS, (Named("Word", Constant("\\")),)), "is not a word of ours"),
        (Select(SPANS, (Named("Number", Constant(float("nan"))),)), "is not a number that can be written"),
        (Select(SPANS, (Named("Value", Value("x", "String} --")),)), "is not a type of a bound value"),
        (Select(SPANS, (Named("Value", Variable("SpanName")),)), "is named as a column"),
        (Select(SPANS, (Named("Value", Variable("a b")),)), "is not a name"),
    ],
)
def test_what_is_not_of_the_schema_or_not_ours_is_refused(select, says):
    with pytest.raises(ValueError, match=says):
        render(select)


def test_a_table_that_is_not_in_the_schema_has_no_door():
    with pytest.raises(KeyError, match=r"system\.tables"):
        scoped("system.tables", SCOPE)
