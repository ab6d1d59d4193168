"""Which service calls which."""

from dataclasses import dataclass

import polars as pl

from query.scope import Scope
from query.sql import (
    Call,
    Constant,
    Expression,
    Join,
    Named,
    Order,
    Output,
    Select,
    Value,
    call,
    column,
    equals,
    render,
    scoped,
)
from query.sql.red_periods import red_sums
from query.store import Store

# Spans put side by side with their parents: some 150 MB in the engine, about a second.
SPANS_MAX = 1_000_000
# A call begins with a span of another kind: these have their parent in their own service.
_NO_ENTRIES = ("Internal", "Client", "Producer")
_QUANTILES = (Constant(0.5), Constant(0.95))


@dataclass(frozen=True, slots=True)
class Dependencies:
    """`calls` has Parent, Child (services), Calls, Errors, and P50, P95 of the called spans' durations (ns), by names.

    Counts and quantiles are weighted by the called span's SampleWeight. `one_in` is 1, or n where calls were counted in
    one trace of n and multiplied.
    """

    calls: pl.DataFrame
    one_in: int


def dependencies(store: Store, scope: Scope, spans_max: int = SPANS_MAX) -> Dependencies:
    """A call is a span whose parent span is of another service; both start in the range.

    Of ranges with more than about `spans_max` spans a share of the traces is looked at, the same ones each time.
    Raises ValueError (spans_max).
    """
    if spans_max < 1:
        raise ValueError(f"spans_max is at least 1, not {spans_max}")
    one_in = max(1, -(-_spans(store, scope) // spans_max))
    return Dependencies(store.frame(*render(_calls(scope, one_in)), scope.limits), one_in)


def _spans(store: Store, scope: Scope) -> int:
    """Stored in the minutes that the range touches."""
    select = red_sums(scope, (), ("Rows",))
    return int(store.frame(*render(select), scope.limits)["Rows"][0])


def _calls(scope: Scope, one_in: int) -> Select:
    spans = scoped("otel_traces", scope)
    chosen = equals(call("modulo", call("cityHash64", column("TraceId")), Value(one_in, "UInt64")), Constant(0))
    entries = tuple(call("notEquals", column("SpanKind"), Constant(kind)) for kind in _NO_ENTRIES)
    child_columns = ("TraceId", "ParentSpanId", "ServiceName", "StatusCode", "Duration", "SampleWeight")
    children = Select(
        spans, tuple(map(column, child_columns)), where=(chosen, call("notEmpty", column("ParentSpanId")), *entries)
    )
    parents = Select(spans, (column("TraceId"), column("SpanId"), column("ServiceName")), where=(chosen,))
    weight = column("SampleWeight", "child")
    failed = equals(column("StatusCode", "child"), Constant("Error"))
    # Weights are whole or nearly so; a digest takes whole ones.
    lasted = (column("Duration", "child"), call("toUInt64", call("greatest", call("round", weight), Constant(1))))
    counted = Select(
        Join(children, "child", parents, "parent", (("TraceId", "TraceId"), ("ParentSpanId", "SpanId"))),
        (
            Named("Parent", column("ServiceName", "parent")),
            Named("Child", column("ServiceName", "child")),
            Named("Counted", call("sum", weight)),
            Named("Failed", call("sumIf", weight, failed)),
            Named("Quantiles", Call("quantilesTDigestWeighted", lasted, _QUANTILES)),
        ),
        where=(call("notEquals", column("ServiceName", "parent"), column("ServiceName", "child")),),
        group_by=(Output("Parent"), Output("Child")),
    )
    return Select(
        counted,
        (
            column("Parent"),
            column("Child"),
            Named("Calls", _times(column("Counted"), one_in)),
            Named("Errors", _times(column("Failed"), one_in)),
            *(
                Named(name, call("toFloat64", call("arrayElement", column("Quantiles"), Constant(place))))
                for place, name in enumerate(("P50", "P95"), 1)
            ),
        ),
        order_by=(Order(column("Parent")), Order(column("Child"))),
    )


def _times(count: Expression, one_in: int) -> Call:
    return call("multiply", count, Value(one_in, "UInt64"))
