"""Which metrics there are."""

import polars as pl

from query.ask.suggest import NAMES_OF_METRICS
from query.scope import Scope
from query.sql import Constant, Named, Order, Select, call, column, equals, render, scoped
from query.store import Store


def metric_names(store: Store, scope: Scope) -> pl.DataFrame:
    """MetricName, Count (points), LastHour (begin, s since 1970), by name. From the hours that the range touches."""
    value = column("Value")
    select = Select(
        scoped("otel_attributes_1h", scope),
        (
            Named("MetricName", value),
            Named("Count", call("sum", column("Count"))),
            Named("LastHour", call("toUnixTimestamp", call("max", column("Hour")))),
        ),
        where=(
            equals(column("Signal"), Constant("metrics")),
            equals(column("Key"), Constant(NAMES_OF_METRICS)),
            call("notEmpty", value),
        ),
        group_by=(value,),
        order_by=(Order(value),),
    )
    return store.frame(*render(select), scope.limits)
