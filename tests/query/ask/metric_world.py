"""Random series of every kind of metric, and what is added and measured in a step, in plain Python."""

import itertools
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from query.scope import Scope
from query.store import Store
from query.windows import Steps
from tests.query.rows import MINUTE, NOON, SECOND, Encoder, Row, moment, point

BEGIN = NOON - 30 * MINUTE
RANGE = Scope("acme", NOON - 20 * MINUTE + 7 * SECOND, NOON - 3 * SECOND)
UNTIL = NOON + 5 * MINUTE
BOUNDS = ([0.1, 1.0, 5.0], [0.1, 0.5, 1.0, 5.0])


@dataclass(frozen=True)
class Sent:
    """A point: its series, time and start in ns, and what it says."""

    series: int
    service: str
    queue: str
    time: int
    start: int
    count: float
    total: float
    buckets: dict[float, float]


@dataclass(frozen=True)
class Change:
    """What was added to a series between two times."""

    series: int
    group: str
    begin: int
    end: int
    count: float
    total: float
    buckets: dict[float, float]


def observations(chance: random.Random) -> list[float]:
    return [chance.choice([0.0, 0.05, 0.3, 0.7, 3.0, 9.0, 40.0]) for _ in range(chance.randrange(6))]


def times(chance: random.Random) -> Iterator[int]:
    """About each half minute; now and then one is missing or sent twice."""
    time = BEGIN + chance.randrange(MINUTE)
    while time < UNTIL:
        yield time
        time += chance.choice([30, 30, 30, 30, 31, 29, 95, 0]) * SECOND + chance.choice([0, 0, 1, -1])


def series(chance: random.Random, number: int, cumulative: bool, fold: Callable[[float], float]) -> Iterator[Sent]:
    """Of a process that begins anew now and then, with a new start, or, as some do, without."""
    service, queue = ("orders", "billing")[number % 2], ("in", "out", "")[number % 3]
    start = chance.choice([0, BEGIN - 3_600 * SECOND, BEGIN + chance.randrange(20 * MINUTE)])
    count, total, buckets = 0.0, 0.0, defaultdict(float)
    last = start
    for time in times(chance):
        if start and time <= start:
            continue
        if chance.random() < 0.06:
            count, total, buckets = 0.0, 0.0, defaultdict(float)
            if start and chance.random() < 0.7:
                start = max(last + 1, time - chance.randrange(20) * SECOND - 1)
        for each in observations(chance):
            count, total = count + 1, total + each
            buckets[fold(each)] += 1
        since = start if cumulative else chance.choice([last, last, 0])
        yield Sent(number, service, queue, time, since, count, total, dict(buckets))
        if not cumulative:
            count, total, buckets = 0.0, 0.0, defaultdict(float)
        last = time


def changes(sent: Sequence[Sent], cumulative: bool, by: Callable[[Sent], str]) -> Iterator[Change]:
    if not cumulative:
        for each in sent:
            begin = each.start if 0 < each.start < each.time else each.time - 1
            yield Change(each.series, by(each), begin, each.time, each.count, each.total, each.buckets)
        return
    read_from = RANGE.start_unix_ns - 10 * MINUTE
    for number in {each.series for each in sent}:
        points = sorted(
            (each for each in sent if each.series == number and read_from <= each.time),
            key=lambda each: (each.time, each.start, each.count),
        )
        if points and read_from < points[0].start < points[0].time:
            points = [replace(points[0], time=points[0].start, count=0.0, total=0.0, buckets={}), *points]
        for earlier, now in itertools.pairwise(points):
            begin, before = earlier.time, earlier
            if now.count < earlier.count or now.start > earlier.start:
                begin = max(begin, now.start)
                before = replace(earlier, count=0.0, total=0.0, buckets={})
            keys = {*now.buckets, *before.buckets}
            added = {key: now.buckets.get(key, 0) - before.buckets.get(key, 0) for key in keys}
            end = now.time
            yield Change(
                number, by(now), min(begin, end - 1), end, now.count - before.count, now.total - before.total, added
            )


def parts(found: Sequence[Change], cut: Steps) -> dict[tuple[str, int], list[tuple[Change, float, float]]]:
    """By group and step: the change, its part that falls into the step, and the seconds of it."""
    by_step = defaultdict(list)
    for each in found:
        for step in range(cut.count):
            begin = max(each.begin, cut.start_unix_ns + step * cut.step_ns, RANGE.start_unix_ns)
            end = min(each.end, cut.start_unix_ns + (step + 1) * cut.step_ns, RANGE.end_unix_ns)
            if end > begin:
                by_step[each.group, step].append(
                    (each, (end - begin) / (each.end - each.begin), (end - begin) / SECOND)
                )
    return by_step


def row(sent: Sent, metric: str, **given: object) -> Row:
    return point(
        0,
        MetricName=metric,
        ServiceName=sent.service,
        Attributes={"queue": sent.queue} if sent.queue else {},
        SeriesId=sent.series,
        TimeUnix=moment(sent.time),
        # Ten digits, also of 1970: fewer are not read as seconds.
        StartTimeUnix=moment(sent.start).zfill(20),
        MetricUnit="s",
        MetricDescription=f"what {metric} is",
        **given,
    )


def histogram(sent: Sent, metric: str, temporality: int) -> Row:
    bounds = BOUNDS[sent.series % 2]
    counts = [0] * (len(bounds) + 1)
    for bound, count in sent.buckets.items():
        counts[[*bounds, math.inf].index(bound)] += int(count)
    return row(
        sent, metric, Count=int(sent.count), Sum=sent.total, HasSum=1, ExplicitBounds=bounds, BucketCounts=counts,
        AggregationTemporality=temporality,
    )  # fmt: skip


def scale_of(number: int) -> int:
    return 2 + number % 3


def exponential(sent: Sent, metric: str, temporality: int) -> Row:
    """`buckets` are by index at the series' scale; None is zero's."""
    indexes = sorted(key for key in sent.buckets if key is not None)
    first = indexes[0] if indexes else 0
    counts = [int(sent.buckets.get(index, 0)) for index in range(first, indexes[-1] + 1)] if indexes else []
    return row(
        sent, metric, Count=int(sent.count), Sum=sent.total, HasSum=1, Scale=scale_of(sent.series),
        ZeroCount=int(sent.buckets.get(None, 0)), PositiveOffset=first, PositiveBucketCounts=counts,
        AggregationTemporality=temporality,
    )  # fmt: skip


def put(store: Store, encoder: Encoder, table: str, rows: Sequence[Row]) -> None:
    store.insert_native(table, len(rows), encoder.writer(table, rows), f"{table}-{rows[0]['MetricName']}")
