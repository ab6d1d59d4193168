"""A question to the engine, as data: what is read, and what is made of it.

Telemetry is read as `Rows` alone, and `Rows` are of a scope: their tenant, partition group and time are part of what is
read, written by `render` before any condition. No transform can lose them and no select can be made without them.
"""

from dataclasses import dataclass
from enum import Enum, auto

from query.schema import Table, table
from query.scope import Scope
from query.sql.expressions import Column, Constant, Expression, Value, call, equals, moment, text

_NS_PER_S = 1_000_000_000
# The engine's DateTime ends in 2106; a later end is no end.
_DATETIME_MAX = 2**32 - 1
# Rollups hold the start of a period. Their time columns are named for it.
_PERIODS_S = {"Minute": 60, "Hour": 3_600}


class Time(Enum):
    """How the rows of a table are bounded by the time of a scope."""

    RANGE = auto()  # those of the range; of a rollup the periods that the range touches
    ANY = auto()  # all: for tables that are asked by an id


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that a scope may see. Made by `scoped`."""

    table: Table
    scope: Scope
    time: Time

    def conditions(self, side: str = "") -> tuple[Expression, ...]:
        """What makes them the scope's."""
        owned: list[Expression] = [equals(Column("TenantId", side), text(self.scope.tenant))]
        if self.scope.partition_group is not None and "PartitionGroup" in self.table.column_names:
            owned.append(equals(Column("PartitionGroup", side), text(self.scope.partition_group)))
        if self.time is Time.ANY:
            return tuple(owned)
        time = Column(self.table.time, side)
        first, end = self._range()
        return (*owned, call("greaterOrEquals", time, first), call("less", time, end))

    def _range(self) -> tuple[Expression, Expression]:
        scope = self.scope
        period_s = _PERIODS_S.get(self.table.time)
        if period_s is None:
            return moment(scope.start_unix_ns), moment(scope.end_unix_ns)
        first = min(scope.start_unix_ns // _NS_PER_S // period_s * period_s, _DATETIME_MAX)
        end = min(-(-scope.end_unix_ns // _NS_PER_S), _DATETIME_MAX)
        return _second(first), _second(end)


def scoped(name: str, scope: Scope, time: Time = Time.RANGE) -> Rows:
    """The one door to a table. Raises KeyError for a table that is not in the schema."""
    return Rows(table(name), scope, time)


def _second(unix_s: int) -> Expression:
    return call("toDateTime", Value(unix_s, "UInt32"), Constant("UTC"))


class JoinKind(Enum):
    """Which rows of a join's left side are kept."""

    INNER = "INNER"  # those with a partner
    LEFT = "LEFT"  # all; without a partner the right side's columns are '' and 0


@dataclass(frozen=True, slots=True)
class Join:
    """Two selects side by side where columns are equal, (left, right) pairs of names. The right one is in memory."""

    left: "Select"
    left_side: str
    right: "Select"
    right_side: str
    on: tuple[tuple[str, str], ...]
    kind: JoinKind = JoinKind.INNER


@dataclass(frozen=True, slots=True)
class Union:
    """The rows of several selects with the same columns, one after the other."""

    selects: "tuple[Select, ...]"


@dataclass(frozen=True, slots=True)
class Named:
    """An expression and its name in the answer."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Order:
    """A place in ORDER BY."""

    expression: Expression
    descending: bool = False


@dataclass(frozen=True, slots=True)
class LimitBy:
    """The first so many rows of each combination of the keys."""

    rows: int
    keys: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT. A bare column keeps its name in the answer.

    `array_join` unfolds arrays of equal length side by side, their elements are `Output`s; `where` and `having` are
    conditions that all hold.
    """

    source: "Rows | Join | Union | Select"
    columns: tuple[Column | Named, ...]
    array_join: tuple[Named, ...] = ()
    where: tuple[Expression, ...] = ()
    group_by: tuple[Expression, ...] = ()
    having: tuple[Expression, ...] = ()
    order_by: tuple[Order, ...] = ()
    limit_by: LimitBy | None = None
    limit: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Of the answer's columns, in order."""
        return tuple(each.name for each in self.columns)


def columns_of(name: str) -> tuple[Column, ...]:
    """All columns of a table, in its order."""
    return tuple(map(Column, table(name).column_names))


def newest(expression: Expression) -> Order:
    """Latest, or greatest, first."""
    return Order(expression, descending=True)
