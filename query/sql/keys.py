"""The value that a key of a search language has in a row, as an expression: to group and count by."""

from dataclasses import dataclass

from query.sql.expressions import (
    Attribute,
    Column,
    Constant,
    Expression,
    Value,
    call,
    either,
    text,
)
from query.vocabulary import LEVEL_WIDTH, LEVELS, Kind, Vocabulary

_UNCOUNTED = frozenset({Kind.DURATION, Kind.IDENTIFIER, Kind.TRACE_IDENTIFIER})


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A text, or an array of texts where `many`, and whether the row has the key at all."""

    value: Expression
    present: Expression
    many: bool = False


def key_value(key: str, vocabulary: Vocabulary) -> KeyValue:
    """The first of the attribute columns that has the key gives its value. Raises ValueError for what is measured."""
    known = vocabulary.fields.get(key)
    if known is not None:
        if known.kind in _UNCOUNTED:
            raise ValueError(f"{key} has too many values to list them: search for it instead")
        column = Column(known.column)
        if known.kind is Kind.TEXTS:
            return KeyValue(column, call("notEmpty", column), many=True)
        if known.kind is Kind.SEVERITY:
            return KeyValue(level(column), call("greater", column, Constant(0)))
        return KeyValue(column, call("notEmpty", column))
    if any(key.startswith(prefix) for prefix in vocabulary.nested):
        raise ValueError(f"{key} may have several values in a row: its values are not listed")
    places = [(Column(name), text(bare)) for name, bare in attribute_places(key, vocabulary)]
    present = [call("mapContains", *place) for place in places]
    value: Expression = Attribute(*places[-1])
    for place, there in zip(places[-2::-1], present[-2::-1], strict=True):
        value = call("if", there, Attribute(*place), value)
    return KeyValue(value, either(*present))


def attribute_places(key: str, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Columns of attributes that a key is looked up in, and its name there. Not those that are nested."""
    for prefix, name in vocabulary.prefixes.items():
        if key.startswith(prefix):
            return ((name, key.removeprefix(prefix)),)
    return tuple((name, key) for name in vocabulary.maps)


def rollup_place(key: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], str]:
    """The sources, as the rollup of attributes names them, in which a key is looked up, and its name there."""
    for prefix in vocabulary.prefixes:
        if key.startswith(prefix):
            return (source_of(prefix),), key.removeprefix(prefix)
    return bare_sources(vocabulary), key


def bare_sources(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The sources whose keys need no prefix in a search."""
    return tuple(source_of(prefix) for prefix, name in vocabulary.prefixes.items() if name in vocabulary.maps)


def source_of(prefix: str) -> str:
    """What the rollup of attributes calls the source that a prefix names."""
    return prefix.removesuffix(".")


def level(severity: Expression) -> Expression:
    """The name of the level of a severity number; the first name is for 0, which is unknown, the last for all above."""
    step = call("intDiv", call("plus", severity, Constant(2 * LEVEL_WIDTH - 1)), Constant(LEVEL_WIDTH))
    return call("arrayElement", Value(LEVELS, "Array(String)"), call("least", step, Constant(len(LEVELS))))
