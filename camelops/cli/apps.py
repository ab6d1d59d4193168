"""`apps`: Camel applications that can be reached now, and telling them something."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer
from rich.text import Text

from camelops.cli.asking import LOCAL_URL, TokenOption, UrlOption, connected
from camelops.cli.output import Column, Output
from camelops.cli.text import one_line
from camelops.errors import CommandError
from controlplane.applications import ANY, Capture, RouteAction
from controlplane.v1.models import Answer, Application, Applications, Command, CommandResult
from controlplane.v1.models.applications import ControlRoute, ListRoutes, SetCapture, SetSampling

if TYPE_CHECKING:
    from camelops.cli.server import Server

app = typer.Typer(help="Camel applications that can be reached now: list them, and tell them something.")

ServiceArgument = Annotated[
    str,
    typer.Argument(
        help="Name of the service: all its instances; or the beginning of an instance's id.", metavar="SERVICE"
    ),
]
RouteArgument = Annotated[str, typer.Argument(help="Id of the route.", metavar="ROUTE")]
ContextOption = Annotated[str, typer.Option("--context", help="Id of the Camel context; any, when left out.")]
RoutesOption = Annotated[str, typer.Option("--route", help="Id of the route; all, when left out.")]
DeadlineOption = Annotated[float, typer.Option("--deadline", min=0.1, max=600, help="Seconds that it has.")]

DEADLINE_S = 30.0

_APPLICATIONS: Sequence[Column[Application]] = (
    Column("service", lambda each: each.service),
    Column("instance", lambda each: each.instance, 34),
    Column("contexts", lambda each: ", ".join(each.contexts)),
    Column("pid", lambda each: str(each.pid), 8, right=True),
    Column("agent", lambda each: each.agent, 16, wide_only=True),
)


@app.command("list")
def applications(*, url: UrlOption = LOCAL_URL, token: TokenOption = "") -> None:
    """Show the applications whose sidecars are connected."""
    output = Output()
    with connected(url, token) as server:
        found = _connected(server)
    if not output.person_looks:
        for each in found:
            output.json_line(each)
    elif found:
        output.table(_APPLICATIONS, found, header=True)
    if not found:
        output.remark("no application is connected: a sidecar calls where CAMELOPS_SIDECAR_COMMANDS says")


class _Route(Answer):
    """A route of a running application, as its agent says it."""

    service: str
    instance: str
    context: str
    id: str
    status: str
    endpoint: str | None = None
    inflight: int = 0
    sampling: dict[str, Any]
    capture: str


_ROUTES: Sequence[Column[_Route]] = (
    Column("service", lambda each: each.service, 18),
    Column("instance", lambda each: each.instance[:8], 8),
    Column("context", lambda each: each.context, 16, wide_only=True),
    Column("route", lambda each: each.id),
    Column("status", lambda each: each.status.lower(), 10),
    Column("in flight", lambda each: str(each.inflight), 9, right=True),
    Column("kept", lambda each: f"{each.sampling.get('share', 0) * 100:g} %", 9, right=True),
    Column("messages", lambda each: each.capture, 8),
    Column("from", lambda each: each.endpoint or "", wide_only=True),
)


@app.command("routes")
def routes(service: ServiceArgument, *, url: UrlOption = LOCAL_URL, token: TokenOption = "") -> None:
    """Show the routes of a service as they are now: status, exchanges in flight, what is kept of them."""
    output = Output()
    with connected(url, token) as server:
        found = [
            _Route(service=each.service, instance=each.instance, context=context["name"], **route)
            for each in _meant(server, service)
            for context in _told(server, each, Command(call=ListRoutes(do="list_routes"))).answer["contexts"]
            for route in context["routes"]
        ]
    if output.person_looks:
        output.table(_ROUTES, found, header=True)
        return
    for each in found:
        output.json_line(each)


@app.command("sampling")
def sampling(
    service: ServiceArgument,
    *,
    share: Annotated[
        float | None, typer.Option("--share", min=0, max=1, help="Of ordinary exchanges, 0 to 1, kept whole.")
    ] = None,
    per_second: Annotated[
        float | None, typer.Option("--per-second", min=0, help="Ordinary exchanges a second and route at most.")
    ] = None,
    slow_ms: Annotated[int | None, typer.Option("--slow-ms", min=1, help="From when on an exchange is slow.")] = None,
    route: RoutesOption = ANY,
    context: ContextOption = ANY,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Say how many exchanges are kept whole. What is left out goes back to what the application was started with."""
    call = SetSampling(
        do="set_sampling", context=context, route=route, share=share, per_second=per_second, slow_ms=slow_ms
    )
    _tell(url, token, service, Command(call=call))


