"""`query.compile`: whose text a statement is. Ours alone, and the engine takes every one of them."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from query.compile import PATTERN_CHARACTERS_MAX, Binder, bounded, bounded_hours, bounded_minutes, matching
from query.errors import MalformedQuery, PatternRefused
from query.language import And, Comparison, Node, Not, Operator, Or, Search, Word, parse
from query.scope import UNIX_NS_MAX, Scope
from query.vocabulary import LOGS, TRACES, Vocabulary
from tests.query.rows import HOUR, NOON

SCOPE = Scope("acme", NOON, NOON + HOUR)
NASTY = ["'", "\\", "{p0:String}", "--", "/*", "' OR 1=1 --", "\0", "`", "%(x)s", "😀", "\t", "NULL", "x', sleep(3), '"]


def compiled(text: str, vocabulary: Vocabulary = TRACES) -> tuple[str, list[object]]:
    """The part of the condition that is the search's, and its values."""
    binder = Binder()
    scoped = bounded(SCOPE, vocabulary.time, binder)
    before = len(binder.parameters)
    binder = Binder()
    sql = matching(SCOPE, parse(text), vocabulary, binder)
    return sql[len(scoped) :].removeprefix(" AND "), list(binder.parameters.values())[before:]


@pytest.mark.parametrize(
    ("text", "sql", "values"),
    [
        ("service:orders", "(ServiceName = {p3:String})", ["orders"]),
        ("operation:x", "(SpanName = {p3:String})", ["x"]),
        ("status:ERROR", "(StatusCode = {p3:String})", ["Error"]),
        ("kind!=server", "NOT (SpanKind = {p3:String})", ["Server"]),
        ("duration>1.5ms", "(Duration > {p3:Int64})", [1_500_000]),
        ("duration:2m", "(Duration = {p3:Int64})", [120_000_000_000]),
        ("duration<7", "(Duration < {p3:Int64})", [7]),
        ("duration>999999999999999h", "(Duration > {p3:Int64})", [2**63 - 1]),
        ("trace:ABC", "(TraceId = {p3:String})", ["abc".zfill(32)]),
        ("route:*", "(CamelRoute != '')", []),
        ("route:pay*", "startsWith(CamelRoute, {p3:String})", ["pay"]),
        ("node=~^to", "match(CamelNode, {p3:String})", ["^to"]),
        ("resource.host.name:a", "((ResourceAttributes[{p3:String}] = {p4:String}))", ["host.name", "a"]),
        (
            "http.route:/x",
            "((SpanAttributes[{p3:String}] = {p4:String}) OR (ResourceAttributes[{p5:String}] = {p6:String}))",
            ["http.route", "/x", "http.route", "/x"],
        ),
        (
            'span.a:""',
            "((SpanAttributes[{p3:String}] = {p4:String} AND mapContains(SpanAttributes, {p3:String})))",
            ["a", ""],
        ),
        ("span.a:*", "(mapContains(SpanAttributes, {p3:String}))", ["a"]),
        (
            "span.n>=5e2",
            "(ifNull(toFloat64OrNull(SpanAttributes[{p3:String}]) >= {p4:Float64}, 0))",
            ["n", 500.0],
        ),
    ],
)
def test_terms_over_traces(text, sql, values):
    assert compiled(text) == (sql, values)


@pytest.mark.parametrize(
    ("text", "sql", "values"),
    [
        ("level:warn", "(SeverityNumber BETWEEN {p4:Int64} AND {p3:Int64})", [16, 13]),
        ("level>warn", "(SeverityNumber > {p3:Int64})", [16, 13]),
        ("level>=Warning", "(SeverityNumber >= {p4:Int64})", [16, 13]),
        ("level<=warn", "(SeverityNumber <= {p3:Int64})", [16, 13]),
        ("severity<17", "(SeverityNumber < {p3:Int64})", [17]),
        ("body:hello", "(Body = {p3:String})", ["hello"]),
        ("log.thread:main", "((LogAttributes[{p3:String}] = {p4:String}))", ["thread", "main"]),
    ],
)
def test_terms_over_logs(text, sql, values):
    assert compiled(text, LOGS) == (sql, values)


def test_a_partition_group_that_is_known_is_asked_for():
    binder = Binder()
    sql = bounded(replace(SCOPE, partition_group="big"), "Timestamp", binder)
    assert "PartitionGroup = {p1:String}" in sql
    assert binder.parameters["p1"] == "big"


