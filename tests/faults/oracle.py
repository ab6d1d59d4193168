"""Compares the ledger with the store: what was acknowledged and is not there, what is there twice, and whether the
rollups say the same as a recount of the rows."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.ledger import SERVICES, Ledger, Run

REPOSITORY = Path(__file__).parents[2]
READ_S_MAX = 120.0
# Where the tables are unless the store's address says otherwise.
DATABASE = "otel"

Row = dict[str, Any]
# Answers each query with its rows.
Ask = Callable[[Sequence[str]], list[list[Row]]]


def stopped_store(folder: Path) -> Ask:
    """Asks the engine's folder, which no process has open."""

    def ask(queries: Sequence[str]) -> list[list[Row]]:
        command = [sys.executable, "-m", "tests.faults.read_store", str(folder), DATABASE]
        done = subprocess.run(
            command,
            cwd=REPOSITORY,
            input=json.dumps(list(queries)),
            capture_output=True,
            text=True,
            timeout=READ_S_MAX,
            check=False,
        )
        assert done.returncode == 0, f"the store in {folder} cannot be read:\n{done.stderr}"
        answers: list[list[Row]] = json.loads(done.stdout)
        return answers

    return ask


@dataclass(frozen=True, slots=True)
class Verdict:
    """Request numbers by what is wrong with them, and groups of the rollups that differ from a recount of the rows."""

    acknowledged: int
    stored: int
    lost: list[int]
    incomplete: list[int]
    doubled: list[int]
    index_wrong: list[int]
    red_wrong: list[Row]
    hours_wrong: list[Row]
    suggestions: int
    rows: int
    gaps: list[Row]

    def assert_exact(self) -> None:
        """What was acknowledged is there, nothing in part, nothing twice, in rows and rollups; no gap is counted."""
        self.assert_nothing_lost()
        assert not self.incomplete, f"stored in part: requests {self.incomplete[:10]}"
        assert not self.gaps, f"gaps were counted: {self.gaps[:5]}"

    def assert_nothing_lost(self) -> None:
        assert not self.lost, f"{len(self.lost)} of {self.acknowledged} acknowledged requests lost: {self.lost[:10]}"
        self.assert_nothing_doubled()

    def assert_nothing_doubled(self) -> None:
        assert not self.doubled, f"stored twice: requests {self.doubled[:10]}"
        assert not self.index_wrong, f"trace index differs from the rows: requests {self.index_wrong[:10]}"
        assert not self.red_wrong, f"rollup differs from a recount: {self.red_wrong[:5]}"
        assert not self.hours_wrong, f"hours of the rollup differ from its minutes: {self.hours_wrong[:5]}"
        assert self.suggestions == self.rows, f"{self.suggestions} spans in the suggestions, {self.rows} rows"


def judge(ledger: Ledger, ask: Ask) -> Verdict:
    """Reads all of the ledger's run. Rollups are compared over all spans of the ledger's services, of any run."""
    run = ledger.run
    stored, index, red_wrong, hours_wrong, suggestions, rows, gaps = ask(
        [_requests_of(run), _index_of(run), RED_DIFFERENCES, HOUR_DIFFERENCES, SUGGESTIONS, ROWS, GAPS]
    )
    spans = {row["number"]: (row["spans"], row["ids"]) for row in stored}
    wanted = run.spans_per_request
    indexed = {row["number"]: (row["spans"], row["errors"]) for row in index}
    recounted = {row["number"]: (row["spans"], row["errors"]) for row in stored}
    return Verdict(
        acknowledged=len(ledger.acknowledged),
        stored=len(spans),
        lost=sorted(number for number in ledger.acknowledged if spans.get(number, (0, 0))[1] != wanted),
        incomplete=sorted(number for number, (_, ids) in spans.items() if ids != wanted),
        doubled=sorted(number for number, (count, ids) in spans.items() if count != ids),
        index_wrong=sorted(number for number in spans.keys() | indexed if indexed.get(number) != recounted.get(number)),
        red_wrong=red_wrong,
        hours_wrong=hours_wrong,
        suggestions=suggestions[0]["spans"],
        rows=rows[0]["spans"],
        gaps=gaps,
    )


def _requests_of(run: Run) -> str:
    return f"""
        SELECT {_NUMBER} AS number, count() AS spans, uniqExact(SpanId) AS ids, countIf(StatusCode = 'Error') AS errors
        FROM otel_traces WHERE startsWith(TraceId, '{run.id:016x}') GROUP BY number"""


