"""Camel applications that can be reached, and what they can be told."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from controlplane.applications import ANY, Capture, RouteAction
from controlplane.v1.models.base import Answer

# Camel sets no bound; a longer id than this is somebody's mistake.
ID_CHARACTERS_MAX = 1_000
DEADLINE_S_MAX = 600.0

Name = Annotated[str, StringConstraints(min_length=1, max_length=ID_CHARACTERS_MAX)]


class Application(Answer):
    """One start of a JVM with Camel in it, whose sidecar is connected."""

    instance: str = Field(description="`service.instance.id`: random for each start.")
    service: str
    agent: str = Field(description="Version of its agent.")
    pid: int = Field(description="Within its own container.")
    contexts: list[str]


class Applications(Answer):
    """By service and instance."""

    applications: list[Application]


class _Call(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _OfRoutes(_Call):
    context: Name = Field(default=ANY, description="Id of a Camel context, or `*`.")
    route: Name = Field(default=ANY, description="Id of a route, or `*`: all, also such as appear later.")


class SetSampling(_OfRoutes):
    """What is left out goes back to what the application was started with."""

    do: Literal["set_sampling"]
    share: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Of ordinary exchanges that are kept whole, 0 to 1."
    )
    per_second: Annotated[float, Field(ge=0, le=1e6)] | None = Field(
        default=None, description="Ordinary exchanges of a route that are kept in a second at most."
    )
    slow_ms: Annotated[int, Field(ge=1, le=86_400_000)] | None = Field(
        default=None, description="From how many milliseconds on an exchange is slow, and kept."
    )


class SetCapture(_OfRoutes):
    """Of which of the exchanges that are kept messages are kept; left out: as the application was started."""

    do: Literal["set_capture"]
    capture: Capture | None = None


class ControlRoute(_Call):
    """Starts, stops, suspends or resumes one route, as Camel's route controller does."""

    do: Literal["control_route"]
    context: Name
    route: Name
    action: RouteAction


class ListRoutes(_Call):
    """Which routes there are, with their state."""

    do: Literal["list_routes"]


class Command(BaseModel):
    """Something an application is told."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] | None = Field(
        default=None, description="The same one again is not carried out again. Left out: a new one."
    )
    deadline_s: Annotated[float, Field(gt=0, le=DEADLINE_S_MAX)] | None = Field(
        default=None, description="Seconds it has; one that could not begin within them never begins."
    )
    call: Annotated[SetSampling | SetCapture | ControlRoute | ListRoutes, Field(discriminator="do")]


class CommandResult(Answer):
    """A command that was carried out."""

    id: str
    again: bool = Field(description="Carried out before: this is the answer of then.")
    answer: dict[str, Any] = Field(description="What the application says.")
