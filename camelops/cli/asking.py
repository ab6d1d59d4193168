"""What commands that ask a running camelops share: its address, a time range, a list shown or followed."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import BaseModel

from camelops.cli.follow import POLL_S, Follower
from camelops.cli.output import Column, Output
from camelops.cli.text import count_text
from camelops.cli.times import parse_moment
from camelops.errors import CommandError
from controlplane.v1.models import SearchWarning

if TYPE_CHECKING:
    from camelops.cli.server import Server

ItemT = TypeVar("ItemT", bound=BaseModel)

LOCAL_URL = "http://127.0.0.1:8000"

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


def connected(url: str, token: str) -> "Server":
    """A connection, used as a context manager. Raises CommandError."""
    # Loaded by the commands that ask: an HTTP client takes as long to load as all the rest of the command line.
    from camelops.cli.server import Server

    return Server(url, token)


def show_coming(
    output: Output, columns: Sequence[Column[ItemT]], ask: Callable[[int, int], list[ItemT]], follower: Follower[ItemT]
) -> None:
    """Looks once a second until Ctrl-C, which is how it ends well."""
    header = True
    with suppress(KeyboardInterrupt):
        while True:
            now = time.time_ns()
            fresh = follower.new(ask(follower.ask_since_unix_ns, now), now)
            if fresh or header:
                show_list(output, columns, fresh, header=header)
                header = False
            time.sleep(POLL_S)


def show_list(output: Output, columns: Sequence[Column[ItemT]], items: Sequence[ItemT], *, header: bool = True) -> None:
    """A table for a person, JSON lines in a pipe."""
    if output.person_looks:
        output.table(columns, items, header=header)
        return
    for item in items:
        output.json_line(item)


def moment_ns(text: str) -> int:
    """What a person typed, in ns since 1970. Raises CommandError."""
    try:
        return parse_moment(text, time.time_ns())
    except ValueError as error:
        raise CommandError(str(error)) from error


def time_range(start_unix_ns: int, end_unix_ns: int) -> dict[str, str | int | None]:
    """As parameters of the API. Raises CommandError."""
    if start_unix_ns >= end_unix_ns:
        raise CommandError("--since is not before --until", way_out="for example --since 2h --until 1h")
    return {"start_unix_ns": start_unix_ns, "end_unix_ns": end_unix_ns}


def show_count(output: Output, found: int, limit: int | None, thing: str, since: str) -> None:
    """How many there are, and how to see others."""
    if not found:
        output.remark(f"no {thing} since {since}: look further back with --since")
    elif found == limit:
        output.remark(f"the newest {count_text(found, thing)}; more with --limit")
    else:
        output.remark(count_text(found, thing))
