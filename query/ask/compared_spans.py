"""How many spans of two sides have each value of each attribute and field: what a difference is made of.

After the one of how many spans there are come three questions. What repeats from span to span (fields of few values,
attributes of resources and scopes) is grouped as it is, so that its combinations alone are unfolded into keys and
values; attributes of spans, and other fields, are unfolded span by span. Values that are rare on both sides are put
together within the engine, numbers among them by `query.number_buckets`; so an answer is small however many values
there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from query.contrast import Sides
from query.number_buckets import bucket_of, bucket_of_text
from query.schema import table
from query.schema.model import LC
from query.scope import Scope
from query.sql import (
    Constant,
    Expression,
    Named,
    Output,
    Rows,
    Select,
    call,
    column,
    either,
    equals,
    every,
    negated,
    render,
    scoped,
    source_of,
    texts,
    whole,
)
from query.store import Store
from query.vocabulary import TRACES, Kind

# Of either side all are looked at up to so many, and so many of more: a million spans take about a second of two cores,
# and their values, were each another, a few hundred MB.
SPANS_LOOKED_AT_MAX = 1_000_000
# Spans are drawn by a hash, in so many parts.
_PARTS = 2**20
# The source of what is no attribute, the field that a span may have several of, and the one that is measured.
FIELD, EVENT, DURATION = "field", "event", "duration"
# Sources by number, in the statements.
_SOURCES = (FIELD, DURATION, *map(source_of, TRACES.prefixes))
# Whose attributes differ from span to span.
_SPAN = "span"


@dataclass(frozen=True, slots=True)
class SpanCounts:
    """Spans of either side, and those of them that have an event."""

    sides: Sides
    with_event: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Keys and values of a span, arrays side by side, and where they come from: numbers of `_SOURCES`."""

    source: str
    keys: Expression
    values: Expression


