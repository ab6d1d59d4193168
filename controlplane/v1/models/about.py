"""What this server is, and what did not get in."""

from pydantic import Field

from controlplane.v1.models.base import Answer, UnixNs


class Features(Answer):
    """What can be done here, so that a client shows nothing that will be refused."""

    live_tail: bool
    saved_searches: bool


class Version(Answer):
    """The running version, and who asks."""

    version: str
    tenant: str
    owner: str = Field(description="Who asks, within the tenant; '' where requests carry no credential.")
    permissions: list[str]
    features: Features


class Gap(Answer):
    """Something that did not get in, or was dropped: never silently."""

    time_unix_ns: UnixNs
    signal: str
    source: str
    reason: str
    count: int
    detail: str


class GapSum(Answer):
    """All of one reason in the time asked for."""

    signal: str
    source: str
    reason: str
    count: int


class Gaps(Answer):
    """Newest first, and the sums of all in the time."""

    gaps: list[Gap]
    sums: list[GapSum]
