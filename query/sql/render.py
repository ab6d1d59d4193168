"""A select to the text of a statement and its bound values.

Deterministic, and the same text for selects alike in everything but their values. A name that is not of the schema, or
that could be anything but a name, raises ValueError: it is a defect of ours.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from query.schema.ddl import quoted
from query.sql.expressions import (
    Attribute,
    Call,
    Column,
    Constant,
    Expression,
    HasValue,
    Lambda,
    Output,
    Value,
    Variable,
    Within,
)
from query.sql.select import Join, Named, Order, Rows, Select, Union
from query.sql.transforms import transformed

# What a nested question is called where its columns have to be told from outputs of the same name.
_SOURCE = "source"
_FUNCTION = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
_TYPE = re.compile(r"[A-Za-z0-9]+(\([A-Za-z0-9(), ]+\))?")
_WORD = re.compile(r"[A-Za-z0-9_ .,:%/()-]*")
# How tightly the operators bind, loosest first.
_OR, _AND, _NEGATED, _COMPARED, _SUMMED, _MULTIPLIED, _ALONE = range(7)
_INFIX = MappingProxyType(
    {
        "or": ("OR", _OR),
        "and": ("AND", _AND),
        "equals": ("=", _COMPARED),
        "notEquals": ("!=", _COMPARED),
        "less": ("<", _COMPARED),
        "lessOrEquals": ("<=", _COMPARED),
        "greater": (">", _COMPARED),
        "greaterOrEquals": (">=", _COMPARED),
        "in": ("IN", _COMPARED),
        "notIn": ("NOT IN", _COMPARED),
        "plus": ("+", _SUMMED),
        "minus": ("-", _SUMMED),
        "multiply": ("*", _MULTIPLIED),
        "divide": ("/", _MULTIPLIED),
    }
)


class Statement(NamedTuple):
    """The text, whose values are `{name:Type}`, and the values: the first two arguments of `Store.frame`."""

    sql: str
    parameters: dict[str, object]


def render(select: Select) -> Statement:
    """The statement of a select. Raises ValueError for names that are not ours."""
    writer = _Writer()
    return Statement(writer.select(transformed(select)), writer.parameters)


@dataclass(slots=True)
class _Writer:
    parameters: dict[str, object] = field(default_factory=dict)

    def bind(self, value: Value) -> str:
        if not _TYPE.fullmatch(value.type):
            raise ValueError(f"{value.type!r} is not a type of a bound value")
        name = f"p{len(self.parameters)}"
        self.parameters[name] = list(value.value) if isinstance(value.value, tuple) else value.value
        return f"{{{name}:{value.type}}}"

    def select(self, select: Select) -> str:
        return _Select(self, select).whole()


class _Select:
    """One select, its clauses in the engine's order, so that values are numbered as they are read."""

    def __init__(self, writer: _Writer, select: Select) -> None:
        self._writer = writer
        self._select = select
        self._sides = _sides(select)
        made = {each.name for each in (*select.columns, *select.array_join) if isinstance(each, Named)}
        self._outputs = made | {each.name for each in select.columns}
        # An output that is named as a column hides it, in WHERE too: columns then say where they come from.
        hidden = isinstance(select.source, Join) or bool(made & self._sides.get("", frozenset()))
        self._prefix = f"{_SOURCE}." if hidden else ""

    def whole(self) -> str:
        select = self._select
        columns = ", ".join(self._column(each) for each in select.columns)
        source, conditions = self._source()
        clauses = [f"SELECT {columns}", f"FROM {source}"]
        if select.array_join:
            clauses.append("ARRAY JOIN " + ", ".join(self._named(each) for each in select.array_join))
        if where := (*conditions, *select.where):
            clauses.append("WHERE " + self._all(where))
        if select.group_by:
            clauses.append("GROUP BY " + self._list(select.group_by))
        if select.having:
            clauses.append("HAVING " + self._all(select.having))
        if select.order_by:
            clauses.append("ORDER BY " + ", ".join(map(self._order, select.order_by)))
        if select.limit_by:
            clauses.append(f"LIMIT {self._count(select.limit_by.rows)} BY {self._list(select.limit_by.keys)}")
        if select.limit is not None:
            clauses.append(f"LIMIT {self._count(select.limit)}")
        return " ".join(clauses)

    def _source(self) -> tuple[str, tuple[Expression, ...]]:
        match self._select.source:
            case Rows() as rows:
                return f"{rows.table.name}{f' AS {_SOURCE}' if self._prefix else ''}", rows.conditions()
            case Select() as inner:
                return f"({self._writer.select(inner)}){f' AS {_SOURCE}' if self._prefix else ''}", ()
            case Union(selects):
                if len({each.names for each in selects}) != 1:
                    raise ValueError(f"a union is of selects with the same columns, not {selects!r}")
                every = " UNION ALL ".join(map(self._writer.select, selects))
                return f"({every}){f' AS {_SOURCE}' if self._prefix else ''}", ()
            case Join() as join:
                left, right = self._writer.select(join.left), self._writer.select(join.right)
                on = " AND ".join(
                    f"{self._of(Column(one, join.left_side))} = {self._of(Column(other, join.right_side))}"
                    for one, other in join.on
                )
                return (
                    f"({left}) AS {_named(join.left_side)} {join.kind.value} JOIN "
                    f"({right}) AS {_named(join.right_side)} ON {on}"
                ), ()

    def _column(self, column: Column | Named) -> str:
        if isinstance(column, Named):
            return self._named(column)
        written = self._of(column)
        return f"{written} AS {quoted(column.name)}" if self._prefix else written

    def _named(self, named: Named) -> str:
        return f"{self.expression(named.expression)} AS {_named(named.name)}"

    def _order(self, order: Order) -> str:
        return self.expression(order.expression) + (" DESC" if order.descending else "")

    def _count(self, rows: int) -> str:
        return self._writer.bind(Value(rows, "UInt64"))

    def _all(self, conditions: Iterable[Expression]) -> str:
        return " AND ".join(self._operand(each, _AND) for each in conditions)

    def _list(self, expressions: Iterable[Expression]) -> str:
        return ", ".join(map(self.expression, expressions))

    def expression(self, expression: Expression) -> str:
        match expression:
            case Call():
                return self._call(expression)
            case Attribute(column, key):
                return f"{self.expression(column)}[{self._writer.bind(key)}]"
            case Lambda(variables, body):
                return f"({', '.join(map(self._variable, variables))}) -> {self.expression(body)}"
            case Within(tested, select):
                # GLOBAL: on a cluster the inner question is asked once, and of all shards.
                return f"{self._operand(tested, _COMPARED)} GLOBAL IN ({self._writer.select(select)})"
            case HasValue():
                raise ValueError(f"{expression!r} says what is meant: a transform writes it as a comparison")
            case _:
                return self._leaf(expression)

    def _leaf(self, leaf: Column | Output | Value | Constant | Variable) -> str:
        match leaf:
            case Column():
                return self._of(leaf)
            case Output(name):
                if name not in self._outputs:
                    raise ValueError(f"{name!r} is not among the outputs {', '.join(sorted(self._outputs))}")
                return _named(name)
            case Value():
                return self._writer.bind(leaf)
            case Constant(value):
                return _constant(value)
            case Variable(name):
                return self._variable(name)

    def _call(self, call: Call) -> str:
        if infix := _INFIX.get(call.name):
            sign, binds = infix
            return f" {sign} ".join(self._operand(each, binds) for each in call.arguments)
        if call.name == "not":
            return f"NOT {self._operand(call.arguments[0], _NEGATED)}"
        if not _FUNCTION.fullmatch(call.name):
            raise ValueError(f"{call.name!r} is not the name of a function")
        parameters = f"({self._list(call.parameters)})" if call.parameters else ""
        return f"{call.name}{parameters}({self._list(call.arguments)})"

    def _operand(self, expression: Expression, binds: int) -> str:
        """The expression as part of one that binds so: in parentheses unless it binds tighter itself."""
        written = self.expression(expression)
        return written if _binds(expression) > binds else f"({written})"

    def _of(self, column: Column) -> str:
        known = self._sides.get(column.side)
        if known is None or column.name not in known:
            raise ValueError(f"there is no column {column.name!r} in what {self._select.source!r} reads")
        return f"{f'{column.side}.' if column.side else self._prefix}{quoted(column.name)}"

    def _variable(self, name: str) -> str:
        if any(name in names for names in self._sides.values()) or name in self._outputs:
            raise ValueError(f"the variable {name!r} is named as a column")
        return _named(name)


def _sides(select: Select) -> dict[str, frozenset[str]]:
    """The columns there are to read, by side."""
    match select.source:
        case Rows(table):
            return {"": frozenset(table.column_names)}
        case Select() as inner:
            return {"": frozenset(inner.names)}
        case Union(selects):
            return {"": frozenset(selects[0].names)}
        case Join(left, left_side, right, right_side):
            return {left_side: frozenset(left.names), right_side: frozenset(right.names)}


def _binds(expression: Expression) -> int:
    match expression:
        case Within():
            return _COMPARED
        case Lambda():
            return _OR
        case Call("not"):
            return _NEGATED
        case Call(name) if name in _INFIX:
            return _INFIX[name][1]
        case _:
            return _ALONE


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a name")
    return quoted(name)


def _constant(value: str | float) -> str:
    if isinstance(value, str):
        if not _WORD.fullmatch(value):
            raise ValueError(f"{value!r} is not a word of ours: bind it")
        return f"'{value}'"
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that can be written")
    return repr(value)
