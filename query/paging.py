"""Pages of a list: rows, and a cursor that says where the next page begins.

A cursor is the place of the last row (its time, and ids that order rows of one time), not a number of rows to skip:
rows that arrive between two pages neither repeat a row nor hide one that was behind it (a trace moves with its newest
span, see `find_traces`). It is bound to what was asked, so that the cursor of one search does not page through another;
it is not secret and carries no right to anything.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass

import polars as pl

from query.scope import UNIX_NS_MAX, Scope

# Ours have some 150 characters, the longest ids included.
CURSOR_CHARACTERS_MAX = 1_024
_VERSION = 1
_FINGERPRINT_BYTES = 6
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class MalformedCursor(ValueError):
    """Not a cursor of this list and search. Leave it out to begin at the first page."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, and the cursor of the page after it (None: this is the last)."""

    frame: pl.DataFrame
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Position:
    """The last row of a page: its time, and what orders it among rows of that time."""

    unix_ns: int
    ids: tuple[str, ...]


def end_behind(scope: Scope, position: Position | None) -> int:
    """Where the range ends that holds what is behind a position, newest first: its own time is read again.

    Behind the whole range it is its first nanosecond, so that there is still something to ask.
    """
    if position is None:
        return scope.end_unix_ns
    return max(scope.start_unix_ns + 1, min(scope.end_unix_ns, position.unix_ns + 1))


def write_cursor(position: Position, *asked: object) -> str:
    """The cursor behind a position. `asked` is what the list was asked for: its name, the search's tree."""
    content = json.dumps([_VERSION, _fingerprint(asked), position.unix_ns, *position.ids], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(cursor: str, ids: int, *asked: object) -> Position:
    """The position a cursor was written for; it has `ids` ids. Raises MalformedCursor."""
    if len(cursor) > CURSOR_CHARACTERS_MAX:
        raise MalformedCursor(f"a cursor has at most {CURSOR_CHARACTERS_MAX} characters, this one {len(cursor)}")
    try:
        content = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    # RecursionError: brackets within brackets, as far as the characters reach.
    except (binascii.Error, ValueError, RecursionError) as error:
        raise MalformedCursor(f"{cursor[:40]!r} is not a cursor: leave it out to begin at the first page") from error
    match content:
        # JSON's true is an int to Python, and no time to the store.
        case [int(version), str(fingerprint), int(unix_ns), *rest] if version == _VERSION and type(unix_ns) is int:
            # Half of a surrogate pair is text that cannot be sent to the store.
            texts = tuple(each for each in rest if isinstance(each, str) and not _SURROGATE.search(each))
            if fingerprint == _fingerprint(asked) and len(texts) == len(rest) == ids and 0 <= unix_ns <= UNIX_NS_MAX:
                return Position(unix_ns, texts)
    raise MalformedCursor("the cursor belongs to another search or version: leave it out to begin at the first page")


def _fingerprint(asked: tuple[object, ...]) -> str:
    return hashlib.blake2b(repr(asked).encode(errors="surrogatepass"), digest_size=_FINGERPRINT_BYTES).hexdigest()
