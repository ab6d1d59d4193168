"""Searches that people saved: read, written, changed and deleted by people, unlike all else here.

A change is a row with the next version, so that two people who change one version at the same time are told apart: both
rows would carry the same insert token, and the store takes the first alone (see `query.store`). Who was second finds
the other's row when it reads back, and is told. A deletion is a version too, and the next one brings it back.
"""

import json
import os
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from query.native_block import block
from query.schema import table
from query.scope import Scope
from query.sql import (
    Expression,
    LimitBy,
    Order,
    Select,
    Time,
    column,
    columns_of,
    equals,
    newest,
    render,
    scoped,
    text,
    whole,
)
from query.store import Store

_TABLE = "saved_searches"
# Of one tenant, so that a list is one answer and a program cannot fill the store through this door.
SEARCHES_MAX = 1_000
_ID_BYTES = 16


class Conflict(Exception):
    """Somebody else changed it since it was read. Read it again."""


class TooMany(Exception):
    """The tenant has saved as many as it may. Delete some."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it was saved. `params` are texts and lists of texts; `version` counts its changes from 1."""

    id: str
    owner: str
    shared: bool
    name: str
    screen: str
    query: str
    params: Mapping[str, str | Sequence[str]]
    version: int = 1
    updated_unix_ns: int = 0
    deleted: bool = False

    def seen_by(self, owner: str) -> bool:
        """Whether it is theirs or shared."""
        return self.shared or self.owner == owner


def saved_searches(store: Store, tenant: str) -> list[SavedSearch]:
    """All of a tenant, by name. Who may see which is the caller's to decide (`seen_by`)."""
    return sorted(_present(store, tenant), key=lambda each: (each.name.casefold(), each.id))


def saved_search(store: Store, tenant: str, identifier: str) -> SavedSearch | None:
    """The one with this id, also when its newest version is a deletion; None when there was never one."""
    return next(iter(_read(store, _newest(tenant, equals(column("Id"), text(identifier))))), None)


def create(store: Store, tenant: str, search: SavedSearch) -> SavedSearch:
    """Saves a new one under a new id. Raises TooMany, StoreUnavailable."""
    _check_room(store, tenant)
    return _write(store, tenant, replace(search, id=secrets.token_hex(_ID_BYTES), version=1, deleted=False))


def change(store: Store, tenant: str, search: SavedSearch) -> SavedSearch:
    """Saves it in place of the version that it carries, also where that is a deletion.

    Raises Conflict, TooMany, StoreUnavailable.
    """
    if _checked(store, tenant, search).deleted:
        _check_room(store, tenant)
    return _write(store, tenant, replace(search, version=search.version + 1, deleted=False))


def delete(store: Store, tenant: str, search: SavedSearch) -> None:
    """Deletes the version that it carries. Raises Conflict, StoreUnavailable."""
    if _checked(store, tenant, search).deleted:
        raise _conflict(search)
    _write(store, tenant, replace(search, version=search.version + 1, deleted=True))


def _check_room(store: Store, tenant: str) -> None:
    if len(_present(store, tenant)) >= SEARCHES_MAX:
        raise TooMany(f"there are {SEARCHES_MAX:,} saved searches already, the most there may be")


def _checked(store: Store, tenant: str, search: SavedSearch) -> SavedSearch:
    """What it takes the place of."""
    current = saved_search(store, tenant, search.id)
    if current is None or current.version != search.version:
        raise _conflict(search)
    return current


def _write(store: Store, tenant: str, search: SavedSearch) -> SavedSearch:
    written = replace(search, updated_unix_ns=time.time_ns())
    writer = secrets.token_hex(_ID_BYTES)
    row: dict[str, str | int] = {
        "TenantId": tenant,
        "Id": written.id,
        "Version": written.version,
        "Deleted": int(written.deleted),
        "Owner": written.owner,
        "Shared": int(written.shared),
        "Name": written.name,
        "Screen": written.screen,
        "Query": written.query,
        "Params": json.dumps(dict(written.params)),
        "UpdatedAt": written.updated_unix_ns,
        "Writer": writer,
    }
    data = block(table(_TABLE), [row])
    store.insert_native(_TABLE, 1, lambda fd: os.write(fd, data), token=f"{tenant}/{written.id}/{written.version}")
    select = Select(
        scoped(_TABLE, _all_time(tenant), Time.ANY),
        (column("Writer"),),
        where=(equals(column("Id"), text(written.id)), equals(column("Version"), whole(written.version))),
        limit=1,
    )
    found = store.frame(*render(select))["Writer"].to_list()
    # A replica that lags behind may not have it yet: it was acknowledged, and nobody else's was seen.
    if found and found != [writer]:
        raise _conflict(replace(search, version=search.version - 1))
    return written


def _present(store: Store, tenant: str) -> list[SavedSearch]:
    """Those that are not deleted. The others stay behind in the engine: there is no bound to how many they are."""
    there = equals(column("Deleted"), whole(0))
    return _read(store, Select(_newest(tenant), columns_of(_TABLE), where=(there,)))


def _newest(tenant: str, *conditions: Expression) -> Select:
    """The highest version of each."""
    return Select(
        scoped(_TABLE, _all_time(tenant), Time.ANY),
        columns_of(_TABLE),
        where=conditions,
        order_by=(Order(column("Id")), newest(column("Version"))),
        limit_by=LimitBy(1, (column("Id"),)),
    )


def _read(store: Store, select: Select) -> list[SavedSearch]:
    frame = store.frame(*render(select))
    moments = frame["UpdatedAt"].dt.epoch("ns")
    return [
        SavedSearch(
            id=row["Id"],
            owner=row["Owner"],
            shared=bool(row["Shared"]),
            name=row["Name"],
            screen=row["Screen"],
            query=row["Query"],
            params=json.loads(row["Params"]),
            version=row["Version"],
            updated_unix_ns=updated,
            deleted=bool(row["Deleted"]),
        )
        for row, updated in zip(frame.iter_rows(named=True), moments, strict=True)
    ]


def _conflict(search: SavedSearch) -> Conflict:
    return Conflict(f"{search.name!r} is no longer at version {search.version}: somebody changed or deleted it")


def _all_time(tenant: str) -> Scope:
    return Scope(tenant, 0, 1)
