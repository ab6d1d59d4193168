"""Exchanges of Camel: lists of them, and one with its steps and messages."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from controlplane.problems import ProblemError
from controlplane.v1.models import Exchange, Exchanges
from controlplane.v1.parameters import KEY_CHARACTERS_MAX, Asked, Cursor, SearchText, Stored
from controlplane.v1.present import exchanges as present
from controlplane.v1.present import search as beside
from query import ask
from query.ask.exchanges import is_own_key
from query.ask.spans import LIMIT_MAX
from query.language import parse
from query.vocabulary import TRACES

router = APIRouter()


@router.get("/exchanges")
def exchanges(
    store: Stored,
    asked: Asked,
    query: SearchText = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="At most so many exchanges on a page.")] = 20,
    cursor: Cursor = None,
) -> Exchanges:
    """Exchanges that match, newest first.

    Beside the keys of spans there are `outcome`, `reason`, `exception`, and of their messages `body` and `header.NAME`.
    """
    search = parse(query)
    page = ask.exchanges(store, asked, search, limit, cursor)
    unknown = ask.unknown_keys(store, asked, search, TRACES) if cursor is None else ()
    return Exchanges(
        exchanges=present.exchange_summaries(page.frame),
        next_cursor=page.next_cursor,
        warnings=beside.warnings([each for each in unknown if not is_own_key(each.key)]),
    )


@router.get("/exchanges/{exchange_id}")
def exchange(
    store: Stored,
    asked: Asked,
    exchange_id: Annotated[str, Path(max_length=KEY_CHARACTERS_MAX, description="As Camel names it.")],
) -> Exchange:
    """The newest exchange with this id that began within the time, whole."""
    found = ask.exchange(store, asked, exchange_id)
    if found is None:
        raise ProblemError(
            HTTPStatus.NOT_FOUND,
            "exchange_not_found",
            f"no exchange {exchange_id} began within the time",
            way_out="look further back; it may not have been kept: docs/agent.md says which are",
        )
    return present.exchange(found)
