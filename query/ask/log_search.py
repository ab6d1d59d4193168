"""Log records that match a search."""

from query.ask.log_records import LogOrder, LogPlace, LogRecords, place_of_last
from query.language import Search
from query.paging import Page, read_cursor, write_cursor
from query.scope import Scope
from query.sql import matching
from query.store import Store
from query.vocabulary import LOGS

LIMIT_MAX = 10_000


def log_search(
    store: Store,
    scope: Scope,
    search: Search,
    limit: int,
    cursor: str | None = None,
    order: LogOrder = LogOrder.NEWEST,
) -> Page:
    """All columns of otel_logs, and Tie, which orders records of one time; one order is the reverse of the other.

    Raises MalformedQuery, MalformedCursor (also of another order), ValueError (limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    asked = ("logs", order.value, search.tree)
    behind = None if cursor is None else LogPlace.read(read_cursor(cursor, 2, *asked))
    # One more than the page tells whether there is another.
    found = LogRecords(store, scope, matching(search, LOGS), order).behind(behind, limit + 1)
    page = found.head(limit)
    if found.height <= limit:
        return Page(page, None)
    return Page(page, write_cursor(place_of_last(page, behind).position(), *asked))
