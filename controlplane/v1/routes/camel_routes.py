"""Routes of Camel applications."""

from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.v1.models import Routes
from controlplane.v1.parameters import Asked, SearchText, Stored
from controlplane.v1.present import routes as present
from query import ask
from query.ask.routes import ROUTES_MAX
from query.language import parse

router = APIRouter()


@router.get("/routes")
def routes(
    store: Stored,
    asked: Asked,
    query: SearchText = "",
    limit: Annotated[int, Query(ge=1, le=ROUTES_MAX, description="At most so many routes.")] = 500,
) -> Routes:
    """Routes as they were at the end of the time, however long before they were built.

    Keys: `service`, `context`, `route`, `from`, `group`, `version`; a word is looked for in the nodes, too.
    """
    return Routes(routes=present.routes(ask.routes(store, asked, parse(query), limit)))
