"""What an agent answers. Fields that a newer agent adds are passed over."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Capture(StrEnum):
    """Of which exchanges that are kept bodies and headers are told."""

    ALL = "all"
    FAILED = "failed"
    NONE = "none"


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())


class Sampling(_Answer):
    """Part of ordinary exchanges that is kept, 0 to 1; most of them a second; what is slow, None: by itself."""

    share: float
    per_second: float
    slow_ms: int | None


class Route(_Answer):
    """A route at one moment. `endpoint` is without passwords, `status` Camel's word, `model_hash` that of its model."""

    id: str
    status: str
    endpoint: str | None
    group: str | None
    description: str | None
    model_hash: str | None
    uptime_ms: int
    inflight: int
    sampling: Sampling
    capture: Capture


class Context(_Answer):
    """A Camel context and its routes; `describe` tells none."""

    name: str
    camel_version: str
    routes: tuple[Route, ...] = ()


class Agent(_Answer):
    """Which agent it is, what it was started with, and the contexts it is attached to. `service` and `instance` are
    `service.name` and `service.instance.id` of its telemetry.
    """

    protocol: int
    service: str
    instance: str
    agent_version: str | None
    pid: int
    java_version: str
    sampling: Sampling
    capture: Capture
    contexts: tuple[Context, ...]


class Effective(_Answer):
    """What now holds for a route."""

    context: str
    route: str
    sampling: Sampling
    capture: Capture


class Transition(_Answer):
    """A route's status before and after a call; the same when it was so already."""

    was: str
    status: str


class Contexts(_Answer):
    """The answer of `routes`."""

    contexts: tuple[Context, ...]


class EffectiveRoutes(_Answer):
    """The answer of `setSampling` and `setCapture`."""

    routes: tuple[Effective, ...]


class Refused(_Answer):
    """What was not done, and why."""

    kind: str
    detail: str


class Refusal(_Answer):
    """What each answer may be instead."""

    error: Refused | None = None
