"""Jaeger's metrics API, as the Monitor tab of its UI calls it: calls, errors and latencies over time.

Answers are metric families as OpenMetrics defines them, in protobuf's JSON and without Jaeger's envelope. Our rollup
counts by the minute: steps are widened to whole ones, and a rate is of its own step, whatever `ratePer` says.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import JsonValue
from starlette.responses import JSONResponse

from controlplane.access import Reader
from controlplane.jaeger.asking import Text, kind_of, read, said, scope_of
from controlplane.jaeger.parameters import NS_PER_MS, NS_PER_S, milliseconds, unix_ns
from controlplane.jaeger.traces import Json, envelope
from controlplane.records import rows
from controlplane.v1.parameters import Stored
from query import ask
from query.ask.red import STEP_S_MIN, STEPS_MAX, Group
from query.scope import Scope
from query.store import Store

router = APIRouter(prefix="/metrics", default_response_class=JSONResponse)

# Jaeger's own defaults.
LOOKBACK_MS = 3_600_000
KIND = "server"
# Of one question. The UI asks for one service, and for one kind.
SERVICES_MAX = 100
KINDS_MAX = 6

_Quantile = Annotated[float, Query(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What each family is asked with."""

    store: Store
    scope: Scope
    services: list[str]
    kinds: list[str]
    step_s: int
    by_operation: bool


def _asked(
    store: Stored,
    reader: Reader,
    services: Annotated[list[str], Query(alias="service", min_length=1, max_length=SERVICES_MAX)],
    kinds: Annotated[list[str], Query(alias="spanKind", max_length=KINDS_MAX)] = [KIND],  # noqa: B006  # FastAPI copies it
    end_ts: Annotated[Text, Query(alias="endTs")] = "",
    lookback: Text = "",
    step: Text = "",
    *,
    by_operation: Annotated[bool, Query(alias="groupByOperation")] = False,
) -> _Asked:
    end = read(unix_ns, end_ts) or time.time_ns()
    back_ms = read(milliseconds, lookback)
    scope = scope_of(reader.tenant, end - (LOOKBACK_MS if back_ms is None else back_ms) * NS_PER_MS, end)
    stored_kinds = [kind for each in kinds if (kind := said(kind_of, each))]
    return _Asked(store, scope, services, stored_kinds, _step_s(scope, read(milliseconds, step) or 0), by_operation)


_AskedWith = Annotated[_Asked, Depends(_asked)]


@router.get("/minstep")
def minstep(reader: Reader) -> Json:  # noqa: ARG001  # who may read may know
    """The shortest step, ms."""
    return envelope(STEP_S_MIN * 1_000)


@router.get("/calls")
def calls(asked: _AskedWith) -> Json:
    """Calls a second."""
    return _family(asked, "call_rate", "calls/sec", lambda row: row["Calls"] / asked.step_s)


@router.get("/errors")
def errors(asked: _AskedWith) -> Json:
    """The share of calls that failed."""
    share = "error rate, computed as a fraction of errors/sec over calls/sec"
    return _family(asked, "error_rate", share, lambda row: row["Errors"] / row["Calls"])


@router.get("/latencies")
def latencies(asked: _AskedWith, quantile: _Quantile) -> Json:
    """A quantile of the durations, ms."""
    what = f"{quantile:.2f}th quantile latency"
    return _family(asked, "latencies", what, lambda row: row["Quantiles"][0] / NS_PER_MS, quantile)


def _family(
    asked: _Asked, name: str, what: str, value: Callable[[Mapping[str, Any]], float], quantile: float = 0.5
) -> Json:
    """A line for each service or operation, a point for each step with calls."""
    found = ask.red(
        asked.store,
        asked.scope,
        Group.NAME if asked.by_operation else Group.SERVICE,
        services=asked.services,
        kinds=asked.kinds,
        step_s=asked.step_s,
        quantiles=(quantile,),
    )
    lines: dict[tuple[str, ...], list[JsonValue]] = {}
    if found.series is not None and found.steps is not None:
        first_s = found.steps.start_unix_ns // NS_PER_S
        for row in rows(found.series.filter(found.series["Calls"] > 0)):
            labels = (row["ServiceName"], row["SpanName"]) if asked.by_operation else (row["ServiceName"],)
            lines.setdefault(labels, []).append(_point(first_s + row["Step"] * asked.step_s, value(row)))
    return {
        "name": f"service_{'operation_' if asked.by_operation else ''}{name}",
        "type": "GAUGE",
        "help": f"{what}, grouped by service{' & operation' if asked.by_operation else ''}",
        "metrics": [_line(labels, points) for labels, points in lines.items()],
    }


def _line(values: tuple[str, ...], points: list[JsonValue]) -> Json:
    names = ("service_name", "operation")
    labels: list[JsonValue] = [{"name": name, "value": value} for name, value in zip(names, values, strict=False)]
    return {"labels": labels, "metricPoints": points}


def _point(unix_s: int, value: float) -> Json:
    moment = datetime.fromtimestamp(unix_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"timestamp": moment, "gaugeValue": {"doubleValue": value}}


def _step_s(scope: Scope, wanted_ms: int) -> int:
    """Whole minutes: what was wanted, or as long as they must be."""
    range_s = -(-(scope.end_unix_ns - scope.start_unix_ns) // NS_PER_S)
    # One less: a range may touch one step more than it is long.
    shortest_s = max(-(-wanted_ms // 1_000), -(-range_s // (STEPS_MAX - 1)), 1)
    return -(-shortest_s // STEP_S_MIN) * STEP_S_MIN
