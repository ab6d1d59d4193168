"""What counters and distributions count, step by step: what was added between one point of a series and the next.

A cumulative point says what was counted since the series' start; what was added is its difference to the point before.
Where the count fell, or the start is a later one, the process began anew: then all of the point was added since. A
series that starts within what is read was 0 at its start. A delta point says itself what was added since when.

What was added is spread evenly over the time between the two points, and each step gets its part. So steps may be
shorter than the time between two points, and nothing is lost or counted twice, however the points lie.
"""

from dataclasses import dataclass, replace

from query.ask.metric_kind import Kind, Metric
from query.scope import UNIX_NS_MAX, Scope
from query.sql import (
    Constant,
    Expression,
    Lambda,
    Named,
    Output,
    Rows,
    Select,
    Variable,
    call,
    column,
    either,
    every,
    negated,
    scoped,
    whole,
)
from query.windows import Steps

# Points are sent each minute or more often: within so long of a range lie the points just outside of it.
MARGIN_NS = 10 * 60 * 1_000_000_000
_NS_PER_S = 1_000_000_000
# Indexes of positive buckets come after it, those of negative ones before its negative, 0 is zero's bucket: OTLP's own
# indexes have 32 bits.
INDEX_BASE = 2**40
# A point: what is added of it, and of distributions what each bucket has.
_TIME, _START, _COUNT, _SUM, _KEYS, _COUNTS = (Constant(each) for each in range(1, 7))
_BUCKETS = ("Keys", "Counts")


