"""`traces`, `trace`, `logs`, `metrics`: questions to a running camelops, answered as a table or as JSON lines."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import quote

import typer
from pydantic import BaseModel
from rich.text import Text

from camelops.cli.follow import POLL_S, Follower
from camelops.cli.output import Column, Output
from camelops.cli.tables import LOG_COLUMNS, METRIC_COLUMNS, POINT_COLUMNS, TRACE_COLUMNS
from camelops.cli.text import count_text, one_line
from camelops.cli.times import NS_PER_S, parse_moment
from camelops.cli.trace_page import show_trace
from camelops.errors import CommandError
from controlplane.v1.models import (
    LogRecord,
    Logs,
    MetricNames,
    MetricPoints,
    SearchWarning,
    Traces,
    TraceSpans,
    TraceSummary,
)

if TYPE_CHECKING:
    from camelops.cli.server import Server

ItemT = TypeVar("ItemT", bound=BaseModel)

# A trace shows up with its first span. --follow waits so long for its root, so that it can name it: exporters send
# every 5 s.
ROOT_WAIT_S = 10

UrlOption = Annotated[
    str, typer.Option("--url", envvar="CAMELOPS_URL", help="Address of the running camelops.", metavar="URL")
]
TokenOption = Annotated[
    str,
    typer.Option(
        "--token",
        envvar="CAMELOPS_TOKEN",
        help="Bearer token; needed where camelops has a credentials file.",
        show_default=False,
        metavar="TOKEN",
    ),
]
SinceOption = Annotated[str, typer.Option("--since", help="From when: an age (15m, 1h, 7d) or a time.", metavar="WHEN")]
UntilOption = Annotated[str, typer.Option("--until", help="Until when: an age, a time or now.", metavar="WHEN")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="At most this many, the newest.")]
FollowOption = Annotated[bool, typer.Option("--follow", "-f", help="Go on and show what comes, until Ctrl-C.")]
QueryArgument = Annotated[
    str,
    typer.Argument(
        help="For example: service:orders status:error duration>100ms. All, when left out.", metavar="QUERY"
    ),
]
LogQueryArgument = Annotated[
    str,
    typer.Argument(help="For example: service:orders level:error timeout. All, when left out.", metavar="QUERY"),
]

LOCAL_URL = "http://127.0.0.1:8000"


def traces(
    query: QueryArgument = "",
    *,
    since: SinceOption = "1h",
    until: UntilOption = "now",
    limit: LimitOption = 20,
    follow: FollowOption = False,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Find traces."""
    output = Output()
    with _server(url, token) as server:
        warnings = Warnings(output)

        def ask(start_unix_ns: int, end_unix_ns: int) -> list[TraceSummary]:
            answer = server.get(
                "/api/v1/traces", Traces, _range(start_unix_ns, end_unix_ns) | {"query": query, "limit": limit}
            )
            warnings.say(answer.warnings)
            return answer.traces

        if follow:
            # A trace grows while it is watched: its id is what it is.
            follower = Follower[TraceSummary](
                _moment(since), lambda each: each.trace_id, lambda each: each.start_unix_ns
            )
            _follow(output, TRACE_COLUMNS, lambda start, end: _named(ask(start, end), end), follower)
            return
        found = ask(_moment(since), _moment(until))
        _show(output, TRACE_COLUMNS, found)
        if output.person_looks:
            _remark_count(output, len(found), limit, "trace", since)


