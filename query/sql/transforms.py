"""Selects into selects of the same answer that the engine takes better. Pure; `render` applies all, in this order.

A transform looks at the shape alone: what it does must not depend on a bound value, or the text would.
"""

from collections.abc import Callable
from dataclasses import replace

from query.schema import Table
from query.sql.expressions import (
    Attribute,
    Call,
    Column,
    Constant,
    Expression,
    HasValue,
    Within,
    call,
    either,
    every,
    negated,
    parts,
    rewritten,
)
from query.sql.select import Join, Rows, Select, Union

Rewrite = Callable[[Expression], Expression]


def everywhere(select: Select, rewrite: Rewrite) -> Select:
    """The select with all its expressions rewritten, innermost first, those of selects inside it too."""

    def each(expressions: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return tuple(rewritten(expression, rewrite) for expression in expressions)

    return replace(
        select,
        columns=tuple(
            column if isinstance(column, Column) else replace(column, expression=each((column.expression,))[0])
            for column in select.columns
        ),
        array_join=tuple(replace(named, expression=each((named.expression,))[0]) for named in select.array_join),
        where=each(select.where),
        group_by=each(select.group_by),
        having=each(select.having),
        order_by=tuple(replace(order, expression=each((order.expression,))[0]) for order in select.order_by),
        limit_by=select.limit_by and replace(select.limit_by, keys=each(select.limit_by.keys)),
    )


def transformed(select: Select) -> Select:
    """The select, and all selects inside it, through all transforms."""

    def inner(expression: Expression) -> Expression:
        return (
            replace(expression, select=transformed(expression.select)) if isinstance(expression, Within) else expression
        )

    select = everywhere(replace(select, source=_inside(select.source)), inner)
    for transform in TRANSFORMS:
        select = transform(select)
    return select


def _inside(source: Rows | Join | Union | Select) -> Rows | Join | Union | Select:
    match source:
        case Select():
            return transformed(source)
        case Join(left=left, right=right):
            return replace(source, left=transformed(left), right=transformed(right))
        case Union(selects):
            return Union(tuple(map(transformed, selects)))
        case Rows():
            return source


def flattened(select: Select) -> Select:
    """`(a AND b) AND c` is three conditions, `NOT NOT a` is a: what the engine's index analysis sees at the top."""

    def rewrite(expression: Expression) -> Expression:
        match expression:
            case Call("not", (Call("not", (inner,)),)):
                return inner
            case Call("and" | "or" as name, arguments):
                return Call(name, tuple(part for argument in arguments for part in _operands(name, argument)))
            case _:
                return expression

    flat = everywhere(select, rewrite)
    return replace(
        flat,
        where=tuple(part for condition in flat.where for part in _operands("and", condition)),
        having=tuple(part for condition in flat.having for part in _operands("and", condition)),
    )


def _operands(name: str, expression: Expression) -> tuple[Expression, ...]:
    return expression.arguments if isinstance(expression, Call) and expression.name == name else (expression,)


def hinted(select: Select) -> Select:
    """Says beside a condition over attributes what the indexes of the table know of it.

    The engine does not come to it by itself where a key is looked up in one map OR another. What is hinted prunes
    granules and is not evaluated: common values cost nothing more for it.
    """
    if not isinstance(select.source, Rows):
        return select
    table = select.source.table
    hints = []
    for condition in select.where:
        known = _implied(condition, table)
        if known is not None and any(isinstance(part, HasValue) for part in parts(condition)):
            hints.append(call("indexHint", known))
    return replace(select, where=(*select.where, *hints))


def _implied(condition: Expression, table: Table) -> Expression | None:
    """What an index can tell that holds wherever the condition does; None where there is nothing."""
    match condition:
        case HasValue(Column(name) as column, _, value) if _indexed(f"mapValues({name})", table):
            return call("has" if value.type == "String" else "hasAny", call("mapValues", column), value)
        case Call("equals" | "in", (Column(name), _)) if _indexed(name, table):
            return condition
        case Call("and", arguments):
            some = [known for each in arguments if (known := _implied(each, table)) is not None]
            return every(*some) if some else None
        case Call("or", arguments):
            all_known = [known for each in arguments if (known := _implied(each, table)) is not None]
            return either(*all_known) if len(all_known) == len(arguments) else None
        case _:
            return None


def _indexed(expression: str, table: Table) -> bool:
    return any(index.expression == expression and index.type.startswith("bloom_filter") for index in table.indexes)


def compared(select: Select) -> Select:
    """`HasValue` as a comparison.

    An absent key reads as '', which is not the same as an empty value. Whether one is asked for is decided in the
    statement, by the engine and before it reads: the text is the same.
    """

    def rewrite(expression: Expression) -> Expression:
        if not isinstance(expression, HasValue):
            return expression
        attribute, value = Attribute(expression.column, expression.key), expression.value
        present = call("mapContains", expression.column, expression.key)
        if value.type == "String":
            return every(call("equals", attribute, value), either(call("notEmpty", value), present))
        return every(call("in", attribute, value), either(negated(call("has", value, Constant(""))), present))

    return everywhere(select, rewrite)


TRANSFORMS: tuple[Callable[[Select], Select], ...] = (flattened, hinted, compared, flattened)