@dataclass(frozen=True, slots=True)
class Changes:
    """What was added to a metric's series in a scope."""

    metric: Metric
    scope: Scope
    cut: Steps
    groups: tuple[Named, ...]
    where: tuple[Expression, ...]

    def by_step(self) -> Select:
        """The groups, Step, Count, Sum and Rate (of what is counted, a second).

        A rate is of the part of the step that a series' points cover, so that it does not fall where they end.
        """
        names = tuple(map(column, (*self._names, "SeriesId", "Step")))
        shared = {each: call("sum", call("multiply", column(each), column("Share"))) for each in ("Count", "Sum")}
        series = Select(
            self._spread(()),
            (
                *names,
                Named("OfCount", shared["Count"]),
                Named("OfSum", shared["Sum"]),
                Named("Seconds", call("divide", call("sum", column("CoveredNs")), Constant(_NS_PER_S))),
            ),
            group_by=names,
        )
        kept = tuple(map(column, (*self._names, "Step")))
        return Select(
            series,
            (
                *kept,
                Named("Count", call("sum", column("OfCount"))),
                Named("Sum", call("sum", column("OfSum"))),
                Named("Rate", call("sum", call("divide", column("OfCount"), column("Seconds")))),
            ),
            group_by=kept,
        )

    def distributions(self) -> Select:
        """The groups, Step, Known (keys that there are), and Buckets: a tuple of keys and counts other than 0.

        A key is a bucket's upper bound, of an exponential histogram its index at the metric's scale (INDEX_BASE).
        """
        part = Lambda(("observed",), call("multiply", Variable("observed"), column("Share")))
        kept = tuple(map(column, (*self._names, "Step")))
        parts = call("sumMap", column("Keys"), call("arrayMap", part, column("Counts")))
        there = Named("Known", call("groupUniqArrayArray", column("Keys")))
        return Select(self._spread(_BUCKETS), (*kept, there, Named("Buckets", parts)), group_by=kept)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.groups)

    def _spread(self, buckets: tuple[str, ...]) -> Select:
        """A row for each change and step it reaches into: Share of the change, CoveredNs of the step."""
        scope, cut = self.scope, self.cut
        begin, end = column("BeginNs"), column("EndNs")
        origin, step = whole(cut.start_unix_ns), whole(cut.step_ns)

        def number(time: Expression) -> Expression:
            return call("intDiv", call("minus", time, origin), step)

        first = number(call("greatest", begin, origin))
        last = call("least", whole(cut.count - 1), number(call("minus", end, Constant(1))))
        starts = call("plus", origin, call("multiply", Output("At"), step))
        covered = call(
            "minus",
            call("least", end, call("plus", starts, step), whole(scope.end_unix_ns)),
            call("greatest", begin, starts, whole(scope.start_unix_ns)),
        )
        return Select(
            self._changes(buckets),
            (
                *map(column, (*self._names, "SeriesId", "Count", "Sum", *buckets)),
                Named("Step", call("toUInt32", Output("At"))),
                Named("CoveredNs", covered),
                Named("Share", call("divide", covered, call("minus", end, begin))),
            ),
            array_join=(Named("At", call("range", first, call("plus", last, whole(1)))),),
            where=(
                call("less", begin, whole(scope.end_unix_ns)),
                call("greater", end, whole(scope.start_unix_ns)),
                call("greater", covered, Constant(0)),
            ),
        )

    def _changes(self, buckets: tuple[str, ...]) -> Select:
        """The groups, SeriesId, BeginNs, EndNs, Count, Sum and, where asked for, Keys and Counts of buckets."""
        return self._differences(buckets) if self.metric.cumulative else self._deltas(buckets)

    def _deltas(self, buckets: tuple[str, ...]) -> Select:
        time, start, *counted = _point(self.metric, buckets)
        # Since when it counts is not said, or not before its time: at its time.
        just_before = call("minus", time, Constant(1))
        known = every(call("greater", start, Constant(0)), call("less", start, time))
        return Select(
            self._rows(),
            (
                *self.groups,
                column("SeriesId"),
                Named("BeginNs", call("if", known, start, just_before)),
                Named("EndNs", time),
                *(Named(name, each) for name, each in zip(("Count", "Sum", *buckets), counted, strict=True)),
            ),
            where=self._where(),
        )

    def _differences(self, buckets: tuple[str, ...]) -> Select:
        names = tuple(map(column, (*self._names, "SeriesId")))
        now, before = Output("Now"), Output("Before")
        anew: Expression = call("greater", _of(now, _START), _of(before, _START))
        if self.metric.monotonic:
            anew = either(anew, call("less", _of(now, _COUNT), _of(before, _COUNT)))
        begin = call("if", anew, call("greatest", _of(before, _TIME), _of(now, _START)), _of(before, _TIME))

        def added(place: Constant) -> Expression:
            return call("minus", _of(now, place), call("if", anew, Constant(0), _of(before, place)))

        def both(place: Constant, earlier: Expression) -> Expression:
            return call("if", anew, _of(now, place), call("arrayConcat", _of(now, place), earlier))

        opposite = Lambda(("observed",), call("negate", Variable("observed")))
        bucketed = (
            Named("Keys", both(_KEYS, _of(before, _KEYS))),
            Named("Counts", both(_COUNTS, call("arrayMap", opposite, _of(before, _COUNTS)))),
        )
        return Select(
            self._series(buckets),
            (
                *names,
                # Of two points of one time there is at least a nanosecond between.
                Named("BeginNs", call("least", begin, call("minus", _of(now, _TIME), Constant(1)))),
                Named("EndNs", _of(now, _TIME)),
                Named("Count", added(_COUNT)),
                Named("Sum", added(_SUM)),
                *(bucketed if buckets else ()),
            ),
            array_join=(
                Named("Now", call("arrayPopFront", column("Points"))),
                Named("Before", call("arrayPopBack", column("Points"))),
            ),
        )

    def _series(self, buckets: tuple[str, ...]) -> Select:
        """The groups, SeriesId, Points by time: first the start of a series that began within what is read."""
        names = tuple(Output(each) for each in self._names)
        sent = call("arraySort", call("groupArray", call("tuple", *_point(self.metric, buckets))))
        series = Select(
            self._rows(),
            (*self.groups, column("SeriesId"), Named("Sent", sent)),
            where=self._where(),
            group_by=(*names, column("SeriesId")),
        )
        first = call("arrayElement", column("Sent"), Constant(1))
        start = _of(first, _START)
        began = every(
            call("greater", start, whole(self._read_from())),
            call("less", start, _of(first, _TIME)),
        )
        nothing = (call("arraySlice", _of(first, place), Constant(1), Constant(0)) for place in (_KEYS, _COUNTS))
        zero = call("toFloat64", Constant(0))
        origin = call("tuple", start, start, zero, zero, *(nothing if buckets else ()))
        points = call("if", began, call("arrayPushFront", column("Sent"), origin), column("Sent"))
        return Select(series, (*map(column, (*self._names, "SeriesId")), Named("Points", points)))

    def _read_from(self) -> int:
        return max(0, self.scope.start_unix_ns - MARGIN_NS)

    def _rows(self) -> Rows:
        end = min(UNIX_NS_MAX, self.scope.end_unix_ns + MARGIN_NS)
        return scoped(self.metric.kind.table, replace(self.scope, start_unix_ns=self._read_from(), end_unix_ns=end))

    def _where(self) -> tuple[Expression, ...]:
        return (*self.where, recorded())