def trace(
    trace_id: Annotated[str, typer.Argument(help="16 or 32 hexadecimal digits.", metavar="ID")],
    *,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Show one trace as a waterfall."""
    output = Output()
    with _server(url, token) as server:
        found = server.get(f"/api/v1/traces/{quote(trace_id, safe='')}/spans", TraceSpans)
    if not output.person_looks:
        for span in found.spans:
            output.json_line(span)
        return
    show_trace(output, found)


def logs(
    query: LogQueryArgument = "",
    *,
    since: SinceOption = "1h",
    until: UntilOption = "now",
    limit: LimitOption = 100,
    follow: FollowOption = False,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Find log records, the newest at the end."""
    output = Output()
    with _server(url, token) as server:
        warnings = Warnings(output)

        def ask(start_unix_ns: int, end_unix_ns: int) -> list[LogRecord]:
            answer = server.get(
                "/api/v1/logs", Logs, _range(start_unix_ns, end_unix_ns) | {"query": query, "limit": limit}
            )
            warnings.say(answer.warnings)
            return answer.logs

        if follow:
            # A log record has no id: all of it is what it is.
            follower = Follower[LogRecord](
                _moment(since), lambda each: each.model_dump_json(), lambda each: each.time_unix_ns
            )
            _follow(output, LOG_COLUMNS, ask, follower)
            return
        found = ask(_moment(since), _moment(until))
        # As in a log file: one reads downwards.
        _show(output, LOG_COLUMNS, found[::-1])
        if output.person_looks:
            _remark_count(output, len(found), limit, "log record", since)


def metrics(
    name: Annotated[
        str, typer.Argument(help="A metric's name; without one the names are listed.", metavar="NAME")
    ] = "",
    *,
    since: SinceOption = "1h",
    until: UntilOption = "now",
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=10_000, help="With a NAME: at most this many points, the newest.")
    ] = 100,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Show a metric's points, or which metrics there are."""
    output = Output()
    window = _range(_moment(since), _moment(until))
    with _server(url, token) as server:
        if not name:
            names = server.get("/api/v1/metrics", MetricNames, window).metrics
            _show(output, METRIC_COLUMNS, names)
            if output.person_looks:
                _remark_count(output, len(names), None, "metric", since)
            return
        found = server.get("/api/v1/metrics/points", MetricPoints, window | {"name": name, "limit": limit})
    if output.person_looks:
        output.results.print(
            Text(one_line(f"{found.name}  {found.unit}"), style="bold"), Text(one_line(found.description), style="dim")
        )
    _show(output, POINT_COLUMNS, found.points)
    if output.person_looks:
        _remark_count(output, len(found.points), limit, "point", since)


class Warnings:
    """What the server says of a query that is no error: once, also where it is asked again and again."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._said: set[str] = set()

    def say(self, warnings: Sequence[SearchWarning]) -> None:
        """On stderr, for a program's reader too: a misspelt key finds nothing."""
        for each in warnings:
            if each.key not in self._said:
                self._said.add(each.key)
                self._output.warning(each.message)


def _server(url: str, token: str) -> "Server":
    # Loaded by the commands that ask: an HTTP client takes as long to load as all the rest of the command line.
    from camelops.cli.server import Server

    return Server(url, token)


def _follow(
    output: Output, columns: Sequence[Column[ItemT]], ask: Callable[[int, int], list[ItemT]], follower: Follower[ItemT]
) -> None:
    """Looks once a second until Ctrl-C, which is how it ends well."""
    header = True
    with suppress(KeyboardInterrupt):
        while True:
            now = time.time_ns()
            fresh = follower.new(ask(follower.ask_since_unix_ns, now), now)
            if fresh or header:
                _show(output, columns, fresh, header=header)
                header = False
            time.sleep(POLL_S)


def _show(output: Output, columns: Sequence[Column[ItemT]], items: Sequence[ItemT], *, header: bool = True) -> None:
    if output.person_looks:
        output.table(columns, items, header=header)
        return
    for item in items:
        output.json_line(item)


def _named(found: list[TraceSummary], now_unix_ns: int) -> list[TraceSummary]:
    return [each for each in found if each.root_name or now_unix_ns - each.start_unix_ns > ROOT_WAIT_S * NS_PER_S]


def _moment(text: str) -> int:
    try:
        return parse_moment(text, time.time_ns())
    except ValueError as error:
        raise CommandError(str(error)) from error


def _range(start_unix_ns: int, end_unix_ns: int) -> dict[str, str | int | None]:
    if start_unix_ns >= end_unix_ns:
        raise CommandError("--since is not before --until", way_out="for example --since 2h --until 1h")
    return {"start_unix_ns": start_unix_ns, "end_unix_ns": end_unix_ns}


def _remark_count(output: Output, found: int, limit: int | None, thing: str, since: str) -> None:
    if not found:
        output.remark(f"no {thing} since {since}: look further back with --since")
    elif found == limit:
        output.remark(f"the newest {count_text(found, thing)}; more with --limit")
    else:
        output.remark(count_text(found, thing))
