"""What a service wrote around a log record."""

from dataclasses import dataclass, replace

import polars as pl

from query.ask.log_records import RESOURCE_HASH, LogOrder, LogPlace, LogRecords, holds
from query.paging import read_cursor, write_cursor
from query.scope import UNIX_NS_MAX, Scope
from query.sql import Named, Select, Value, column, equals, render, scoped, text
from query.store import Store

RECORDS_MAX = 1_000
# Neighbours further away are of another story; a service that is silent for so long is not searched for weeks.
DISTANCE_NS_MAX = 24 * 3_600 * 1_000_000_000


@dataclass(frozen=True, slots=True)
class LogContext:
    """Records of the same service and resource, both oldest first, with the columns of `log_search`."""

    before: pl.DataFrame
    after: pl.DataFrame


def log_cursor(unix_ns: int, tie: int) -> str:
    """Names a record of `log_search`: its time and Tie."""
    return write_cursor(LogPlace(unix_ns, tie).position(), "log")


def log_context(store: Store, scope: Scope, cursor: str, before: int, after: int) -> LogContext | None:
    """So many records at most before and after the one that a cursor of `log_cursor` names; None: it is not there.

    Within a day of it, whatever the scope's range. Of records that are alike in all, the others come after. Raises
    MalformedCursor, ValueError (how many).
    """
    if not 0 <= before <= RECORDS_MAX or not 0 <= after <= RECORDS_MAX:
        raise ValueError(f"records before and after are 0 to {RECORDS_MAX}, not {before} and {after}")
    place = LogPlace.read(read_cursor(cursor, 2, "log"))
    if place.unix_ns == UNIX_NS_MAX:
        return None
    select = Select(
        scoped("otel_logs", replace(scope, start_unix_ns=place.unix_ns, end_unix_ns=place.unix_ns + 1)),
        (column("ServiceName"), Named("Resource", RESOURCE_HASH)),
        where=(holds(place.tie),),
        limit=1,
    )
    found = store.frame(*render(select), scope.limits)
    if found.is_empty():
        return None
    service, resource = found.row(0)
    same = (equals(column("ServiceName"), text(service)), equals(RESOURCE_HASH, Value(resource, "UInt64")))
    around = replace(
        scope,
        start_unix_ns=max(0, place.unix_ns - DISTANCE_NS_MAX),
        end_unix_ns=min(UNIX_NS_MAX, place.unix_ns + DISTANCE_NS_MAX),
    )
    return LogContext(
        LogRecords(store, around, same, LogOrder.NEWEST).behind(place.just_before(), before).reverse(),
        LogRecords(store, around, same, LogOrder.OLDEST).behind(place, after),
    )
