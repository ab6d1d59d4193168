"""What stands beside a list: counts over time, by duration and by value, and words to search for."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.problems import ProblemError
from controlplane.v1.models import Count, Facets, HeatMap, Histogram, SuggestedKeys, SuggestedValues
from controlplane.v1.parameters import (
    KEY_CHARACTERS_MAX,
    AnySignal,
    Asked,
    Key,
    Prefix,
    SearchText,
    Signal,
    Stored,
    vocabulary_of,
)
from controlplane.v1.present import search as present
from query import ask
from query.ask.facets import KEYS_MAX, VALUES_MAX
from query.ask.heat_map import DURATION_BUCKETS_MAX, TIME_BUCKETS_MAX
from query.ask.histogram import BUCKETS_MAX
from query.ask.suggest import LIMIT_MAX
from query.language import parse
from query.sql import key_value
from query.vocabulary import TRACES, Vocabulary

router = APIRouter()

Searched = Annotated[Signal, Query(description="Of spans or of log records.")]
Suggested = Annotated[AnySignal, Query(description="Of spans, of log records or of the series of metrics.")]


@router.get("/count")
def count(store: Stored, asked: Asked, query: SearchText = "") -> Count:
    """How many spans match: those stored, and, where they were sampled, how many there were."""
    search = parse(query)
    return present.count(ask.count(store, asked, search), ask.unknown_keys(store, asked, search, TRACES))


@router.get("/histogram")
def histogram(
    store: Stored,
    asked: Asked,
    signal: Searched = Signal.TRACES,
    query: SearchText = "",
    buckets: Annotated[int, Query(ge=1, le=BUCKETS_MAX, description="At most so many steps.")] = 60,
) -> Histogram:
    """Spans (by status) or log records (by level) that match, over time."""
    return present.histogram(ask.histogram(store, asked, parse(query), vocabulary_of(signal), buckets))


@router.get("/heat-map")
def heat_map(
    store: Stored,
    asked: Asked,
    query: SearchText = "",
    time_buckets: Annotated[int, Query(ge=1, le=TIME_BUCKETS_MAX, description="At most so many steps of time.")] = 120,
    duration_buckets: Annotated[
        int, Query(ge=1, le=DURATION_BUCKETS_MAX, description="At most so many bands of the duration.")
    ] = 40,
) -> HeatMap:
    """Spans that match, by time and by the logarithm of their duration; at most so many steps and bands."""
    return present.heat_map(ask.heat_map(store, asked, parse(query), time_buckets, duration_buckets))


@router.get("/facets")
def facets(
    store: Stored,
    asked: Asked,
    key: Annotated[
        list[Annotated[str, Query(min_length=1, max_length=KEY_CHARACTERS_MAX)]],
        Query(min_length=1, max_length=KEYS_MAX, description="As in a query; repeat it for more."),
    ],
    signal: Searched = Signal.TRACES,
    query: SearchText = "",
    values: Annotated[int, Query(ge=1, le=VALUES_MAX, description="Of each key.")] = 10,
) -> Facets:
    """The commonest values of some keys among the spans or log records that match."""
    vocabulary = vocabulary_of(signal)
    for each in key:
        _check_values(each, vocabulary)
    return present.facets(ask.facets(store, asked, parse(query), vocabulary, key, values))


@router.get("/suggest/keys")
def suggest_keys(
    store: Stored,
    asked: Asked,
    signal: Suggested = AnySignal.TRACES,
    prefix: Prefix = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="At most so many keys.")] = 50,
) -> SuggestedKeys:
    """Keys that a query can name."""
    return present.suggested_keys(ask.suggest_keys(store, asked, vocabulary_of(signal), prefix, limit))


@router.get("/suggest/values")
def suggest_values(
    store: Stored,
    asked: Asked,
    key: Key,
    signal: Suggested = AnySignal.TRACES,
    prefix: Prefix = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="At most so many values.")] = 50,
) -> SuggestedValues:
    """Values that a key has."""
    return present.suggested_values(ask.suggest_values(store, asked, vocabulary_of(signal), key, prefix, limit))


def _check_values(key: str, vocabulary: Vocabulary) -> None:
    try:
        key_value(key, vocabulary)
    except ValueError as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "key_unlisted", str(error), way_out="GET /api/v1/suggest/keys tells which there are"
        ) from error
