"""`query.sql.search`: what terms mean in a table."""

import re

import pytest

from query.errors import MalformedQuery
from query.language import parse
from query.scope import Scope
from query.sql import Named, Select, call, matching, render, scoped
from query.sql.search import PATTERN_CHARACTERS_MAX
from query.vocabulary import LOGS, TRACES, Vocabulary
from tests.query.rows import HOUR, NOON

SCOPE = Scope("acme", NOON, NOON + HOUR)


def compiled(text: str, vocabulary: Vocabulary = TRACES) -> tuple[str, list[object]]:
    """The part of the condition that is the search's, and its values."""
    rows = scoped(vocabulary.table, SCOPE)
    sql, parameters = render(Select(rows, (Named("Rows", call("count")),), where=matching(parse(text), vocabulary)))
    return sql.split("{p2:Int64}, 'UTC') AND ")[1], list(parameters.values())[3:]


@pytest.mark.parametrize(
    ("text", "sql", "values"),
    [
        ("service:orders", "ServiceName = {p3:String}", ["orders"]),
        ("operation:x", "SpanName = {p3:String}", ["x"]),
        ("status:ERROR", "StatusCode = {p3:String}", ["Error"]),
        ("kind!=server", "NOT SpanKind = {p3:String}", ["Server"]),
        ("kind:(server OR CLIENT)", "SpanKind IN {p3:Array(String)}", [["Server", "Client"]]),
        (
            "name:(a OR b OR GET*)",
            "(SpanName IN {p3:Array(String)} OR startsWith(SpanName, {p4:String}))",
            [["a", "b"], "GET"],
        ),
        ("duration>1.5ms", "Duration > {p3:Int64}", [1_500_000]),
        ("duration:2m", "Duration = {p3:Int64}", [120_000_000_000]),
        ("duration<7", "Duration < {p3:Int64}", [7]),
        ("duration>999999999999999h", "Duration > {p3:Int64}", [2**63 - 1]),
        ("duration:[1ms TO 2s]", "Duration >= {p3:Int64} AND Duration <= {p4:Int64}", [10**6, 2 * 10**9]),
        ("duration:[* TO 2s]", "Duration <= {p3:Int64}", [2 * 10**9]),
        ("duration!=[1 TO 2]", "NOT (Duration >= {p3:Int64} AND Duration <= {p4:Int64})", [1, 2]),
        ("duration:(1 OR 2)", "(Duration = {p3:Int64} OR Duration = {p4:Int64})", [1, 2]),
        ("trace:ABC", "TraceId = {p3:String}", ["abc".zfill(32)]),
        ("route:*", "CamelRoute != ''", []),
        ("route:[* TO *]", "CamelRoute != ''", []),
        ("route:pay*", "startsWith(CamelRoute, {p3:String})", ["pay"]),
        ("node=~^to", "match(CamelNode, {p3:String})", ["^to"]),
        ("event:*", "notEmpty(`Events.Name`)", []),
        ("event:exception", "arrayExists((each) -> each = {p3:String}, `Events.Name`)", ["exception"]),
        (
            "event.exception.type:*",
            "arrayExists((attributes) -> mapContains(attributes, {p3:String}), `Events.Attributes`)",
            ["exception.type"],
        ),
        (
            "resource.host.name:a",
            "ResourceAttributes[{p3:String}] = {p4:String} "
            "AND (notEmpty({p5:String}) OR mapContains(ResourceAttributes, {p6:String})) "
            "AND indexHint(has(mapValues(ResourceAttributes), {p7:String}))",
            ["host.name", "a", "a", "host.name", "a"],
        ),
        (
            "http.route:x*",
            "(startsWith(SpanAttributes[{p3:String}], {p4:String}) "
            "OR startsWith(ResourceAttributes[{p5:String}], {p6:String}))",
            ["http.route", "x", "http.route", "x"],
        ),
        (
            "span.a=~x",
            "match(SpanAttributes[{p3:String}], {p4:String}) "
            "AND (NOT match('', {p5:String}) OR mapContains(SpanAttributes, {p6:String}))",
            ["a", "x", "x", "a"],
        ),
        ("span.a:*", "mapContains(SpanAttributes, {p3:String})", ["a"]),
        (
            "span.a:(x OR y)",
            "SpanAttributes[{p3:String}] IN {p4:Array(String)} "
            "AND (NOT has({p5:Array(String)}, '') OR mapContains(SpanAttributes, {p6:String})) "
            "AND indexHint(hasAny(mapValues(SpanAttributes), {p7:Array(String)}))",
            ["a", ["x", "y"], ["x", "y"], "a", ["x", "y"]],
        ),
        (
            "span.n>=5e2",
            "ifNull(toFloat64OrNull(SpanAttributes[{p3:String}]) >= {p4:Float64}, 0)",
            ["n", 500.0],
        ),
    ],
)
def test_terms_over_traces(text, sql, values):
    assert compiled(text) == (sql, values)


