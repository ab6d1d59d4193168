"""How many records match a search, over time."""

from dataclasses import dataclass

import polars as pl

from query.language import Search
from query.scope import Scope
from query.sql import (
    Constant,
    Expression,
    Named,
    Output,
    Select,
    call,
    column,
    equals,
    level,
    matching,
    render,
    scoped,
    whole,
)
from query.store import Store
from query.vocabulary import LEVELS, TRACES, Vocabulary
from query.windows import Steps, steps

# Wider than any screen.
BUCKETS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Histogram:
    """A row of counts for each step, a column for each series: ok and error of spans, the levels of log records.

    Steps are of a readable length and begin at its multiples: the first may begin before the range, the last end
    behind it, but only what is in the range is counted.
    """

    start_unix_ns: int
    step_ns: int
    counts: pl.DataFrame


def histogram(store: Store, scope: Scope, search: Search, vocabulary: Vocabulary, buckets: int) -> Histogram:
    """Stored records, not weighted, in `buckets` steps at most. Raises MalformedQuery, ValueError (buckets)."""
    if not 0 < buckets <= BUCKETS_MAX:
        raise ValueError(f"buckets are 1 to {BUCKETS_MAX}, not {buckets}")
    cut = steps(scope.start_unix_ns, scope.end_unix_ns, buckets)
    spans = vocabulary is TRACES
    failed = call("if", equals(column("StatusCode"), Constant("Error")), Constant("error"), Constant("ok"))
    select = Select(
        scoped(vocabulary.table, scope),
        (
            Named("Step", step_of(cut, vocabulary.time)),
            Named("Series", failed if spans else level(column("SeverityNumber"))),
            Named("Count", call("count")),
        ),
        where=matching(search, vocabulary),
        group_by=(Output("Step"), Output("Series")),
    )
    frame = store.frame(*render(select), scope.limits)
    names = ("ok", "error") if spans else LEVELS
    counts = {name: [0] * cut.count for name in names}
    for step, series, count in frame.iter_rows():
        counts[series][step] = count
    return Histogram(cut.start_unix_ns, cut.step_ns, pl.DataFrame(counts, schema=dict.fromkeys(names, pl.UInt64)))


def step_of(cut: Steps, time: str) -> Expression:
    """The number of the step that a row's time lies in."""
    since = call("minus", call("toUnixTimestamp64Nano", column(time)), whole(cut.start_unix_ns))
    return call("toUInt32", call("intDiv", since, whole(cut.step_ns)))
