"""What is different about some of the spans."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from controlplane.problems import ProblemError
from controlplane.v1.models import Difference
from controlplane.v1.parameters import Asked, Moment, SearchText, Stored
from controlplane.v1.present import difference as present
from query import ask
from query.ask.difference import ATTRIBUTES_MAX, VALUES_MAX, Box
from query.language import parse
from query.scope import UNIX_NS_MAX
from query.vocabulary import TRACES

router = APIRouter()

Duration = Annotated[int | None, Query(ge=0, le=UNIX_NS_MAX, description="Nanoseconds.")]


def _box(
    selection_start_unix_ns: Moment = None,
    selection_end_unix_ns: Moment = None,
    duration_min_ns: Duration = None,
    duration_max_ns: Duration = None,
) -> Box:
    """Starts and shortest durations are in it, ends and longest are not: as bands of a heat map."""
    return Box(selection_start_unix_ns, selection_end_unix_ns, duration_min_ns, duration_max_ns)


@router.get("/difference")
def difference(
    store: Stored,
    asked: Asked,
    box: Annotated[Box, Depends(_box)],
    query: SearchText = "",
    selection: SearchText = "",
    attributes: Annotated[int, Query(ge=1, le=ATTRIBUTES_MAX, description="At most so many.")] = 50,
    values: Annotated[int, Query(ge=1, le=VALUES_MAX, description="Of each attribute at most so many.")] = 20,
) -> Difference:
    """What the spans of a selection have, of those that match the query, that the others have not.

    Selected is what matches `selection` and lies in the box of times and durations; one of them must be given.
    """
    search, selecting = parse(query), parse(selection)
    if selecting.tree is None and box == Box():
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "selection_missing",
            "nothing is selected: there is neither a selection nor a bound of times or durations",
            way_out="for example selection=status:error, or duration_min_ns=100000000",
        )
    found = ask.difference(store, asked, search, selecting, box, attributes, values)
    unknown = [each for part in (search, selecting) for each in ask.unknown_keys(store, asked, part, TRACES)]
    return present.difference(found, unknown)
