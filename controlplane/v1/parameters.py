"""What the questions of `/api/v1` take: a store, a tenant, a time, a search, a page."""

import time
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import HTTPConnection

from controlplane.access import Reader
from controlplane.problems import ProblemError
from query.language import TEXT_CHARACTERS_MAX
from query.paging import CURSOR_CHARACTERS_MAX
from query.scope import UNIX_NS_MAX, Scope
from query.store import Store
from query.vocabulary import LOGS, METRICS, TRACES, Vocabulary

NS_PER_HOUR = 3_600 * 10**9
# OpenTelemetry's own bound of a key or a value is a client's choice; the collector's longest key is shorter.
KEY_CHARACTERS_MAX = 1_024
# A year: longer than anything is kept by default.
STEP_S_MAX = 366 * 86_400

Moment = Annotated[int | None, Query(ge=0, le=UNIX_NS_MAX, description="Nanoseconds since 1970.")]


class Signal(StrEnum):
    """What is searched."""

    TRACES = "traces"
    LOGS = "logs"


class AnySignal(StrEnum):
    """What has keys and values."""

    TRACES = "traces"
    LOGS = "logs"
    METRICS = "metrics"


_VOCABULARIES = {each.signal: each for each in (TRACES, LOGS, METRICS)}


def vocabulary_of(signal: Signal | AnySignal) -> Vocabulary:
    """The keys of a signal."""
    return _VOCABULARIES[signal.value]


def _store(connection: HTTPConnection) -> Store:
    store: Store = connection.app.state.store
    return store


def _asked(reader: Reader, start_unix_ns: Moment = None, end_unix_ns: Moment = None) -> Scope:
    """The caller's tenant. Without an end it is now, without a start an hour before the end."""
    return time_range(reader.tenant, start_unix_ns, end_unix_ns)


def time_range(tenant: str, start_unix_ns: int | None, end_unix_ns: int | None) -> Scope:
    """As `Asked`, of times that were read already."""
    end = time.time_ns() if end_unix_ns is None else end_unix_ns
    start = max(0, end - NS_PER_HOUR) if start_unix_ns is None else start_unix_ns
    if start >= end:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "time_range_empty",
            f"start_unix_ns {start} is not before end_unix_ns {end}",
            way_out="give an earlier start or a later end",
        )
    return Scope(tenant=tenant, start_unix_ns=start, end_unix_ns=end)


Stored = Annotated[Store, Depends(_store)]
Asked = Annotated[Scope, Depends(_asked)]
SearchText = Annotated[
    str, Query(max_length=TEXT_CHARACTERS_MAX, description="For example service:orders status:error duration>100ms")
]
Cursor = Annotated[
    str | None, Query(max_length=CURSOR_CHARACTERS_MAX, description="`next_cursor` of the page before this one.")
]
Key = Annotated[
    str, Query(min_length=1, max_length=KEY_CHARACTERS_MAX, description="As in a query, for example http.route.")
]
Prefix = Annotated[str, Query(max_length=KEY_CHARACTERS_MAX, description="Compared in any case.")]
