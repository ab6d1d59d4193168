"""Which metrics there are, and what each is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from query.ask.metric_aggregate import SeriesUnsuited
from query.ask.metric_kind import Kind, Metric, metric_of, told_by
from query.ask.metric_names import metric_names
from query.scope import UNIX_NS_MAX, Scope
from query.sql import (
    Call,
    Constant,
    Expression,
    Named,
    Select,
    Value,
    among,
    call,
    column,
    equals,
    render,
    scoped,
    texts,
)
from query.store import Store

# Some ten times what a large estate sends.
METRICS_MAX = 10_000
# Names of services beside a metric; how many there are is counted all the same.
SERVICES_MAX = 20
_SECOND_NS = 1_000_000_000
_HOUR_NS = 3_600 * _SECOND_NS


@dataclass(frozen=True, slots=True)
class Listed:
    """A metric: points in the hours of the range, what it is, and the services that sent it lately, by name.

    `metric` is None where its points are gone already. Of services at most SERVICES_MAX; `service_count` has them all.
    """

    name: str
    count: int
    metric: Metric | None
    services: tuple[str, ...]
    service_count: int


@dataclass(frozen=True, slots=True)
class MetricList:
    """By name. `found` is how many match: more than `metrics` where the list was cut."""

    metrics: list[Listed]
    found: int


def metric_list(store: Store, scope: Scope, words: str, limit: int) -> MetricList:
    """Metrics with each of the words in name or description, in any case; without words all.

    From the hours that the range touches. What a metric is, and its services, are those of the last two of these hours;
    of a metric that was not sent then, those of the hour in which it was sent last. Raises SeriesUnsuited (limit).
    """
    if not 0 < limit <= METRICS_MAX:
        raise SeriesUnsuited(f"metrics of a list are 1 to {METRICS_MAX}, not {limit}")
    names = metric_names(store, scope).rows()
    told = _told(store, scope, {name: hour_s * _SECOND_NS for name, _, hour_s in names})
    wanted = words.lower().split()
    found = [
        Listed(name, count, *told.get(name, (None, (), 0)))
        for name, count, _ in names
        if all(word in _text(name, told) for word in wanted)
    ]
    return MetricList(found[:limit], len(found))


_Told = Mapping[str, tuple[Metric, tuple[str, ...], int]]


def _text(name: str, told: _Told) -> str:
    return f"{name}\n{told[name][0].description}".lower() if name in told else name.lower()


def _told(store: Store, scope: Scope, last_hours: Mapping[str, int]) -> _Told:
    """Most metrics are sent all the time: two hours tell what they are, whatever the range is."""
    told: dict[str, tuple[Metric, tuple[str, ...], int]] = {}
    if not last_hours:
        return told
    newest = max(last_hours.values())
    lately = replace(scope, start_unix_ns=max(0, newest - _HOUR_NS), end_unix_ns=min(UNIX_NS_MAX, newest + _HOUR_NS))
    told.update(_ask(store, lately, ()))
    if stale := {name: hour for name, hour in last_hours.items() if name not in told}:
        first, last = min(stale.values()), max(stale.values())
        within = replace(scope, start_unix_ns=first, end_unix_ns=min(UNIX_NS_MAX, last + _HOUR_NS))
        told.update(_ask(store, within, _of_own_hour(stale)))
    return told


def _of_own_hour(hours: Mapping[str, int]) -> tuple[Expression, Expression]:
    """Points of these metrics, of each those of its hour (ns)."""
    name, names = column("MetricName"), texts(tuple(hours))
    starts = Value(tuple(hour // _SECOND_NS for hour in hours.values()), "Array(UInt32)")
    own = call("transform", name, names, starts, Value(0, "UInt32"))
    return among(name, names), equals(call("toUnixTimestamp", call("toStartOfHour", column("TimeUnix"))), own)


def _ask(
    store: Store, scope: Scope, where: Sequence[Expression]
) -> Iterator[tuple[str, tuple[Metric, tuple[str, ...], int]]]:
    rows = [row for kind in Kind for row in store.frame(*render(_select(scope, kind, where)), scope.limits).rows()]
    # Of several kinds, as when an application changed it, the newest counts: it comes last.
    for name, services, service_count, *what in sorted(rows, key=lambda row: row[-1]):
        yield name, (metric_of(name, tuple(what)), tuple(services), service_count)


def _select(scope: Scope, kind: Kind, where: Sequence[Expression]) -> Select:
    rows = scoped(kind.table, scope)
    service = column("ServiceName")
    some = Call("groupUniqArray", (service,), (Constant(SERVICES_MAX),))
    return Select(
        rows,
        (
            column("MetricName"),
            Named("Services", call("arraySort", some)),
            Named("ServiceCount", call("uniqExact", service)),
            *told_by(rows, kind),
        ),
        where=tuple(where),
        group_by=(column("MetricName"),),
    )