def test_rollups_are_asked_for_whole_periods():
    scope = Scope("acme", NOON + 61_000_000_000, NOON + 62_500_000_000)
    minutes, hours = Binder(), Binder()
    bounded_minutes(scope, "Minute", minutes)
    bounded_hours(scope, "Hour", hours)
    noon = NOON // 10**9
    assert minutes.parameters == {"p0": "acme", "p1": noon + 60, "p2": noon + 63}
    assert hours.parameters == {"p0": "acme", "p1": noon, "p2": noon + 63}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("status:broken", "status is one of unset, ok, error"),
        ("duration>fast", "duration is a time like 100ms"),
        ("duration=~1", "duration is a number"),
        ("service>a", "service is text"),
        ("trace:xyz", "trace has at most 32 hexadecimal digits"),
        ("span.n>many", "span.n > needs a number"),
        ("name=~" + "a" * (PATTERN_CHARACTERS_MAX + 1), f"a pattern has at most {PATTERN_CHARACTERS_MAX}"),
    ],
)
def test_a_value_that_does_not_suit_its_key_is_an_error_at_the_value(text, problem):
    with pytest.raises(MalformedQuery) as raised:
        compiled(text)
    assert raised.value.problem.startswith(problem)
    assert text[raised.value.column - 1 :].startswith(re.split(r"=~|[:>]", text)[1][:3])


@pytest.mark.parametrize(
    ("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, UNIX_NS_MAX + 1)], ids=["empty", "reversed", "early", "late"]
)
def test_a_scope_has_a_time_range(start, end):
    with pytest.raises(ValueError, match="time range"):
        Scope("acme", start, end)


def test_a_scope_has_a_tenant():
    with pytest.raises(ValueError, match="tenant"):
        Scope("", 0, 1)


TEXT_FIELDS = ["service", "name", "route", "exchange", "http.route", "resource.x", "span.y", "any key"]
VALUES = st.one_of(st.text(max_size=20), st.sampled_from(NASTY))


def shapes(vocabulary_terms: st.SearchStrategy[tuple[Node, Node]]) -> st.SearchStrategy[tuple[Node, Node]]:
    """Pairs of trees alike in everything but the values."""
    return st.recursive(
        vocabulary_terms,
        lambda pairs: st.one_of(
            pairs.map(lambda pair: (Not(pair[0]), Not(pair[1]))),
            st.lists(pairs, min_size=2, max_size=3).map(lambda each: (joined(And, each, 0), joined(And, each, 1))),
            st.lists(pairs, min_size=2, max_size=3).map(lambda each: (joined(Or, each, 0), joined(Or, each, 1))),
        ),
        max_leaves=5,
    )


def joined(kind: type[And] | type[Or], pairs: list[tuple[Node, Node]], side: int) -> Node:
    return kind(tuple(pair[side] for pair in pairs))


FILLED = st.text(min_size=1, max_size=20)
PAIRS = shapes(
    st.one_of(
        st.builds(lambda a, b: (Word(a), Word(b)), VALUES, VALUES),
        st.builds(
            lambda key, operator, a, b: (Comparison(key, operator, a), Comparison(key, operator, b)),
            st.sampled_from(TEXT_FIELDS),
            st.sampled_from(
                [Operator.EQUAL, Operator.NOT_EQUAL, Operator.MATCHES, Operator.NOT_MATCHES, Operator.BEGINS]
            ),
            st.one_of(FILLED, st.sampled_from(NASTY)),
            st.one_of(FILLED, st.sampled_from(NASTY)),
        ),
        # Keys of attributes are values too.
        st.builds(
            lambda a, b, value: (
                Comparison(f"span.{a}", Operator.EQUAL, value),
                Comparison(f"span.{b}", Operator.EQUAL, value),
            ),
            VALUES,
            VALUES,
            FILLED,
        ),
    )
)


def statement(tree: Node, tenant: str = "acme") -> tuple[str, Binder]:
    binder = Binder()
    return matching(replace(SCOPE, tenant=tenant), Search("", tree), TRACES, binder), binder


@given(PAIRS, VALUES.filter(bool))
def test_the_text_of_a_statement_does_not_depend_on_values(pair, tenant):
    one, _ = statement(pair[0])
    other, bound = statement(pair[1], tenant)
    assert one == other
    assert bound.parameters["p0"] == tenant


@given(PAIRS)
def test_every_statement_begins_with_tenant_and_time(pair):
    sql, _ = statement(pair[0])
    assert sql.startswith(
        "TenantId = {p0:String} AND Timestamp >= fromUnixTimestamp64Nano({p1:Int64}, 'UTC') "
        "AND Timestamp < fromUnixTimestamp64Nano({p2:Int64}, 'UTC')"
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=PAIRS)
def test_the_engine_takes_every_statement(module_store, pair):
    sql, binder = statement(pair[0])
    try:
        frame = module_store.frame(f"SELECT count() AS rows FROM otel_traces WHERE {sql}", binder.parameters)
    except PatternRefused:
        return
    assert frame["rows"][0] == 0
