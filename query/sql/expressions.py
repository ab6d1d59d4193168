"""What a statement is made of: frozen expressions, of which statements are written by `render` alone.

Names of functions and columns are words of our own code. Whatever a person wrote, the key of an attribute too, is the
content of a `Value`, and only a `Value` holds it: it is bound, so the text of a statement cannot depend on it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from query.sql.select import Select

Bound = str | int | float | tuple[str, ...] | tuple[int, ...] | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of what is read; of a join, `side` names which of the two."""

    name: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the select's own answer by its name, in GROUP BY, HAVING, ORDER BY and LIMIT BY."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """The value of an attribute in a column of attributes, or in an element of one; '' where there is none."""

    column: "Column | Variable"
    key: "Value"


@dataclass(frozen=True, slots=True)
class HasValue:
    """Whether a key is there with a value, or with one of a list of them.

    What is meant, not how it is asked: `transforms` says which indexes may know it and writes the comparison.
    """

    column: "Column | Variable"
    key: "Value"
    value: "Value"


@dataclass(frozen=True, slots=True)
class Value:
    """A value bound to the statement, with the engine's type for it."""

    value: Bound
    type: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a word of our own, in the text of the statement: where the engine wants it before it binds."""

    value: str | int | float


@dataclass(frozen=True, slots=True)
class Call:
    """A function of some arguments; `parameters` are those of `quantiles(0.5, 0.95)(Duration)`."""

    name: str
    arguments: tuple["Expression", ...] = ()
    parameters: tuple[Constant, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """An argument of the lambda around it."""

    name: str


@dataclass(frozen=True, slots=True)
class Lambda:
    """A function for `arrayMap`, `arrayExists` and the like."""

    variables: tuple[str, ...]
    body: "Expression"


@dataclass(frozen=True, slots=True)
class Within:
    """Whether an expression, or a tuple, is among the rows of another select's answer."""

    expression: "Expression"
    select: "Select"


Expression = Column | Output | Attribute | HasValue | Value | Constant | Call | Variable | Lambda | Within


def column(name: str, side: str = "") -> Column:
    """A column."""
    return Column(name, side)


def text(value: str) -> Value:
    """A bound text."""
    return Value(value, "String")


def texts(values: tuple[str, ...] | list[str]) -> Value:
    """A bound list of texts."""
    return Value(tuple(values), "Array(String)")


def whole(value: int) -> Value:
    """A bound Int64."""
    return Value(value, "Int64")


def number(value: float) -> Value:
    """A bound Float64."""
    return Value(value, "Float64")


def moment(unix_ns: int) -> Call:
    """A bound DateTime64(9), from ns since 1970."""
    return Call("fromUnixTimestamp64Nano", (whole(unix_ns), Constant("UTC")))


def call(name: str, *arguments: Expression) -> Call:
    """A function of arguments."""
    return Call(name, arguments)


def equals(left: Expression, right: Expression) -> Call:
    """Left = right."""
    return Call("equals", (left, right))


def among(left: Expression, right: Value) -> Call:
    """Left is one of a bound list."""
    return Call("in", (left, right))


def every(*conditions: Expression) -> Expression:
    """All of one condition or more."""
    return conditions[0] if len(conditions) == 1 else Call("and", conditions)


def either(*conditions: Expression) -> Expression:
    """Any of one condition or more."""
    return conditions[0] if len(conditions) == 1 else Call("or", conditions)


def negated(condition: Expression) -> Call:
    """The opposite."""
    return Call("not", (condition,))


def rewritten(expression: Expression, rewrite: Callable[[Expression], Expression]) -> Expression:
    """The expression with `rewrite` applied to each part, innermost first. Selects inside are left as they are."""
    match expression:
        case Call(_, arguments):
            expression = replace(expression, arguments=tuple(rewritten(each, rewrite) for each in arguments))
        case Lambda(_, body):
            expression = replace(expression, body=rewritten(body, rewrite))
        case Within(tested):
            expression = replace(expression, expression=rewritten(tested, rewrite))
        case _:
            pass
    return rewrite(expression)


def parts(expression: Expression) -> Iterator[Expression]:
    """The expression and all its parts, outermost first. Selects inside are not entered."""
    yield expression
    match expression:
        case Call(_, arguments):
            for each in arguments:
                yield from parts(each)
        case Lambda(_, body):
            yield from parts(body)
        case Within(tested):
            yield from parts(tested)
        case _:
            return