def recorded() -> Expression:
    """Whether a point has a value: a sender may say that there is none."""
    return negated(call("bitTest", column("Flags"), Constant(0)))


def _of(point: Expression, place: Constant) -> Expression:
    return call("tupleElement", point, place)


def _point(metric: Metric, buckets: tuple[str, ...]) -> tuple[Expression, ...]:
    """Time and start, ns since 1970; count and sum; where asked for, keys and counts of buckets."""
    times = tuple(call("toUnixTimestamp64Nano", column(name)) for name in ("TimeUnix", "StartTimeUnix"))
    if metric.kind is Kind.SUM:
        return (*times, column("Value"), column("Value"))
    total: Expression = column("Sum")
    if metric.kind is not Kind.SUMMARY:
        total = call("if", column("HasSum"), total, call("toFloat64", Constant("nan")))
    counted = (*times, call("toFloat64", column("Count")), total)
    return (*counted, *_bucket_counts(metric)) if buckets else counted


def _bucket_counts(metric: Metric) -> tuple[Expression, Expression]:
    if metric.kind is Kind.HISTOGRAM:
        bounds = column("ExplicitBounds")
        keys = call("arrayPushBack", bounds, call("toFloat64", Constant("inf")))
        # There is one bucket more than bounds, unless the sender gave none.
        buckets = call("arrayResize", column("BucketCounts"), call("plus", call("length", bounds), Constant(1)))
        return keys, _numbers(buckets)
    keys = call(
        "arrayConcat",
        _indexes(metric, "Positive"),
        call("array", call("toInt64", Constant(0))),
        call("arrayMap", Lambda(("key",), call("negate", Variable("key"))), _indexes(metric, "Negative")),
    )
    zeros = call("array", call("toFloat64", column("ZeroCount")))
    sides = [_numbers(column(f"{side}BucketCounts")) for side in ("Positive", "Negative")]
    return keys, call("arrayConcat", sides[0], zeros, sides[1])


def _indexes(metric: Metric, side: str) -> Expression:
    """Of a side's buckets, at the scale of the metric: two buckets are one at the next coarser scale."""
    index = call("plus", call("toInt64", column(f"{side}Offset")), call("toInt64", Variable("number")))
    finer = call("minus", column("Scale"), whole(metric.scale))
    key = call("plus", call("bitShiftRight", index, finer), whole(INDEX_BASE))
    numbers = call("range", call("length", column(f"{side}BucketCounts")))
    return call("arrayMap", Lambda(("number",), key), numbers)


def _numbers(counts: Expression) -> Expression:
    return call("arrayMap", Lambda(("each",), call("toFloat64", Variable("each"))), counts)
