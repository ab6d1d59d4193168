"""What every question of `/api/v1` takes: a tenant, a time, and mostly a search."""

import time
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query

from controlplane.access import Reader
from controlplane.problems import ProblemError
from query.language import TEXT_CHARACTERS_MAX
from query.scope import UNIX_NS_MAX, Scope

NS_PER_HOUR = 3_600 * 10**9

Moment = Annotated[int | None, Query(ge=0, le=UNIX_NS_MAX, description="Nanoseconds since 1970.")]


def _asked(reader: Reader, start_unix_ns: Moment = None, end_unix_ns: Moment = None) -> Scope:
    """The caller's tenant. Without an end it is now, without a start an hour before the end."""
    end = time.time_ns() if end_unix_ns is None else end_unix_ns
    start = max(0, end - NS_PER_HOUR) if start_unix_ns is None else start_unix_ns
    if start >= end:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "time_range_empty",
            f"start_unix_ns {start} is not before end_unix_ns {end}",
            way_out="give an earlier start or a later end",
        )
    return Scope(tenant=reader.tenant, start_unix_ns=start, end_unix_ns=end)


Asked = Annotated[Scope, Depends(_asked)]
SearchText = Annotated[
    str, Query(max_length=TEXT_CHARACTERS_MAX, description="For example service:orders status:error duration>100ms")
]
