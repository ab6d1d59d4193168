"""What this server is, and what did not get in."""

from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.access import Permission, Reader
from controlplane.health import running_version
from controlplane.v1.models import Features, Gaps, Version
from controlplane.v1.parameters import Asked, Stored
from controlplane.v1.present import gaps as present
from query import ask
from query.ask.gaps import LIMIT_MAX

router = APIRouter()


@router.get("/version")
def version(reader: Reader) -> Version:
    """The running version, who asks, and what can be done here."""
    return Version(
        version=running_version(),
        tenant=reader.tenant,
        owner=reader.owner,
        permissions=sorted(reader.permissions),
        features=Features(live_tail=True, saved_searches=Permission.WRITE in reader.permissions),
    )


@router.get("/gaps")
def gaps(
    store: Stored,
    asked: Asked,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="At most so many gaps; the sums are of all.")] = 100,
) -> Gaps:
    """What was refused, quarantined or dropped: newest first, and all of it summed by reason."""
    return Gaps(gaps=present.gaps(ask.gaps(store, asked, limit)), sums=present.gap_sums(ask.gap_sums(store, asked)))
