"""All spans of a trace, without what they carry: its tree."""

from collections.abc import Sequence

import polars as pl

from query.analysis import FLAG_ERROR, FLAG_EVENTS, FLAG_LINKS, KINDS, Skeleton, skeleton, statistics
from query.analysis.statistics import OPERATION, SERVICE
from query.ask.trace import during, extent, trace_id
from query.scope import Scope
from query.sql import (
    Call,
    Constant,
    Expression,
    Named,
    Order,
    Select,
    Value,
    call,
    column,
    equals,
    key_value,
    render,
    scoped,
    text,
)
from query.store import Store
from query.vocabulary import TRACES

# Some 60 MB of rows and as much while they are read; the answer is one of the store's default bound of rows.
SPANS_MAX = 1_000_000
_VALUE = "Value"


def trace_skeleton(store: Store, scope: Scope, identifier: str, spans_max: int = SPANS_MAX) -> Skeleton | None:
    """The tree of a trace, whatever the scope's range; None when there is no such trace.

    Of more than `spans_max` spans the earliest are taken, and the skeleton is not complete. Raises ValueError (the id).
    """
    return _skeleton(store, scope, identifier, spans_max, ())


def trace_statistics(
    store: Store, scope: Scope, identifier: str, by: str, spans_max: int = SPANS_MAX
) -> pl.DataFrame | None:
    """`query.analysis.statistics` of a trace by service, operation or a key of the search language (`http.route`,
    `resource.host.name`, `kind`); None when there is no such trace. Raises ValueError (the id, the key).
    """
    if by in {SERVICE, OPERATION}:
        found = _skeleton(store, scope, identifier, spans_max, ())
        return None if found is None else statistics(found, by)
    key = key_value(by, TRACES)
    # None where a span does not have the key; a key of several values has no value then.
    value = key.value if key.many else Call("if", (key.present, call("toNullable", key.value), _NOTHING))
    found = _skeleton(store, scope, identifier, spans_max, (Named(_VALUE, value),))
    return None if found is None else statistics(found, _VALUE)


def _skeleton(store: Store, scope: Scope, identifier: str, spans_max: int, carried: Sequence[Named]) -> Skeleton | None:
    stored_id = trace_id(identifier)
    lies = extent(store, scope, stored_id)
    if lies is None:
        return None
    cut = lies.spans > spans_max
    select = Select(
        scoped("otel_traces", during(scope, lies)),
        (*_COLUMNS, *carried),
        where=(equals(column("TraceId"), text(stored_id)),),
        # Sorting is for which are left out: the tree does not mind.
        order_by=(Order(column("Timestamp")), Order(column("SpanId"))) if cut else (),
        limit=spans_max,
    )
    spans = store.frame(*render(select), scope.limits)
    if spans.is_empty():
        return None
    complete = not cut or spans.height < spans_max
    return skeleton(stored_id, spans, complete=complete, carried=[each.name for each in carried])


def _number(identifier: str) -> Expression:
    """An id of 16 hexadecimal digits; '' is 0."""
    return call("byteSwap", call("reinterpretAsUInt64", call("unhex", column(identifier))))


def _flag(condition: Expression, flag: int) -> Expression:
    return call("multiply", condition, Constant(flag))


# NULL: no bound value and no constant is one.
_NOTHING = call("nullIf", text(""), text(""))
_COLUMNS = (
    Named("Id", _number("SpanId")),
    Named("ParentId", _number("ParentSpanId")),
    Named("Start", call("toUnixTimestamp64Nano", column("Timestamp"))),
    column("Duration"),
    # Counted from one: what is not among them, as the first kind, is 0.
    Named("Kind", call("toUInt8", call("indexOf", Value(KINDS[1:], "Array(String)"), column("SpanKind")))),
    column("ServiceName"),
    column("SpanName"),
    Named(
        "Flags",
        call(
            "toUInt8",
            call(
                "plus",
                _flag(equals(column("StatusCode"), Constant("Error")), FLAG_ERROR),
                _flag(call("notEmpty", column("Events.Name")), FLAG_EVENTS),
                _flag(call("notEmpty", column("Links.TraceId")), FLAG_LINKS),
            ),
        ),
    ),
)
