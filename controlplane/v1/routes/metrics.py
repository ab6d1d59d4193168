"""Metrics. A metric's name may hold anything, so it is a parameter, never a part of the path."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.problems import ProblemError
from controlplane.v1.models import MetricExemplars, MetricKeys, MetricNames, MetricPoints, MetricSeries
from controlplane.v1.parameters import KEY_CHARACTERS_MAX, STEP_S_MAX, Asked, SearchText, Stored
from controlplane.v1.present import metrics as present
from query import ask
from query.ask.metric_aggregate import Aggregate, SeriesUnsuited
from query.ask.metric_exemplars import PER_STEP_MAX
from query.ask.metric_list import METRICS_MAX
from query.ask.metric_points import LIMIT_MAX
from query.ask.metric_series import KEYS_MAX, SERIES_MAX
from query.language import parse
from query.vocabulary import METRICS

router = APIRouter()
# Longer than any that was seen; a name of megabytes is a mistake.
NAME_CHARACTERS_MAX = 1_024

Name = Annotated[str, Query(min_length=1, max_length=NAME_CHARACTERS_MAX, description="As it was sent.")]
StepS = Annotated[int | None, Query(ge=1, le=STEP_S_MAX, description="Without it a readable one.")]


@router.get("/metrics")
def metrics(
    store: Stored,
    asked: Asked,
    text: Annotated[
        str,
        Query(max_length=NAME_CHARACTERS_MAX, description="Words, each in the name or the description, in any case."),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=METRICS_MAX, description="At most so many metrics, by name.")] = 2_000,
) -> MetricNames:
    """Metrics that were sent, and what each is."""
    return present.metric_list(ask.metric_list(store, asked, text, limit))


@router.get("/metrics/keys")
def metric_keys(store: Stored, asked: Asked, name: Name) -> MetricKeys:
    """Keys by which a metric's series can be grouped, with how many values each has."""
    return present.metric_keys(name, ask.metric_keys(store, asked, name))


@router.get("/metrics/series")
def metric_series(
    store: Stored,
    asked: Asked,
    name: Name,
    aggregate: Annotated[
        Aggregate | None, Query(description="`aggregates` of the answer are those that the metric's kind knows.")
    ] = None,
    group_by: Annotated[
        list[Annotated[str, Query(min_length=1, max_length=KEY_CHARACTERS_MAX)]] | None,
        Query(max_length=KEYS_MAX, description="A key as in a query; repeat it for more."),
    ] = None,
    filter: Annotated[SearchText, Query(description="Series, as in service:orders")] = "",  # noqa: A002
    series: Annotated[int, Query(ge=1, le=SERIES_MAX, description="At most so many, the largest.")] = 20,
    step_s: StepS = None,
) -> MetricSeries:
    """A metric over time: a line for each group of its series."""
    search, keys = parse(filter), group_by or []
    with _suited():
        found = ask.metric_series(store, asked, name, aggregate, keys, search, series, step_s)
    return present.metric_series(name, keys, found, ask.unknown_keys(store, asked, search, METRICS))


@router.get("/metrics/exemplars")
def metric_exemplars(
    store: Stored,
    asked: Asked,
    name: Name,
    filter: Annotated[SearchText, Query(description="Series, as in service:orders")] = "",  # noqa: A002
    per_step: Annotated[int, Query(ge=1, le=PER_STEP_MAX, description="The greatest of each step.")] = 3,
    step_s: StepS = None,
) -> MetricExemplars:
    """Measurements of a metric that were made within a trace, oldest first."""
    with _suited():
        found = ask.metric_exemplars(store, asked, name, parse(filter), per_step, step_s)
    return present.metric_exemplars(name, found)


# A point has the fields of its kind alone.
@router.get("/metrics/points", response_model_exclude_unset=True)
def metric_points(
    store: Stored,
    asked: Asked,
    name: Name,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="At most so many points.")] = 100,
) -> MetricPoints:
    """Points of a metric, newest first."""
    return present.metric_points(name, ask.metric_points(store, asked, name, limit))


@contextmanager
def _suited() -> Iterator[None]:
    try:
        yield
    except SeriesUnsuited as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "series_unsuited",
            str(error),
            way_out="leave out aggregate and step_s: usual ones are taken then",
        ) from error
