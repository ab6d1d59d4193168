"""Who asks, and whether the request came the way it should: decided here, once, for every route.

Two questions that look alike and are not. *Access*: a credential (or loopback, where none is needed) gives the tenant
and what it may do; nothing in path, query or body can. *Guard*: a browser on the same machine can be made to send
requests here by any page (DNS rebinding, cross-site requests), so Host and Origin must be ours, before anything is
read.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated, Protocol
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from controlplane.problems import ProblemError, answer


class Permission(StrEnum):
    """What a caller may do."""

    READ = "read"
    WRITE = "write"
    OPERATE = "operate"
    """Tells applications something: stops a route, keeps more of its exchanges."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The tenant of a request, and what it may do there.

    `owner` tells apart who of the tenant asks: what a person saves is theirs by it. '' where credentials do not tell.
    """

    tenant: str
    permissions: frozenset[Permission]
    owner: str = ""


class Access(Protocol):
    """Turns a credential into a caller."""

    def caller(self, authorization: str) -> Caller | None:
        """`authorization` is the header, '' without one. None: not known. Does not block."""


def _permitted(permission: Permission) -> Callable[[HTTPConnection], Caller]:
    def caller(connection: HTTPConnection) -> Caller:
        access: Access = connection.app.state.access
        found = access.caller(connection.headers.get("authorization", ""))
        if found is None:
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "unauthenticated",
                "the request carries no credential that is known here",
                way_out="send `Authorization: Bearer TOKEN`; `camelops token new` makes a token",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if permission not in found.permissions:
            raise ProblemError(
                HTTPStatus.FORBIDDEN, "forbidden", f"this credential may not {permission}", way_out="use one that may"
            )
        return found

    return caller


# Every route takes one of these, and nothing else about the caller.
Reader = Annotated[Caller, Depends(_permitted(Permission.READ))]
Writer = Annotated[Caller, Depends(_permitted(Permission.WRITE))]
Operator = Annotated[Caller, Depends(_permitted(Permission.OPERATE))]


class Guard:
    """ASGI: refuses requests whose Host is not ours (421) or whose Origin is another site (403).

    Addresses and `localhost` are always ours: only a name can be made to point here by a stranger. `hosts` adds names,
    without port, that this server or a proxy in front of it is reached by.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what came the right way."""
        if scope["type"] == "http":
            refusal = self._refusal(Headers(scope=scope))
            if refusal is not None:
                await answer(refusal)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, headers: Headers) -> ProblemError | None:
        own = headers.get("host", "")
        host = _host_of(f"//{own}")
        if not (host == "localhost" or host in self.hosts or _is_address(host)):
            return ProblemError(
                HTTPStatus.MISDIRECTED_REQUEST,
                "host_unknown",
                f"this server does not answer for host {host!r}",
                way_out="use its address, or add the name to CAMELOPS_HTTP_HOSTS",
            )
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != own and _host_of(origin) not in self.hosts:
            return ProblemError(
                HTTPStatus.FORBIDDEN,
                "origin_unknown",
                f"pages of {origin!r} may not call this server",
                way_out="open the console at this server's own address, or add the name to CAMELOPS_HTTP_HOSTS",
            )
        return None


def _host_of(url: str) -> str:
    """Lower-case host without port and brackets; '' when there is none (also for `Origin: null`)."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
