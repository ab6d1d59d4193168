"""`traces`, `trace`, `logs`, `metrics`: questions to a running camelops, answered as a table or as JSON lines."""

from typing import Annotated
from urllib.parse import quote

import typer
from rich.text import Text

from camelops.cli.asking import (
    LOCAL_URL,
    FollowOption,
    LimitOption,
    SinceOption,
    TokenOption,
    UntilOption,
    UrlOption,
    Warnings,
    connected,
    moment_ns,
    show_coming,
    show_count,
    show_list,
    time_range,
)
from camelops.cli.follow import Follower
from camelops.cli.output import Output
from camelops.cli.tables import LOG_COLUMNS, METRIC_COLUMNS, POINT_COLUMNS, TRACE_COLUMNS
from camelops.cli.text import one_line
from camelops.cli.times import NS_PER_S
from camelops.cli.trace_page import show_trace
from controlplane.v1.models import (
    LogRecord,
    Logs,
    MetricNames,
    MetricPoints,
    Traces,
    TraceSpans,
    TraceSummary,
)

# A trace shows up with its first span. --follow waits so long for its root, so that it can name it: exporters send
# every 5 s.
ROOT_WAIT_S = 10

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
    with connected(url, token) as server:
        warnings = Warnings(output)

        def ask(start_unix_ns: int, end_unix_ns: int) -> list[TraceSummary]:
            answer = server.get(
                "/api/v1/traces", Traces, time_range(start_unix_ns, end_unix_ns) | {"query": query, "limit": limit}
            )
            warnings.say(answer.warnings)
            return answer.traces

        if follow:
            # A trace grows while it is watched: its id is what it is.
            follower = Follower[TraceSummary](
                moment_ns(since), lambda each: each.trace_id, lambda each: each.start_unix_ns
            )
            show_coming(output, TRACE_COLUMNS, lambda start, end: _named(ask(start, end), end), follower)
            return
        found = ask(moment_ns(since), moment_ns(until))
        show_list(output, TRACE_COLUMNS, found)
        if output.person_looks:
            show_count(output, len(found), limit, "trace", since)


def trace(
    trace_id: Annotated[str, typer.Argument(help="16 or 32 hexadecimal digits.", metavar="ID")],
    *,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Show one trace as a waterfall."""
    output = Output()
    with connected(url, token) as server:
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
    with connected(url, token) as server:
        warnings = Warnings(output)

        def ask(start_unix_ns: int, end_unix_ns: int) -> list[LogRecord]:
            answer = server.get(
                "/api/v1/logs", Logs, time_range(start_unix_ns, end_unix_ns) | {"query": query, "limit": limit}
            )
            warnings.say(answer.warnings)
            return answer.logs

        if follow:
            # A log record has no id: all of it is what it is.
            follower = Follower[LogRecord](
                moment_ns(since), lambda each: each.model_dump_json(), lambda each: each.time_unix_ns
            )
            show_coming(output, LOG_COLUMNS, ask, follower)
            return
        found = ask(moment_ns(since), moment_ns(until))
        # As in a log file: one reads downwards.
        show_list(output, LOG_COLUMNS, found[::-1])
        if output.person_looks:
            show_count(output, len(found), limit, "log record", since)


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
    window = time_range(moment_ns(since), moment_ns(until))
    with connected(url, token) as server:
        if not name:
            names = server.get("/api/v1/metrics", MetricNames, window).metrics
            show_list(output, METRIC_COLUMNS, names)
            if output.person_looks:
                show_count(output, len(names), None, "metric", since)
            return
        found = server.get("/api/v1/metrics/points", MetricPoints, window | {"name": name, "limit": limit})
    if output.person_looks:
        output.results.print(
            Text(one_line(f"{found.name}  {found.unit}"), style="bold"), Text(one_line(found.description), style="dim")
        )
    show_list(output, POINT_COLUMNS, found.points)
    if output.person_looks:
        show_count(output, len(found.points), limit, "point", since)


def _named(found: list[TraceSummary], now_unix_ns: int) -> list[TraceSummary]:
    return [each for each in found if each.root_name or now_unix_ns - each.start_unix_ns > ROOT_WAIT_S * NS_PER_S]
