"""One exchange of Camel: its spans (itself, its steps, its parts) and its messages."""

from dataclasses import dataclass, replace

import polars as pl

from query.ask.exchanges import exchanges
from query.ask.trace import IDENTITY, during, extent
from query.ask.trace_logs import MARGIN_NS
from query.language import Comparison, Operator, Search
from query.scope import UNIX_NS_MAX, Scope
from query.sql import (
    Attribute,
    Expression,
    LimitBy,
    Named,
    Order,
    Output,
    Select,
    call,
    column,
    columns_of,
    equals,
    render,
    scoped,
    text,
)
from query.store import Store

# The agent keeps a thousand steps by default; whole rows are some kilobytes each.
SPANS_MAX = 5_000
MESSAGES_MAX = 5_000
# Camel's default ids are of a JVM's start: one id twice within a range is a context that was made anew.
ALIKE_MAX = 2


@dataclass(frozen=True, slots=True)
class Exchange:
    """`spans`: all columns of otel_traces, by start; `parts` the same of exchanges that it was split into, themselves
    alone; `messages`: of camel_messages, by number. `complete`: nothing was left out of them.
    """

    trace_id: str
    span_id: str
    spans: pl.DataFrame
    parts: pl.DataFrame
    messages: pl.DataFrame
    complete: bool


def exchange(store: Store, scope: Scope, identifier: str) -> Exchange | None:
    """The newest exchange with this id that began within the scope, whole; None when there is none."""
    named = Comparison("exchange", Operator.EQUAL, identifier, 1)
    found = exchanges(store, scope, Search(f"exchange:{identifier}", named), ALIKE_MAX).frame
    if found.is_empty():
        return None
    trace_id, span_id = found.select("TraceId", "SpanId").row(0)
    lies = extent(store, scope, trace_id)
    whole = during(scope, lies) if lies is not None else scope
    spans = _spans(store, whole, trace_id, equals(column("CamelExchange"), text(identifier)))
    part_of = equals(Attribute(column("SpanAttributes"), text("camel.exchange.correlation_id")), text(identifier))
    parts = _spans(store, whole, trace_id, part_of)
    messages = _messages(store, whole, trace_id, identifier)
    complete = spans.height <= SPANS_MAX and parts.height <= SPANS_MAX and messages.height <= MESSAGES_MAX
    return Exchange(
        trace_id, span_id, spans.head(SPANS_MAX), parts.head(SPANS_MAX), messages.head(MESSAGES_MAX), complete
    )


def _spans(store: Store, whole: Scope, trace_id: str, wanted: Expression) -> pl.DataFrame:
    """One more than there may be tells that there are others."""
    select = Select(
        scoped("otel_traces", whole),
        columns_of("otel_traces"),
        where=(equals(column("TraceId"), text(trace_id)), wanted),
        order_by=tuple(map(Order, IDENTITY)),
        limit_by=LimitBy(1, IDENTITY),
        limit=SPANS_MAX + 1,
    )
    return store.frame(*render(select), whole.limits)


def _messages(store: Store, whole: Scope, trace_id: str, identifier: str) -> pl.DataFrame:
    later = replace(
        whole,
        start_unix_ns=max(0, whole.start_unix_ns - MARGIN_NS),
        end_unix_ns=min(whole.end_unix_ns + MARGIN_NS, UNIX_NS_MAX),
    )
    number = call("toUInt64OrZero", Attribute(column("LogAttributes"), text("camel.message.number")))
    select = Select(
        scoped("camel_messages", later),
        (*columns_of("camel_messages"), Named("Number", number)),
        where=(
            equals(column("TraceId"), text(trace_id)),
            equals(column("CamelExchange"), text(identifier)),
        ),
        order_by=(Order(Output("Number")), Order(column("Timestamp"))),
        # What a sender repeated is the same message.
        limit_by=LimitBy(1, (Output("Number"),)),
        limit=MESSAGES_MAX + 1,
    )
    return store.frame(*render(select), whole.limits)