def _index_of(run: Run) -> str:
    return f"""
        SELECT {_NUMBER} AS number, sum(Spans) AS spans, sum(Errors) AS errors
        FROM otel_traces_trace_id_ts WHERE startsWith(TraceId, '{run.id:016x}') GROUP BY number"""


# The second half of a trace id is the request's number, big-endian.
_NUMBER = "reinterpretAsUInt64(reverse(unhex(substring(TraceId, 17, 16))))"
# Spans of the ledgers; the platform's own are not the test's business.
_OURS = f"ServiceName IN ({', '.join(repr(service) for service in SERVICES)})"
_GROUP = "Minute, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode"

ROWS = f"SELECT count() AS spans FROM otel_traces WHERE {_OURS}"
# Every span of a ledger carries `number`, and no other does.
SUGGESTIONS = """
    SELECT sum(Count) AS spans FROM otel_attributes_1h
    WHERE Signal = 'traces' AND Source = 'span' AND Key = 'number'"""
GAPS = "SELECT Signal, Source, Reason, sum(Count) AS count, any(Detail) AS detail FROM gaps GROUP BY ALL ORDER BY ALL"
# Over its bound of series a segment's rollup counts what is new under (other): in such a minute only sums are exact.
_FOLDED = "SELECT Minute FROM otel_red_1m WHERE '(other)' IN (ServiceName, SpanName, CamelRoute)"
# Groups whose sums are not those of the rows. Durations are whole nanoseconds well below 2^53, so sums are exact.
RED_DIFFERENCES = f"""
    WITH of_rows AS (
        SELECT toStartOfMinute(toDateTime(Timestamp)) AS Minute, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode,
               -1 AS side, toInt64(count()) AS rows, toFloat64(countIf(StatusCode = 'Error')) AS errors,
               toFloat64(sum(Duration)) AS duration, toInt64(max(Duration)) AS longest
        FROM otel_traces GROUP BY {_GROUP}
    ), of_rollup AS (
        SELECT {_GROUP}, 1 AS side, toInt64(sum(Rows)) AS rows, sum(Errors) AS errors, sum(DurationSum) AS duration,
               toInt64(max(DurationMax)) AS longest
        FROM otel_red_1m GROUP BY {_GROUP}
    )
    SELECT {_GROUP}, sum(side * rows) AS rows_over, sum(side * errors) AS errors_over,
           sum(side * duration) AS duration_over, maxIf(longest, side > 0) - maxIf(longest, side < 0) AS longest_over
    FROM (SELECT * FROM of_rows UNION ALL SELECT * FROM of_rollup)
    WHERE {_OURS} AND Minute NOT IN ({_FOLDED})
    GROUP BY {_GROUP}
    HAVING rows_over != 0 OR errors_over != 0 OR duration_over != 0 OR longest_over != 0
    UNION ALL
    SELECT Minute, '', '', '', '', '', sum(side * rows) AS rows_over, sum(side * errors) AS errors_over, 0, 0
    FROM (SELECT * FROM of_rows UNION ALL SELECT * FROM of_rollup)
    WHERE Minute IN ({_FOLDED})
    GROUP BY Minute
    HAVING rows_over != 0 OR errors_over != 0
    ORDER BY ALL LIMIT 20"""
_MEASURED = "ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, Rows, Errors, DurationSum, DurationMax, Buckets"
_BY_HOUR = "ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, Start"
# Groups of which the hours are not the sums of the minutes.
HOUR_DIFFERENCES = f"""
    SELECT {_BY_HOUR}, sum(side * toInt64(Rows)) AS rows_over, sum(side * Errors) AS errors_over,
           sum(side * DurationSum) AS duration_over,
           maxIf(toInt64(DurationMax), side > 0) - maxIf(toInt64(DurationMax), side < 0) AS longest_over,
           sumMapIf(Buckets, side > 0) = sumMapIf(Buckets, side < 0) AS buckets_equal
    FROM (
        SELECT toStartOfHour(Minute, 'UTC') AS Start, {_MEASURED}, -1 AS side FROM otel_red_1m
        UNION ALL SELECT Hour AS Start, {_MEASURED}, 1 AS side FROM otel_red_1h
    )
    WHERE {_OURS}
    GROUP BY {_BY_HOUR}
    HAVING rows_over != 0 OR errors_over != 0 OR duration_over != 0 OR longest_over != 0 OR NOT buckets_equal"""