@dataclass(frozen=True, slots=True)
class ComparedSpans:
    """Spans of a scope, and which of them are selected; as large a part of either side as is looked at."""

    store: Store
    scope: Scope
    where: tuple[Expression, ...]
    selected: Expression

    def counts(self) -> SpanCounts:
        """One pass over few columns."""
        eventful = call("notEmpty", column("Events.Name"))
        counted = (
            call("countIf", self.selected),
            call("count"),
            call("countIf", every(eventful, self.selected)),
            call("countIf", eventful),
        )
        named = tuple(Named(f"Count{at}", each) for at, each in enumerate(counted))
        selected, spans, selected_eventful, spans_eventful = self._ask(
            Select(scoped(TRACES.table, self.scope), named, where=self.where)
        ).row(0)
        return SpanCounts(Sides(selected, spans - selected), (selected_eventful, spans_eventful - selected_eventful))

    def sampled(self, sides: Sides, spans_max: int) -> "ComparedSpans":
        """About so many of either side, always the same ones."""
        drawn = call("modulo", call("cityHash64", column("SpanId"), column("Timestamp")), Constant(_PARTS))
        selected, rest = (
            whole(min(_PARTS, _PARTS * spans_max // max(1, side))) for side in (sides.selected, sides.rest)
        )
        return replace(self, where=(*self.where, call("less", drawn, call("if", self.selected, selected, rest))))

    def by_value(self, sides: Sides) -> pl.DataFrame:
        """Source, Key, Common, Value, Bucket, Selected, Rest: a row for each value that is common on a side.

        Of the others there is a row for each bucket of numbers, with Value ''; of the duration too.
        """
        unfolded = (self._repeated(), self._of_spans(), self._measured())
        return pl.concat([_named(self._ask(_by_value(each, sides))) for each in unfolded])

    def _repeated(self) -> Select:
        """Pairs of what has few values."""
        words, _ = _fields()
        attributes = {source_of(prefix): name for prefix, name in TRACES.prefixes.items()}
        del attributes[_SPAN]
        columns = tuple(map(column, (*words, *attributes.values())))
        combinations = Select(
            scoped(TRACES.table, self.scope),
            (*columns, Named("Spans", call("count")), Named("Selected", call("countIf", self.selected))),
            where=self.where,
            group_by=columns,
        )
        pairs = (_of_fields(words), *(_of_attributes(source, name) for source, name in attributes.items()))
        counted = (call("sum", column("Spans")), call("sum", column("Selected")))
        return _unfolded(combinations, (), pairs, *counted)

    def _of_spans(self) -> Select:
        """Pairs of the attributes of spans."""
        pairs = (_of_attributes(_SPAN, TRACES.prefixes[f"{_SPAN}."]),)
        return self._span_by_span(pairs)

    def _measured(self) -> Select:
        """Pairs of the other fields: names of events, each once for a span, and the duration's bucket among them."""
        _, longer = _fields()
        events = call("arrayDistinct", column("Events.Name"))
        duration = call("toString", bucket_of(call("toFloat64", column("Duration"))))
        pairs = (
            _of_fields(longer),
            _Pairs(FIELD, call("arrayWithConstant", call("length", events), Constant(EVENT)), events),
            _Pairs(DURATION, call("array", Constant(DURATION)), call("array", duration)),
        )
        return self._span_by_span(pairs)

    def _span_by_span(self, pairs: tuple[_Pairs, ...]) -> Select:
        rows = scoped(TRACES.table, self.scope)
        return _unfolded(rows, self.where, pairs, call("count"), call("countIf", self.selected))

    def _ask(self, select: Select) -> pl.DataFrame:
        return self.store.frame(*render(select), self.scope.limits)


def _of_fields(fields: dict[str, str]) -> _Pairs:
    return _Pairs(FIELD, call("array", *map(Constant, fields.values())), call("array", *map(column, fields)))


def _of_attributes(source: str, name: str) -> _Pairs:
    return _Pairs(source, call("mapKeys", column(name)), call("mapValues", column(name)))


def _unfolded(
    source: Rows | Select,
    where: tuple[Expression, ...],
    pairs: tuple[_Pairs, ...],
    spans: Expression,
    selected: Expression,
) -> Select:
    """Name, Text, Kind (a number of `_SOURCES`), Spans, Selected for each pair of a key and a value."""
    kinds = [
        call("arrayWithConstant", call("length", each.keys), Constant(_SOURCES.index(each.source))) for each in pairs
    ]
    key, value, kind = Output("Key"), Output("Value"), Output("Source")
    is_field = equals(kind, Constant(_SOURCES.index(FIELD)))
    return Select(
        source,
        (
            Named("Name", call("any", key)),
            Named("Text", call("any", value)),
            Named("Kind", call("any", kind)),
            Named("Spans", spans),
            Named("Selected", selected),
        ),
        array_join=(
            Named("Key", _joined([each.keys for each in pairs])),
            Named("Value", _joined([each.values for each in pairs])),
            Named("Source", _joined(kinds)),
        ),
        where=(
            *where,
            either(negated(is_field), call("notEmpty", value)),
            # What a field is made of is counted as that field.
            call("notIn", key, texts([each for each in TRACES.fields if "." in each])),
        ),
        # By a hash: groups of two texts of any length cost half as much again.
        group_by=(call("cityHash64", kind, key, value),),
    )


def _joined(arrays: Sequence[Expression]) -> Expression:
    return arrays[0] if len(arrays) == 1 else call("arrayConcat", *arrays)


def _by_value(unfolded: Select, sides: Sides) -> Select:
    rest = call("minus", column("Spans"), column("Selected"))
    is_duration = equals(column("Kind"), Constant(_SOURCES.index(DURATION)))
    common = every(
        negated(is_duration),
        either(
            call("greaterOrEquals", column("Selected"), whole(sides.common_selected)),
            call("greaterOrEquals", rest, whole(sides.common_rest)),
        ),
    )
    value = call("toString", column("Text"))
    bucket = call("if", is_duration, call("toInt32OrZero", value), bucket_of_text(value))
    return Select(
        unfolded,
        (
            column("Kind"),
            Named("Key", call("toString", column("Name"))),
            Named("Common", common),
            Named("Value", call("if", Output("Common"), value, Constant(""))),
            Named("Bucket", bucket),
            Named("InSelected", call("sum", column("Selected"))),
            Named("InRest", call("sum", rest)),
        ),
        group_by=(column("Kind"), *map(Output, ("Key", "Common", "Value", "Bucket"))),
    )


def _named(answer: pl.DataFrame) -> pl.DataFrame:
    kinds = {number: FIELD if source == DURATION else source for number, source in enumerate(_SOURCES)}
    return answer.select(
        pl.col("Kind").cast(pl.Int64).replace_strict(kinds, return_dtype=pl.String).alias("Source"),
        pl.col("Key", "Value").cast(pl.String),
        pl.col("Common").cast(pl.Boolean),
        pl.col("Bucket").cast(pl.Int32),
        pl.col("InSelected").cast(pl.Int64).alias("Selected"),
        pl.col("InRest").cast(pl.Int64).alias("Rest"),
    )


def _fields() -> tuple[dict[str, str], dict[str, str]]:
    """Columns of text and what they are called in a search: those of few values, and others."""
    named: dict[str, str] = {}
    for key, field in TRACES.fields.items():
        if field.kind in {Kind.TEXT, Kind.CHOICE}:
            named.setdefault(field.column, key)
    traces = table(TRACES.table)
    words = {name: key for name, key in named.items() if traces.column(name).type == LC}
    return words, {name: key for name, key in named.items() if name not in words}
