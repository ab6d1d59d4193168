"""Metrics. A metric's name may hold a slash."""

from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.v1.models import MetricNames, MetricPoints
from controlplane.v1.parameters import Asked, Stored
from controlplane.v1.present import metrics as present
from query import ask
from query.ask.metric_series import LIMIT_MAX

router = APIRouter()


@router.get("/metrics")
def metrics(store: Stored, asked: Asked) -> MetricNames:
    """Names of metrics that were sent."""
    return present.metric_names(ask.metric_names(store, asked))


# A point has the fields of its kind alone.
@router.get("/metrics/{name:path}", response_model_exclude_unset=True)
def metric(
    store: Stored, asked: Asked, name: str, limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 100
) -> MetricPoints:
    """Points of a metric, newest first."""
    return present.metric_points(name, ask.metric_series(store, asked, name, limit))
