"""Log records."""

from typing import Annotated

from fastapi import APIRouter, Query

from controlplane import records
from controlplane.v1.models import Logs
from controlplane.v1.parameters import Asked, SearchText, Stored
from controlplane.v1.present import logs as present
from query import ask
from query.ask.log_search import LIMIT_MAX
from query.language import parse

router = APIRouter()


@router.get("/logs")
def logs(
    store: Stored, asked: Asked, query: SearchText = "", limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 100
) -> Logs:
    """Log records that match, newest first."""
    found = ask.log_search(store, asked, parse(query), limit)
    return Logs(logs=[present.log_record(each) for each in records.log_lines(found)])
