"""What holds for every statement: its text is ours alone, and each SELECT over a table is of one tenant.

Statements are made twice from one shape, with other values each time: those of a person (searched words, values, keys
of attributes, names of services) and those of the caller (tenant, group, time, how many rows).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from query.errors import MalformedQuery, PatternRefused
from query.language import And, Comparison, Node, Not, OneOf, Operator, Or, Range, Search, Word, parse
from query.schema import TABLES
from query.scope import Scope
from query.sql import (
    Attribute,
    Constant,
    Expression,
    Join,
    LimitBy,
    Named,
    Order,
    Output,
    Select,
    Time,
    Within,
    among,
    call,
    column,
    either,
    equals,
    every,
    matching,
    moment,
    negated,
    newest,
    number,
    render,
    scoped,
    text,
    texts,
)
from query.vocabulary import LOGS, METRICS, TRACES, Vocabulary
from tests.query.rows import HOUR, NOON

NASTY = ["'", "\\", "{p0:String}", "--", "/*", "' OR 1=1 --", "\0", "`", "%(x)s", "😀", "\t", "NULL", "x', sleep(3), '"]
TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(NASTY))


@dataclass
class Given:
    """The values of one making, in the order they are asked for; they come round again."""

    texts: list[str]
    numbers: list[int]
    tenant: str
    at: int = 0

    def text(self) -> str:
        self.at += 1
        return self.texts[self.at % len(self.texts)]

    def number(self) -> int:
        self.at += 1
        return self.numbers[self.at % len(self.numbers)]

    def scope(self) -> Scope:
        first = self.number()
        return Scope(self.tenant, first, first + 1 + self.number(), partition_group=self.text())


GIVEN = st.builds(
    Given,
    st.lists(TEXTS, min_size=1, max_size=5),
    # Two of them make a range of time, which ends before 2^63.
    st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=5),
    st.one_of(st.text(min_size=1, max_size=12), st.sampled_from(NASTY)),
)

# Searches. A shape makes a tree from values.
TreeShape = Callable[[Given], Node]
TRACE_KEYS = [
    "service",
    "name",
    "route",
    "exchange",
    "event",
    "http.route",
    "resource.x",
    "span.y",
    "event.exception.type",
]
LOG_KEYS = ["service", "body", "event", "log.thread", "resource.x", "thread"]
TEXT_OPERATORS = [Operator.EQUAL, Operator.NOT_EQUAL, Operator.BEGINS, Operator.MATCHES, Operator.NOT_MATCHES]
ORDERS = [Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL]


def tree_shapes(keys: list[str]) -> st.SearchStrategy[TreeShape]:
    def attribute(prefix: str, operator: Operator) -> TreeShape:
        # Keys of attributes are values too.
        return lambda given: Comparison(f"{prefix}{given.text()}", operator, given.text())

    terms = st.one_of(
        st.just(lambda given: Word(given.text())),
        st.builds(
            lambda key, operator: lambda given: Comparison(key, operator, given.text()),
            st.sampled_from(keys),
            st.sampled_from(TEXT_OPERATORS),
        ),
        st.builds(lambda key: lambda given: Comparison(key, Operator.EXISTS, ""), st.sampled_from(keys)),
        st.builds(
            lambda key, count: lambda given: OneOf(key, tuple(given.text() for _ in range(count)), (1,) * count),
            st.sampled_from(keys),
            st.integers(1, 3),
        ),
        st.builds(attribute, st.sampled_from(["resource.", "scope."]), st.sampled_from(TEXT_OPERATORS)),
        st.builds(
            lambda operator: lambda given: Comparison("any key", operator, str(given.number())),
            st.sampled_from([Operator.EQUAL, *ORDERS]),
        ),
        st.just(lambda given: Range("any key", str(given.number()), str(given.number()))),
        st.just(lambda given: Range("resource.x", None, str(given.number()))),
    )
    return st.recursive(
        terms,
        lambda shapes: st.one_of(
            shapes.map(lambda shape: lambda given: Not(shape(given))),
            st.lists(shapes, min_size=2, max_size=3).map(
                lambda each: lambda given: And(tuple(shape(given) for shape in each))
            ),
            st.lists(shapes, min_size=2, max_size=3).map(
                lambda each: lambda given: Or(tuple(shape(given) for shape in each))
            ),
        ),
        max_leaves=5,
    )


DURATIONS = st.one_of(
    st.builds(
        lambda operator: lambda given: Comparison("duration", operator, f"{given.number() % 10**14}ms"),
        st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL, *ORDERS]),
    ),
    st.just(lambda given: Range("duration", "1ns", f"{given.number() % 10**14}s")),
    st.just(lambda given: Comparison("trace", Operator.EQUAL, f"{given.number():x}")),
    st.just(lambda given: Comparison("status", Operator.EQUAL, ["ok", "ERROR"][given.number() % 2])),
)
LEVELS = st.builds(
    lambda operator: lambda given: Comparison("level", operator, ["warn", "17", "FATAL", "0"][given.number() % 4]),
    st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL, *ORDERS]),
)
SEARCHES: st.SearchStrategy[tuple[Vocabulary, TreeShape]] = st.one_of(
    st.tuples(st.just(TRACES), st.one_of(tree_shapes(TRACE_KEYS), DURATIONS)),
    st.tuples(st.just(LOGS), st.one_of(tree_shapes(LOG_KEYS), LEVELS)),
    st.tuples(st.just(METRICS), tree_shapes(["service", "name", "metric.x", "resource.x", "thread"])),
)


def searched(search: tuple[Vocabulary, TreeShape], given: Given) -> Select:
    vocabulary, shape = search
    rows = scoped(vocabulary.table, given.scope())
    return Select(rows, (Named("Rows", call("count")),), where=matching(Search("", shape(given)), vocabulary))


# Selects of any kind.
SelectShape = Callable[[Given], Select]
CONDITIONS: st.SearchStrategy[Callable[[Given], Expression]] = st.recursive(
    st.one_of(
        st.just(lambda given: equals(column("ServiceName"), text(given.text()))),
        st.just(lambda given: among(column("SpanName"), texts([given.text(), given.text()]))),
        st.just(lambda given: call("greater", column("Duration"), number(given.number() / 7))),
        st.just(lambda given: call("less", column("Timestamp"), moment(given.number()))),
        st.just(
            lambda given: call(
                "startsWith", Attribute(column("SpanAttributes"), text(given.text())), text(given.text())
            )
        ),
        st.just(
            lambda given: Within(
                column("TraceId"),
                Select(
                    scoped("otel_logs", given.scope()),
                    (column("TraceId"),),
                    where=(equals(column("Body"), text(given.text())),),
                    limit=given.number(),
                ),
            )
        ),
    ),
    lambda shapes: st.one_of(
        shapes.map(lambda shape: lambda given: negated(shape(given))),
        st.lists(shapes, min_size=2, max_size=3).map(
            lambda each: lambda given: every(*(shape(given) for shape in each))
        ),
        st.lists(shapes, min_size=2, max_size=3).map(
            lambda each: lambda given: either(*(shape(given) for shape in each))
        ),
    ),
    max_leaves=4,
)


@st.composite
def select_shapes(draw: st.DrawFn) -> SelectShape:
    time = draw(st.sampled_from(Time))
    wheres = draw(st.lists(CONDITIONS, max_size=2))
    kind = draw(st.sampled_from(["list", "groups", "unfolded", "nested", "joined"]))

    def rows(given: Given) -> Select:
        return Select(
            scoped("otel_traces", given.scope(), time),
            (column("TraceId"), column("ServiceName"), Named("Timestamp", call("toDate", column("Timestamp")))),
            where=tuple(where(given) for where in wheres),
            order_by=(newest(Output("Timestamp")), Order(column("TraceId"))),
            limit=given.number(),
        )

    def groups(given: Given) -> Select:
        return Select(
            scoped("otel_traces", given.scope(), time),
            (column("ServiceName"), Named("Duration", call("max", column("Duration")))),
            where=tuple(where(given) for where in wheres),
            group_by=(column("ServiceName"),),
            having=(call("greater", Output("Duration"), number(given.number())),),
        )

    def unfolded(given: Given) -> Select:
        return Select(
            scoped("otel_traces", given.scope(), time),
            (Named("Event", Output("each")), column("ServiceName")),
            array_join=(Named("each", column("Events.Name")),),
            where=(*(where(given) for where in wheres), equals(Output("each"), text(given.text()))),
            limit_by=LimitBy(given.number(), (column("ServiceName"),)),
        )

    def nested(given: Given) -> Select:
        return Select(rows(given), (Named("Rows", call("count")), Named("One", Constant(1))), limit=given.number())

    def joined(given: Given) -> Select:
        join = Join(rows(given), "one", groups(given), "other", (("ServiceName", "ServiceName"),))
        return Select(join, (column("TraceId", "one"), Named("Most", column("Duration", "other"))))

    return {"list": rows, "groups": groups, "unfolded": unfolded, "nested": nested, "joined": joined}[kind]


TABLE = re.compile(r"FROM (\w+)")
OWNED = re.compile(
    r"FROM (\w+)(?: AS source)?(?: ARRAY JOIN \S+ AS \w+)? WHERE (?:source\.)?TenantId = \{(p\d+):String\}"
    r"(?: AND (?:source\.)?PartitionGroup = \{(p\d+):String\})"
)
NAMES = {table.name for table in TABLES}


def check(one: Select, other: Select, given: Given) -> None:
    """Both laws, of a select made from two sets of values, the second `given`."""
    sql, _ = render(one)
    again, parameters = render(other)
    assert sql == again
    owned = [found for found in OWNED.finditer(again) if found[1] in NAMES]
    assert len(owned) == sum(found[1] in NAMES for found in TABLE.finditer(again)) > 0
    for found in owned:
        assert parameters[found[2]] == given.tenant
        assert parameters[found[3]] in given.texts
    assert f"p{len(parameters)}:" not in again


@given(SEARCHES, GIVEN, GIVEN)
def test_the_text_of_a_search_does_not_depend_on_values_and_carries_the_tenant(search, one, other):
    check(searched(search, one), searched(search, other), other)


@given(select_shapes(), GIVEN, GIVEN)
def test_the_text_of_a_select_does_not_depend_on_values_and_carries_the_tenant(shape, one, other):
    check(shape(one), shape(other), other)


PIECES = st.sampled_from(
    [
        *(
            "service",
            "duration",
            "status",
            "event.x",
            "trace",
            "n",
            "key:",
            "=",
            "!=",
            ">",
            "=~",
            ":",
            "(",
            ")",
            "[",
            "]",
        ),
        *(" ", " OR ", " TO ", "NOT ", "-", "*", "1s", "5", "ok", '"', "\\", "é", "\0", "'", "{p0:String}"),
    ]
)


@given(
    st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)),
    st.sampled_from([TRACES, LOGS, METRICS]),
)
def test_any_text_is_a_statement_or_an_error_inside_the_text(written, vocabulary):
    rows = scoped(vocabulary.table, Scope("acme", NOON, NOON + HOUR))
    try:
        where = matching(parse(written), vocabulary)
    except MalformedQuery as error:
        assert 1 <= error.column <= len(written) + 1
        return
    sql, _ = render(Select(rows, (Named("Rows", call("count")),), where=where))
    assert sql.isascii()
    assert "'" not in sql.replace("'UTC'", "").replace("''", "")


def within_the_engine(given: Given) -> Given:
    """A time that the engine's DateTime64 knows in every zone, and pages of a length it takes."""
    return replace(given, numbers=[NOON + each % HOUR for each in given.numbers])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(search=SEARCHES, values=GIVEN)
def test_the_engine_takes_every_search(module_store, search, values):
    try:
        frame = module_store.frame(*render(searched(search, within_the_engine(values))))
    except (PatternRefused, MalformedQuery):
        return
    assert frame["Rows"][0] == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=select_shapes(), values=GIVEN)
def test_the_engine_takes_every_select(module_store, shape, values):
    module_store.frame(*render(shape(within_the_engine(values))))
