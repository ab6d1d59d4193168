"""What can be written in a search: keys, and the values of a key. From rollups, so that it keeps up with typing."""

import polars as pl

from query.scope import Scope
from query.sql import (
    Constant,
    Expression,
    Named,
    Order,
    Output,
    Select,
    among,
    bare_sources,
    call,
    column,
    equals,
    every,
    newest,
    render,
    rollup_place,
    scoped,
    source_of,
    text,
    texts,
)
from query.sql.red_periods import red_sums
from query.store import Store
from query.vocabulary import LEVELS, Field, Kind, Vocabulary

LIMIT_MAX = 1_000
_FIELD = "field"
_KEYS = pl.Schema({"Key": pl.String, "Source": pl.String, "Count": pl.UInt64})
_VALUES = pl.Schema({"Value": pl.String, "Count": pl.UInt64})
# The key under which the rollup of attributes has the names of metrics: no attribute is called so.
NAMES_OF_METRICS = "__name__"
# Columns whose values the RED rollup of spans has, and the attributes that others are filled from.
_IN_RED = frozenset({"ServiceName", "SpanName", "CamelRoute", "CamelNode"})
_FILLED_FROM = {
    "ServiceName": "service.name",
    "CamelContext": "camel.context.id",
    "CamelRoute": "camel.route.id",
    "CamelNode": "camel.node.id",
    "MetricName": NAMES_OF_METRICS,
}


def suggest_keys(store: Store, scope: Scope, vocabulary: Vocabulary, prefix: str, limit: int) -> pl.DataFrame:
    """Key as it is written in a search, Source (field, resource, scope, span, log, metric), Count (0 for fields).

    Fields first, then attributes by count. `prefix` is compared in any case. Attributes of which some need no prefix
    (`span.`, `resource.`) have it when `prefix` begins with it, others always. Raises ValueError (limit).
    """
    _check(limit)
    fields = sorted(key for key in vocabulary.fields if key.startswith(prefix.lower()))
    named = pl.DataFrame({"Key": fields, "Source": _FIELD, "Count": 0}, schema=_KEYS)
    bare = bare_sources(vocabulary)
    full = [
        source_of(each)
        for each in vocabulary.prefixes
        if source_of(each) not in bare or prefix.lower().startswith(each)
    ]
    with_prefix = call("concat", column("Source"), Constant("."), column("Key"))
    is_bare = every(among(column("Source"), texts(bare)), _begins(column("Key"), prefix))
    is_full = every(among(column("Source"), texts(full)), _begins(with_prefix, prefix))
    select = Select(
        scoped("otel_attributes_1h", scope),
        (
            Named("Written", call("if", is_bare, column("Key"), with_prefix)),
            column("Source"),
            Named("Records", call("sum", column("Count"))),
        ),
        where=(
            equals(column("Signal"), text(vocabulary.signal)),
            call("notEquals", column("Key"), Constant(NAMES_OF_METRICS)),
            call("or", is_bare, is_full),
        ),
        group_by=(column("Source"), Output("Written")),
        order_by=(newest(Output("Records")), Order(Output("Written")), Order(column("Source"))),
        limit=limit,
    )
    found = store.frame(*render(select), scope.limits)
    attributes = found.select(Key=pl.col("Written"), Source=pl.col("Source"), Count=pl.col("Records")).cast(_KEYS)
    # A field hides the attribute of its name.
    return pl.concat([named, attributes.filter(~pl.col("Key").is_in(list(vocabulary.fields)))]).head(limit)


def suggest_values(
    store: Store, scope: Scope, vocabulary: Vocabulary, key: str, prefix: str, limit: int
) -> pl.DataFrame:
    """Value, Count (records; 0 where it is not known), by count. `prefix` is compared in any case.

    No rows for keys whose values are measured or unique, and for attributes with too many values. Raises ValueError
    (limit).
    """
    _check(limit)
    known = vocabulary.fields.get(key)
    if known is None:
        return _of_attribute(store, scope, vocabulary, key, prefix, limit)
    if words := _words(known):
        begun = [word for word in words if word.startswith(prefix.lower())]
        return pl.DataFrame({"Value": begun[:limit], "Count": 0}, schema=_VALUES)
    if vocabulary.signal == "traces" and known.column in _IN_RED:
        conditions = (call("notEmpty", column(known.column)), _begins(column(known.column), prefix))
        return _commonest(store, scope, red_sums(scope, (known.column,), ("Rows",), conditions), limit)
    if known.column in _FILLED_FROM:
        return _of_attribute(store, scope, vocabulary, _FILLED_FROM[known.column], prefix, limit)
    return pl.DataFrame(schema=_VALUES)


def _words(known: Field) -> tuple[str, ...]:
    """All values there are, of a field with few."""
    if known.kind is Kind.SEVERITY:
        return LEVELS[1:]
    return tuple(known.choices or ())


def _of_attribute(
    store: Store, scope: Scope, vocabulary: Vocabulary, key: str, prefix: str, limit: int
) -> pl.DataFrame:
    sources, bare = rollup_place(key, vocabulary)
    conditions = (
        equals(column("Signal"), text(vocabulary.signal)),
        among(column("Source"), texts(sources)),
        equals(column("Key"), text(bare)),
        # '' stands for the values of a key that has too many.
        call("notEmpty", column("Value")),
        _begins(column("Value"), prefix),
    )
    counted = Select(
        scoped("otel_attributes_1h", scope),
        (column("Value"), Named("Records", call("sum", column("Count")))),
        where=conditions,
        group_by=(column("Value"),),
    )
    return _commonest(store, scope, counted, limit)


def _commonest(store: Store, scope: Scope, counted: Select, limit: int) -> pl.DataFrame:
    """`counted` has the values, each once, and how many records they are in."""
    value, records = map(column, counted.names)
    select = Select(counted, (value, records), order_by=(newest(records), Order(value)), limit=limit)
    found = store.frame(*render(select), scope.limits)
    return pl.DataFrame([found[value.name].alias("Value"), found[records.name].alias("Count")]).cast(_VALUES)


def _begins(value: Expression, prefix: str) -> Expression:
    return call("startsWith", call("lowerUTF8", value), call("lowerUTF8", text(prefix)))


def _check(limit: int) -> None:
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
