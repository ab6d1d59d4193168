"""Quantiles of durations that the RED rollup counts in buckets.

Bucket i of the base-2 exponential histogram of scale 3 holds (2^(i/8), 2^((i+1)/8)] ns (OpenTelemetry's data model,
"Exponential Histogram"); `ZERO_BUCKET` holds spans that took no time. Within a bucket durations are taken as evenly
spread in the logarithm, so a quantile is off by less than a bucket's width, 9 %.
"""

from collections.abc import Sequence

from query.sql.expressions import Constant, Lambda, Value, Variable, call, column, every
from query.sql.select import Named, Order, Select

PER_OCTAVE = 8
ZERO_BUCKET = -(2**15)


def with_quantiles(
    summed: Select, shares: Sequence[float], order_by: tuple[Order, ...] = (), limit: int | None = None
) -> Select:
    """The select's columns, with Quantiles in place of Buckets: for each share (0 to 1) the duration in ns (Float64) at
    which the weights, from the shortest on, reach that share of their sum; 0 without any weight.

    `summed` has Buckets, the merged buckets of each row (`sumMap`), and DurationMax, which no quantile is above.
    """
    kept = tuple(column(name) for name in summed.names if name != "Buckets")
    unfolded = Select(
        summed,
        (
            *kept,
            Named("Bounds", call("mapKeys", column("Buckets"))),
            Named("Weights", call("mapValues", column("Buckets"))),
            Named("Reached", call("arrayCumSum", call("mapValues", column("Buckets")))),
        ),
    )
    wanted = call("multiply", Variable("share"), call("arrayElement", column("Reached"), Constant(-1)))
    enough = Lambda(("sum",), call("greaterOrEquals", Variable("sum"), wanted))
    bucket, weight, reached = (
        call("arrayElement", column(name), Variable("at")) for name in ("Bounds", "Weights", "Reached")
    )
    within = call("divide", call("minus", wanted, call("minus", reached, weight)), weight)
    ns = call("exp2", call("divide", call("plus", bucket, within), Constant(PER_OCTAVE)))
    timed = every(call("greater", weight, Constant(0)), call("notEquals", bucket, Constant(ZERO_BUCKET)))
    at_most = call("least", ns, call("toFloat64", column("DurationMax")))
    listed = Value(tuple(shares), "Array(Float64)")
    places = call("arrayMap", Lambda(("share",), call("arrayFirstIndex", enough, column("Reached"))), listed)
    each = Lambda(("share", "at"), call("if", timed, at_most, Constant(0.0)))
    return Select(
        unfolded, (*kept, Named("Quantiles", call("arrayMap", each, listed, places))), order_by=order_by, limit=limit
    )
