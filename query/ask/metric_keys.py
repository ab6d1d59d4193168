"""By which keys the series of a metric can be told apart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from query.ask.metric_kind import Metric, find_metric
from query.scope import Scope
from query.sql import (
    Constant,
    Expression,
    Lambda,
    Named,
    Order,
    Output,
    Select,
    Variable,
    call,
    column,
    equals,
    newest,
    render,
    scoped,
    source_of,
    text,
)
from query.store import Store
from query.vocabulary import METRICS

# Keys of one metric: more are not read through.
KEYS_MAX = 200
# A metric with more series has its keys in the first of them too.
SERIES_READ_MAX = 100_000
# Senders send a point of each series each minute or more often.
RECENT_NS = 3_600 * 1_000_000_000
_SERVICE = ("field", "service")


@dataclass(frozen=True, slots=True)
class MetricKey:
    """A key as it is written in a search and a group, where it is from, and how many values and series have it.

    `source`: field, metric, resource or scope.
    """

    key: str
    source: str
    values: int
    series: int


def metric_keys(store: Store, scope: Scope, name: str) -> list[MetricKey]:
    """Keys of the metric's series in the hour before its newest point: those with most values first, KEYS_MAX at most.

    Empty where no point is in the range.
    """
    metric = find_metric(store, scope, name)
    if metric is None:
        return []
    end = metric.newest_unix_ns + 1
    recent = replace(scope, start_unix_ns=max(scope.start_unix_ns, end - RECENT_NS), end_unix_ns=end)
    rows = store.frame(*render(_counted(recent, metric)), scope.limits).rows()
    return list(_written(rows))


def _written(rows: Iterable[tuple[str, str, int, int]]) -> Iterable[MetricKey]:
    """A key alone means the first of the sources that has it: the others are written with theirs."""
    found = {(source, key): (values, series) for source, key, values, series in rows}
    of_points = {key for source, key in found if source == "metric"}
    for (source, key), counts in found.items():
        # The field has the values of this attribute.
        if (source, key) == ("resource", "service.name"):
            continue
        hidden = key in METRICS.fields or key.startswith(tuple(METRICS.prefixes))
        is_bare = source == "metric" or (source == "resource" and key not in of_points)
        bare = (source, key) == _SERVICE or (is_bare and not hidden)
        yield MetricKey(key if bare else f"{source}.{key}", source, *counts)


def _counted(scope: Scope, metric: Metric) -> Select:
    source, key, value = (call("tupleElement", Output("Pair"), Constant(at)) for at in (1, 2, 3))
    return Select(
        _series(scope, metric),
        (
            Named("Source", source),
            Named("Key", key),
            Named("Values", call("uniqExact", value)),
            Named("Series", call("count")),
        ),
        array_join=(Named("Pair", column("Pairs")),),
        group_by=(Output("Source"), Output("Key")),
        order_by=(newest(Output("Values")), Order(Output("Source")), Order(Output("Key"))),
        limit=KEYS_MAX,
    )


def _series(scope: Scope, metric: Metric) -> Select:
    """Pairs of each series: source, key, value. All points of a series have the same."""
    maps = [_pairs(source_of(prefix), name) for prefix, name in METRICS.prefixes.items()]
    service = call("tuple", *map(Constant, _SERVICE), call("toString", call("any", column("ServiceName"))))
    return Select(
        scoped(metric.kind.table, scope),
        (column("SeriesId"), Named("Pairs", call("arrayConcat", call("array", service), *maps))),
        where=(equals(column("MetricName"), text(metric.name)),),
        group_by=(column("SeriesId"),),
        limit=SERIES_READ_MAX,
    )


def _pairs(source: str, attributes: str) -> Expression:
    of_series = call("any", column(attributes))
    pair = call(
        "tuple",
        Constant(source),
        call("toString", Variable("key")),
        call("toString", Variable("value")),
    )
    return call("arrayMap", Lambda(("key", "value"), pair), call("mapKeys", of_series), call("mapValues", of_series))
