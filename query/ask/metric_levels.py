"""What a metric's points say by themselves, step by step: of gauges, of sums taken as they are, of summaries."""

from query.ask.histogram import step_of
from query.ask.metric_aggregate import Aggregate
from query.ask.metric_changes import recorded
from query.ask.metric_kind import Kind, Metric
from query.scope import Scope
from query.sql import Call, Constant, Expression, Named, Output, Select, call, column, scoped
from query.windows import Steps

# Of a series within a step, then of all series of a group.
_WITHIN = {Aggregate.AVG: "avg", Aggregate.SUM: "avg", Aggregate.MIN: "min", Aggregate.MAX: "max"}
_ACROSS = {Aggregate.AVG: "avg", Aggregate.SUM: "sum", Aggregate.MIN: "min", Aggregate.MAX: "max"}


def levels(
    metric: Metric,
    scope: Scope,
    cut: Steps,
    groups: tuple[Named, ...],
    where: tuple[Expression, ...],
    aggregate: Aggregate,
) -> Select:
    """The groups, Step, Value.

    Series that are sent more often do not weigh more: `avg` is the mean of the series' means, `sum` their sum. `last`
    is the newest point of any series. Quantiles are of all points; those of a summary are what the senders computed,
    and their mean, as no more can be known.
    """
    value: Expression = column("Value")
    quantile = aggregate.quantile
    if metric.kind is Kind.SUMMARY and quantile is not None:
        given = column("ValueAtQuantiles.Quantile")
        place = call("indexOf", given, Constant(quantile))
        value = call("arrayElement", column("ValueAtQuantiles.Value"), place)
        where = (*where, call("has", given, Constant(quantile)))
        aggregate = Aggregate.AVG
    step = Named("Step", step_of(cut, "TimeUnix"))
    names = tuple(Output(each.name) for each in (*groups, step))
    points = scoped(metric.kind.table, scope)
    where = (*where, recorded())
    if aggregate.quantile is not None:
        of_points = Call("quantileExactInclusive", (value,), (Constant(aggregate.quantile),))
        return Select(points, (*groups, step, Named("Value", of_points)), where=where, group_by=names)
    time, last = column("TimeUnix"), aggregate is Aggregate.LAST
    of_series = call("argMax", value, time) if last else call(_WITHIN[aggregate], value)
    series = Select(
        points,
        (*groups, step, column("SeriesId"), Named("Level", of_series), Named("Newest", call("max", time))),
        where=where,
        group_by=(*names, column("SeriesId")),
    )
    level = column("Level")
    of_group = call("argMax", level, column("Newest")) if last else call(_ACROSS[aggregate], level)
    kept = tuple(column(each.name) for each in names)
    return Select(series, (*kept, Named("Value", of_group)), group_by=kept)
