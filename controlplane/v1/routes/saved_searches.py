"""Searches that people saved.

One sees one's own and those that are shared; only the owner changes and deletes. A change names the version it is of:
when somebody was faster it is a conflict, not a lost update. One that was deleted is 410 to whoever saw it before; a
change of its last version brings it back under its id, and links to it open again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from controlplane.access import Caller, Reader, Writer
from controlplane.problems import ProblemError
from controlplane.v1.models import SavedSearch, SavedSearchChange, SavedSearchDraft, SavedSearches, Screen
from controlplane.v1.parameters import Stored
from controlplane.v1.present import saved as present
from query import saved_searches as kept
from query.language import parse
from query.store import Store

router = APIRouter()

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="`id` of a saved search: 32 hexadecimal digits.")]


@router.get("/saved-searches")
def saved_searches(
    store: Stored,
    reader: Reader,
    screen: Annotated[
        Screen | None, Query(description="Those of this screen alone; of all when it is left out.")
    ] = None,
) -> SavedSearches:
    """One's own and those that are shared, by name; of one screen when it is given."""
    found = kept.saved_searches(store, reader.tenant)
    return SavedSearches(
        searches=[
            present.saved_search(each)
            for each in found
            if each.seen_by(reader.owner) and (screen is None or each.screen == screen)
        ]
    )


@router.get("/saved-searches/{id}")
def saved_search(store: Stored, reader: Reader, id: Id) -> SavedSearch:  # noqa: A002  # its name in the address
    """One of them."""
    return present.saved_search(_seen(store, reader, id))


@router.post("/saved-searches", status_code=HTTPStatus.CREATED)
def save_search(store: Stored, writer: Writer, draft: SavedSearchDraft) -> SavedSearch:
    """Saves a search."""
    parse(draft.query)
    with _problems():
        return present.saved_search(kept.create(store, writer.tenant, present.to_keep(draft, writer.owner)))


@router.put("/saved-searches/{id}")
def change_saved_search(
    store: Stored,
    writer: Writer,
    id: Id,  # noqa: A002
    change: SavedSearchChange,
) -> SavedSearch:
    """Saves it anew, in place of the version that is named. One that was deleted is there again."""
    parse(change.query)
    owner = _owned(writer, _known(store, writer, id)).owner
    with _problems():
        changed = kept.change(store, writer.tenant, present.to_keep(change, owner, id, change.version))
    return present.saved_search(changed)


@router.delete("/saved-searches/{id}", status_code=HTTPStatus.NO_CONTENT)
def delete_saved_search(
    store: Stored,
    writer: Writer,
    id: Id,  # noqa: A002
    version: Annotated[
        int | None, Query(ge=1, le=2**31, description="The one to delete; the present one if left out.")
    ] = None,
) -> None:
    """Deletes it."""
    found = _owned(writer, _seen(store, writer, id))
    if version is not None and version != found.version:
        raise _conflict(f"{found.name!r} is at version {found.version}, not {version}")
    with _problems():
        kept.delete(store, writer.tenant, found)


def _seen(store: Store, caller: Caller, identifier: str) -> kept.SavedSearch:
    found = _known(store, caller, identifier)
    if found.deleted:
        raise ProblemError(
            HTTPStatus.GONE,
            "saved_search_deleted",
            f"{found.name!r} was deleted",
            way_out=f"its owner brings it back with a PUT of version {found.version}",
        )
    return found


def _known(store: Store, caller: Caller, identifier: str) -> kept.SavedSearch:
    """Also one that was deleted."""
    found = kept.saved_search(store, caller.tenant, identifier)
    if found is None or not found.seen_by(caller.owner):
        raise ProblemError(
            HTTPStatus.NOT_FOUND,
            "saved_search_not_found",
            f"there is no saved search {identifier}",
            way_out="GET /api/v1/saved-searches lists those that you see; others may be private",
        )
    return found


def _owned(caller: Caller, found: kept.SavedSearch) -> kept.SavedSearch:
    if found.owner != caller.owner:
        raise ProblemError(
            HTTPStatus.FORBIDDEN,
            "forbidden",
            f"{found.name!r} belongs to {found.owner!r}",
            way_out="save a copy of your own",
        )
    return found


@contextmanager
def _problems() -> Iterator[None]:
    try:
        yield
    except kept.Conflict as error:
        raise _conflict(str(error)) from error
    except kept.TooMany as error:
        raise ProblemError(
            HTTPStatus.CONFLICT, "saved_searches_full", str(error), way_out="delete some that nobody opens"
        ) from error


def _conflict(detail: str) -> ProblemError:
    return ProblemError(
        HTTPStatus.CONFLICT, "version_conflict", detail, way_out="read it again, and change what it is now"
    )