@app.command("capture")
def capture(
    service: ServiceArgument,
    messages: Annotated[
        Capture | None, typer.Argument(help="Of all that are kept, of the failed ones, of none.", show_default=False)
    ] = None,
    *,
    route: RoutesOption = ANY,
    context: ContextOption = ANY,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Say of which of the exchanges that are kept messages are kept. Left out: as the application was started."""
    _tell(
        url,
        token,
        service,
        Command(call=SetCapture(do="set_capture", context=context, route=route, capture=messages)),
    )


def _route_command(action: RouteAction) -> None:
    def control(
        service: ServiceArgument,
        route: RouteArgument,
        *,
        context: ContextOption = ANY,
        deadline: DeadlineOption = DEADLINE_S,
        url: UrlOption = LOCAL_URL,
        token: TokenOption = "",
    ) -> None:
        call = ControlRoute(do="control_route", context=context, route=route, action=action)
        _tell(url, token, service, Command(deadline_s=deadline, call=call))

    waits = " Exchanges in it are finished first." if action in {RouteAction.STOP, RouteAction.SUSPEND} else ""
    app.command(action.value, help=f"{action.value.capitalize()} a route.{waits}")(control)


for _action in RouteAction:
    _route_command(_action)


def _tell(url: str, token: str, service: str, command: Command) -> None:
    """One line for each instance. The first that fails ends it: the rest is as it was."""
    output = Output()
    with connected(url, token) as server:
        for each in _meant(server, service):
            result = _told(server, each, command)
            if not output.person_looks:
                output.json_line(result)
                continue
            again = " (before)" if result.again else ""
            for line in _lines(result.answer):
                output.results.print(Text(one_line(f"{each.service} {each.instance[:8]} {line}{again}")))


def _lines(answer: Mapping[str, Any]) -> list[str]:
    """What now holds: a line for each route, or how one was and is."""
    if "routes" in answer:
        return [_route_line(route) for route in answer["routes"]] or [
            "no route of this name is there yet: it holds for one that appears"
        ]
    return [f"was {answer['was'].lower()}, is {answer['status'].lower()}"]


def _route_line(route: Mapping[str, Any]) -> str:
    kept = f"{route['context']} {route['route']}: keeps {_sampling(route['sampling'])}"
    return f"{kept}; messages of {_OF[route['capture']]}"


_OF = {"all": "all of them", "failed": "those that failed", "none": "none"}


def _sampling(sampling: Mapping[str, Any]) -> str:
    slow = "slow by their own p99" if sampling["slow_ms"] is None else f"slow from {sampling['slow_ms']} ms"
    return f"{sampling['share'] * 100:g} %, {sampling['per_second']:g} a second at most; {slow}"


def _told(server: "Server", to: Application, command: Command) -> CommandResult:
    path = f"/api/v1/applications/{quote(to.instance, safe='')}/commands"
    return server.post(path, CommandResult, command, command.deadline_s or DEADLINE_S)


def _connected(server: "Server") -> list[Application]:
    return server.get("/api/v1/applications", Applications).applications


def _meant(server: "Server", service: str) -> list[Application]:
    found = _connected(server)
    of_name = [each for each in found if each.service == service]
    of_id = [each for each in found if service and each.instance.startswith(service)]
    meant = of_name or of_id
    if not meant:
        names = ", ".join(sorted({each.service for each in found})) or "none"
        raise CommandError(f"no application {service!r} is connected", way_out=f"connected are: {names}")
    if not of_name and len(of_id) > 1:
        raise CommandError(f"{len(of_id)} instances begin with {service!r}", way_out="type more of the id")
    return meant