@pytest.mark.parametrize(
    ("text", "sql", "values"),
    [
        ("level:warn", "SeverityNumber >= {p3:Int64} AND SeverityNumber <= {p4:Int64}", [13, 16]),
        ("level:13", "SeverityNumber >= {p3:Int64} AND SeverityNumber <= {p4:Int64}", [13, 13]),
        ("level>warn", "SeverityNumber > {p3:Int64}", [16]),
        ("level>=Warning", "SeverityNumber >= {p3:Int64}", [13]),
        ("level<=warn", "SeverityNumber <= {p3:Int64}", [16]),
        ("level:[warn TO error]", "SeverityNumber >= {p3:Int64} AND SeverityNumber <= {p4:Int64}", [13, 20]),
        ("severity<17", "SeverityNumber < {p3:Int64}", [17]),
        ("body:hello", "Body = {p3:String}", ["hello"]),
        ("log.thread:main*", "startsWith(LogAttributes[{p3:String}], {p4:String})", ["thread", "main"]),
    ],
)
def test_terms_over_logs(text, sql, values):
    assert compiled(text, LOGS) == (sql, values)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("status:broken", "status is one of unset, ok, error"),
        ("status:(ok OR broken)", "status is one of unset, ok, error"),
        ("duration>fast", "duration is a time like 100ms"),
        ("duration:[1s TO late]", "duration is a time like 100ms"),
        ("duration:(1s OR fast)", "duration is a time like 100ms"),
        ("duration>٣", "duration is a time like 100ms"),
        ("duration=~1", "duration is a number"),
        ("service>a", "service is text"),
        ("service:[a TO b]", "service is text"),
        ("event>a", "event is text"),
        ("trace:xyz", "trace has at most 32 hexadecimal digits"),
        ("span.n>many", "span.n needs a number"),
        ("span.n:[1 TO many]", "span.n needs a number"),
        ("name=~" + "a" * (PATTERN_CHARACTERS_MAX + 1), f"a pattern has at most {PATTERN_CHARACTERS_MAX}"),
    ],
)
def test_a_value_that_does_not_suit_its_key_is_an_error_at_the_value(text, problem):
    with pytest.raises(MalformedQuery) as raised:
        compiled(text)
    assert raised.value.problem.startswith(problem)
    wrong = re.split(r"=~|[:>]\[?| OR | TO ", text)
    pointed = text[raised.value.column - 1 :]
    assert any(pointed.startswith(each.strip("()]")[:3]) for each in wrong[1:])


@pytest.mark.parametrize(
    ("text", "problem"), [("level:loud", "level is a number up to 24"), ("level=~1", "level is a")]
)
def test_a_level_is_a_word_or_a_number(text, problem):
    with pytest.raises(MalformedQuery, match=problem):
        compiled(text, LOGS)
