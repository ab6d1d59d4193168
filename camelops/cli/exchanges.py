"""`exchanges`, `exchange`: what Camel applications did, one exchange a line, and one of them step by step."""

import time
from collections.abc import Sequence
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
from camelops.cli.exchange_page import outcome_text, show_exchange, thrown_text
from camelops.cli.follow import Follower
from camelops.cli.output import Column, Output
from camelops.cli.text import one_line, service_style
from camelops.cli.times import duration_text, moment_text
from controlplane.v1.models import Exchange, Exchanges, ExchangeSummary

EXCHANGE_COLUMNS: Sequence[Column[ExchangeSummary]] = (
    Column("started", lambda item: moment_text(item.start_unix_ns)[11:23], 12),
    Column("duration", lambda item: duration_text(item.duration_ns), 9, right=True),
    Column("outcome", lambda item: outcome_text(item.outcome), 11),
    Column("service", lambda item: Text(one_line(item.service), style=service_style(item.service)), 14),
    Column("route", lambda item: item.camel.route, 18),
    Column("why", lambda item: thrown_text(item.exception) or item.endpoint),
    Column("exchange", lambda item: item.id, 32),
)

QueryArgument = Annotated[
    str,
    typer.Argument(
        help='For example: service:orders outcome:failed exception:timeout body:"4711". All, when left out.',
        metavar="QUERY",
    ),
]


def exchanges(
    query: QueryArgument = "",
    *,
    since: SinceOption = "1h",
    until: UntilOption = "now",
    limit: LimitOption = 20,
    follow: FollowOption = False,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Find exchanges of Camel applications."""
    output = Output()
    with connected(url, token) as server:
        warnings = Warnings(output)

        def ask(start_unix_ns: int, end_unix_ns: int) -> list[ExchangeSummary]:
            asked = time_range(start_unix_ns, end_unix_ns) | {"query": query, "limit": limit}
            answer = server.get("/api/v1/exchanges", Exchanges, asked)
            warnings.say(answer.warnings)
            return answer.exchanges

        if follow:
            follower = Follower[ExchangeSummary](
                moment_ns(since), lambda each: f"{each.trace_id}{each.span_id}", lambda each: each.start_unix_ns
            )
            show_coming(output, EXCHANGE_COLUMNS, ask, follower)
            return
        found = ask(moment_ns(since), moment_ns(until))
    show_list(output, EXCHANGE_COLUMNS, found)
    if output.person_looks:
        show_count(output, len(found), limit, "exchange", since)


def exchange(
    exchange_id: Annotated[str, typer.Argument(help="As Camel names it.", metavar="ID")],
    *,
    since: SinceOption = "30d",
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Show one exchange: its steps, and what each made of the message."""
    output = Output()
    with connected(url, token) as server:
        path = f"/api/v1/exchanges/{quote(exchange_id, safe='')}"
        found = server.get(path, Exchange, time_range(moment_ns(since), time.time_ns()))
    if output.person_looks:
        show_exchange(output, found)
    else:
        output.json_line(found)
