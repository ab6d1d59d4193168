"""The border where what the driver raises becomes what `query.errors` has. Apart from these, so that who only names an
error does not load a driver.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from clickhouse_connect.driver.exceptions import ClickHouseError
from clickhouse_connect.driver.exceptions import Error as DriverError

from query.errors import (
    BlockRefused,
    PatternRefused,
    QueryFailed,
    QueryOverLimit,
    SchemaMissing,
    StoreUnavailable,
)

# Codes of the engine (ErrorCodes.cpp) that speak of the block itself. Whatever is not named is taken as transient: a
# block kept in vain can be released by a person, a block given up cannot be brought back.
_BLOCK_CODES = frozenset(
    {
        6,  # CANNOT_PARSE_TEXT
        8,  # THERE_IS_NO_COLUMN
        10,  # NOT_FOUND_COLUMN_IN_BLOCK
        15,  # DUPLICATE_COLUMN
        16,  # NO_SUCH_COLUMN_IN_TABLE
        20,  # NUMBER_OF_COLUMNS_DOESNT_MATCH
        27,  # CANNOT_PARSE_INPUT_ASSERTION_FAILED
        33,  # CANNOT_READ_ALL_DATA
        43,  # ILLEGAL_TYPE_OF_ARGUMENT
        44,  # ILLEGAL_COLUMN
        50,  # UNKNOWN_TYPE
        53,  # TYPE_MISMATCH
        69,  # ARGUMENT_OUT_OF_BOUND
        70,  # CANNOT_CONVERT_TYPE
        72,  # CANNOT_PARSE_NUMBER
        117,  # INCORRECT_DATA
        128,  # TOO_LARGE_ARRAY_SIZE
        131,  # TOO_LARGE_STRING_SIZE
        190,  # SIZES_OF_ARRAYS_DONT_MATCH
        271,  # CANNOT_DECOMPRESS
        432,  # UNKNOWN_CODEC
        469,  # VIOLATED_CONSTRAINT
    }
)
# TOO_MANY_PARTS is two things: parts waiting to be merged (wait), and one block over too many partitions (never fits).
_TOO_MANY_PARTS = 252
_OVER_LIMIT_CODES = frozenset(
    {
        158,  # TOO_MANY_ROWS
        159,  # TIMEOUT_EXCEEDED
        160,  # TOO_SLOW
        241,  # MEMORY_LIMIT_EXCEEDED
        307,  # TOO_MANY_BYTES
        396,  # TOO_MANY_ROWS_OR_BYTES
    }
)
_CANNOT_COMPILE_REGEXP = 427
_MISSING_CODES = frozenset(
    {
        60,  # UNKNOWN_TABLE
        81,  # UNKNOWN_DATABASE
    }
)
# Of questions: those that say that the server, not the question, is at fault.
_AWAY_CODES = frozenset(
    {
        202,  # TOO_MANY_SIMULTANEOUS_QUERIES
        209,  # SOCKET_TIMEOUT
        210,  # NETWORK_ERROR
        236,  # ABORTED: shutting down
        242,  # TABLE_IS_READ_ONLY
        243,  # NOT_ENOUGH_SPACE
        279,  # ALL_CONNECTION_TRIES_FAILED
        319,  # UNKNOWN_STATUS_OF_INSERT
        335,  # NOT_INITIALIZED: shutting down
        439,  # CANNOT_SCHEDULE_TASK
        516,  # AUTHENTICATION_FAILED: an operator mends it, the question stays
        999,  # KEEPER_EXCEPTION
    }
)
_SERVER_MEMORY = re.compile(r"\(total\)|Memory limit \(total\)", re.IGNORECASE)
# Stack traces of the engine and the address asked tell a reader nothing, and an address may hold a name.
_NOISE = re.compile(r",? Stack trace \(when copying.*|\(for url [^)]*\)| with url: \S+", re.DOTALL)


@contextmanager
def inserting(table: str, rows: int) -> Iterator[None]:
    """Whatever the driver raises becomes StoreUnavailable or BlockRefused, naming table and rows."""
    try:
        yield
    except (ClickHouseError, OSError) as error:
        code = _code(error)
        says = words_of(error)
        permanent = code in _BLOCK_CODES or (code == _TOO_MANY_PARTS and "single INSERT block" in says)
        if code in _MISSING_CODES:
            raise SchemaMissing(f"{table} is not there, run `camelops migrate`: {says}") from error
        if permanent:
            raise BlockRefused(f"{table} refused a block of {rows} rows: {says}") from error
        raise StoreUnavailable(f"{table} did not take a block of {rows} rows: {says}") from error


@contextmanager
def asking() -> Iterator[None]:
    """Whatever the driver raises becomes StoreUnavailable, QueryOverLimit or QueryFailed."""
    try:
        yield
    except (ClickHouseError, OSError) as error:
        code = _code(error)
        says = words_of(error)
        if code in _MISSING_CODES:
            raise SchemaMissing(f"the store lacks a table, run `camelops migrate`: {says}") from error
        if code is None or code in _AWAY_CODES or _SERVER_MEMORY.search(says):
            raise StoreUnavailable(f"the store did not answer: {says}") from error
        if code in _OVER_LIMIT_CODES:
            raise QueryOverLimit(f"the question passed a bound: {says} Ask for a shorter time or less.") from error
        if code == _CANNOT_COMPILE_REGEXP:
            raise PatternRefused(f"the pattern is not a regular expression of RE2: {says}") from error
        raise QueryFailed(f"the store refused the question: {says}") from error


def _code(error: Exception) -> int | None:
    return error.code if isinstance(error, DriverError) else None


def words_of(error: BaseException) -> str:
    """What the driver or the system says, without what only they understand. Of a server that is not reached: why."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror[0].lower() + cause.strerror[1:]
        cause = cause.__cause__ or cause.__context__
    return _NOISE.sub("", str(error)).strip()
