"""Routes of Camel applications, as they were built."""

from pydantic import Field

from controlplane.v1.models.base import Answer, UnixNs


class RouteNode(Answer):
    """A node of a route."""

    id: str
    kind: str = Field(description="Camel's short name: `to`, `choice`, `split`.")
    around: str = Field(description="The node it is in; the route's id for one that is in no other.")
    label: str
    endpoint: str = Field(description="Where it sends to, redacted; '' for one that sends nowhere, or is not known.")
    source: str = Field(description="File and line, where Camel knows them.")


class Route(Answer):
    """The newest model of a route."""

    service: str
    context: str
    id: str
    version: str = Field(description="Changes when anything of the model does.")
    built_unix_ns: UnixNs
    camel_version: str
    endpoint: str = Field(description="What it takes its exchanges from, redacted.")
    group: str
    description: str
    source: str
    nodes: list[RouteNode] = Field(description="In the order they were built: a node comes after the one it is in.")


class Routes(Answer):
    """By service, context and route."""

    routes: list[Route]
