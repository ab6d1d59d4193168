"""Gateway: the way into an application's JVM, through the agent in it.

    Gateway(rings / "1790000000000-0badcafe.gateway").stop_route("shop", "orders")

An agent listens on loopback, and writes port and token into a file beside its ring, which its own user alone may read.
What can be called is a fixed list of methods; nothing else of the JVM can be reached (docs/bridge.md).

Invariants:
- A gateway file is trusted only as far as its owner: a link, another user's file or one that others may read is
  refused.
- Each call has a deadline, as a whole; an answer has a bound.
- A call that found its connection closed is made once more: every method leaves the same state however often it is
  called.

In reading order: `errors`, `file` (where, and the token), `wire` (one connection, in Py4J's protocol), `models` (what
is answered), `client` (the calls).
"""

from camel_bridge.gateway.client import ALL, Gateway
from camel_bridge.gateway.errors import GatewayCallFailed, GatewayError, GatewayFileRefused, GatewayUnavailable
from camel_bridge.gateway.models import Agent, Capture, Context, Effective, Route, Sampling, Transition

__all__ = [
    "ALL",
    "Agent",
    "Capture",
    "Context",
    "Effective",
    "Gateway",
    "GatewayCallFailed",
    "GatewayError",
    "GatewayFileRefused",
    "GatewayUnavailable",
    "Route",
    "Sampling",
    "Transition",
]
