"""From a search tree to conditions over a table: our own words as names, everything a person wrote as a bound value.

The shape depends on the tree's shape and on which columns its keys name, never on a value: keys of attributes are
values too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from query.errors import MalformedQuery
from query.language import And, Comparison, Node, Not, OneOf, Operator, Or, Range, Search, Word
from query.sql.expressions import (
    Attribute,
    Column,
    Constant,
    Expression,
    HasValue,
    Lambda,
    Value,
    Variable,
    among,
    call,
    either,
    equals,
    every,
    negated,
    number,
    text,
    texts,
    whole,
)
from query.sql.keys import attribute_places
from query.vocabulary import LEVEL_SYNONYMS, LEVEL_WIDTH, LEVELS, Field, Kind, Vocabulary

# RE2 is linear in the text, not in the pattern: counted repetitions multiply it.
PATTERN_CHARACTERS_MAX = 256

_UNIT_NS = MappingProxyType(
    {
        "ns": 1,
        "us": 1_000,
        "µs": 1_000,
        "μs": 1_000,
        "ms": 1_000_000,
        "s": 1_000_000_000,
        "m": 60_000_000_000,
        "h": 3_600_000_000_000,
    }
)
_DURATION = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)(ns|us|µs|μs|ms|s|m|h)?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?")
_SEVERITY = re.compile(r"[0-9]{1,2}")
_INT64_MAX = 2**63 - 1
_HEX = re.compile(r"[0-9a-fA-F]{1,32}")
_ORDER = MappingProxyType(
    {
        Operator.GREATER: "greater",
        Operator.GREATER_OR_EQUAL: "greaterOrEquals",
        Operator.LESS: "less",
        Operator.LESS_OR_EQUAL: "lessOrEquals",
    }
)
_NEGATED = MappingProxyType({Operator.NOT_EQUAL: Operator.EQUAL, Operator.NOT_MATCHES: Operator.MATCHES})
_TEXTUAL = frozenset({Kind.TEXT, Kind.CHOICE, Kind.IDENTIFIER, Kind.TRACE_IDENTIFIER})

Term = Comparison | OneOf | Range
# Of a term that stands for itself: what holds where the term is about something else; None: it is about the row.
Elsewhere = Callable[[Term], Expression | None]


def matching(search: Search, vocabulary: Vocabulary, elsewhere: Elsewhere | None = None) -> tuple[Expression, ...]:
    """What holds for the rows a search is for; nothing for an empty one. Raises MalformedQuery.

    `elsewhere` says of keys that are those of another table what holds for a row here.
    """
    return () if search.tree is None else (_Meaning(vocabulary, search.text, elsewhere).node(search.tree),)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Of nodes, in one table."""

    vocabulary: Vocabulary
    text: str
    elsewhere: Elsewhere | None = None

    def node(self, node: Node) -> Expression:
        match node:
            case And(parts):
                return every(*map(self.node, parts))
            case Or(parts):
                return either(*map(self.node, parts))
            case Not(part):
                return negated(self.node(part))
            case Word():
                return self._word(node)
            case Comparison(operator=operator) if operator in _NEGATED:
                positive = Comparison(node.key, _NEGATED[operator], node.value, node.column, node.key_column)
                return negated(self._term(positive))
            case _:
                return self._term(node)

    def _word(self, word: Word) -> Expression:
        def holds(value: Expression) -> Expression:
            return call("greater", call("positionCaseInsensitiveUTF8", value, text(word.text)), Constant(0))

        places = [holds(Column(name)) for name in self.vocabulary.texts]
        for name in self.vocabulary.text_maps:
            some = Lambda(("value",), holds(Variable("value")))
            places.append(call("arrayExists", some, call("mapValues", Column(name))))
        if "trace" not in self.vocabulary.fields:
            return either(*places)
        # A pasted id finds its trace. What cannot be an id is compared as '-', which none is.
        trace_id = word.text.lower().zfill(32) if len(word.text) in {16, 32} and _HEX.fullmatch(word.text) else "-"
        return either(*places, equals(Column("TraceId"), text(trace_id)))

    def _term(self, term: Term) -> Expression:
        if isinstance(term, Comparison) and term.operator is Operator.MATCHES:
            self._check_pattern(term)
        other = None if self.elsewhere is None else self.elsewhere(term)
        if other is not None:
            return other
        known = self.vocabulary.fields.get(term.key)
        if known is not None:
            return self._field(known, term)
        for prefix, name in self.vocabulary.nested.items():
            if term.key.startswith(prefix):
                attributes = Variable("attributes")
                condition = self._attribute(attributes, text(term.key.removeprefix(prefix)), term)
                return call("arrayExists", Lambda(("attributes",), condition), Column(name))
        places = attribute_places(term.key, self.vocabulary)
        return either(*(self._attribute(Column(name), text(key), term) for name, key in places))

    def _attribute(self, attributes: Column | Variable, key: Value, term: Term) -> Expression:
        value = Attribute(attributes, key)
        present = call("mapContains", attributes, key)
        match term:
            case Comparison(operator=Operator.EXISTS):
                return present
            case Comparison(operator=Operator.EQUAL):
                return HasValue(attributes, key, text(term.value))
            case OneOf(values=values):
                return HasValue(attributes, key, texts(values))
            case Comparison(operator=Operator.BEGINS):
                return call("startsWith", value, text(term.value))
            case Comparison(operator=Operator.MATCHES):
                # An absent key reads as '', which is not a value that matches. Whether '' does is decided in the
                # statement, by the engine and before it reads: the text is the same.
                empty_too = call("match", Constant(""), text(term.value))
                return every(call("match", value, text(term.value)), either(negated(empty_too), present))
            case _:
                read = call("toFloat64OrNull", value)
                holds = every(*(call(_ORDER[each.operator], read, self._number(each)) for each in _ends(term)))
                return call("ifNull", holds, Constant(0))

    def _field(self, known: Field, term: Term) -> Expression:
        left = Column(known.column)
        exists = isinstance(term, Comparison) and term.operator is Operator.EXISTS
        if known.kind is Kind.TEXTS:
            if exists:
                return call("notEmpty", left)
            condition = self._textual(Variable("each"), known, term)
            return call("arrayExists", Lambda(("each",), condition), left)
        if exists:
            return call("notEquals", left, Constant("" if known.kind in _TEXTUAL else 0))
        return self._textual(left, known, term) if known.kind in _TEXTUAL else self._measured(left, known, term)

    def _measured(self, left: Expression, known: Field, term: Term) -> Expression:
        bound = self._level if known.kind is Kind.SEVERITY else self._duration
        match term:
            case OneOf(key, values, columns):
                same = (Comparison(key, Operator.EQUAL, *each) for each in zip(values, columns, strict=True))
                return either(*(bound(left, each) for each in same))
            case Range():
                return every(*(bound(left, each) for each in _ends(term)))
            case Comparison(operator=operator) if operator in _ORDER or operator is Operator.EQUAL:
                return bound(left, term)
            case _:
                problem = f"{term.key} is a number: compare it with = != > >= < <= or [from TO to]"
                raise self._error(problem, term.column)

    def _textual(self, left: Expression, known: Field, term: Term) -> Expression:
        match term:
            case Comparison(operator=Operator.EQUAL):
                return equals(left, text(self._stored(known, term.key, term.value, term.column)))
            case OneOf(key, values, columns):
                stored = [self._stored(known, key, *each) for each in zip(values, columns, strict=True)]
                return among(left, texts(stored))
            case Comparison(operator=Operator.BEGINS):
                return call("startsWith", left, text(term.value))
            case Comparison(operator=Operator.MATCHES):
                return call("match", left, text(term.value))
            case _:
                column = term.column if isinstance(term, Comparison) else term.low_column
                raise self._error(f"{term.key} is text: compare it with : = != =~ !~", column)

    def _stored(self, known: Field, key: str, value: str, column: int) -> str:
        """The value as the column holds it."""
        if known.choices is not None:
            try:
                return known.choices[value.lower()]
            except KeyError:
                raise self._error(f"{key} is one of {', '.join(known.choices)}", column) from None
        if known.kind in {Kind.IDENTIFIER, Kind.TRACE_IDENTIFIER}:
            if not _HEX.fullmatch(value):
                raise self._error(f"{key} has at most 32 hexadecimal digits", column)
            return value.lower().zfill(32 if known.kind is Kind.TRACE_IDENTIFIER else 16)
        return value

    def _level(self, left: Expression, term: Comparison) -> Expression:
        first = _level_start(term.value.lower())
        if first is not None:
            # A level is four numbers: `level:warn` is any of them, `level>warn` none, `level<=warn` up to the last.
            last = first + LEVEL_WIDTH - 1
        elif _SEVERITY.fullmatch(term.value):
            first = last = int(term.value)
        else:
            raise self._error(f"{term.key} is a number up to 24 or one of {', '.join(LEVELS[1:])}", term.column)
        if term.operator is Operator.EQUAL:
            return every(call("greaterOrEquals", left, whole(first)), call("lessOrEquals", left, whole(last)))
        bound = last if term.operator in {Operator.GREATER, Operator.LESS_OR_EQUAL} else first
        return call(_ORDER[term.operator], left, whole(bound))

    def _duration(self, left: Expression, term: Comparison) -> Expression:
        written = _DURATION.fullmatch(term.value)
        if not written:
            raise self._error(f"{term.key} is a time like 100ms, 1.5s or 2m", term.column)
        ns = min(round(float(written[1]) * _UNIT_NS[written[2] or "ns"]), _INT64_MAX)
        return call(_ORDER.get(term.operator, "equals"), left, whole(ns))

    def _number(self, term: Comparison) -> Value:
        if not _NUMBER.fullmatch(term.value):
            raise self._error(f"{term.key} needs a number to be compared with", term.column)
        return number(float(term.value))

    def _check_pattern(self, term: Comparison) -> None:
        if len(term.value) > PATTERN_CHARACTERS_MAX:
            raise self._error(f"a pattern has at most {PATTERN_CHARACTERS_MAX} characters", term.column)

    def _error(self, problem: str, column: int) -> MalformedQuery:
        return MalformedQuery(problem, self.text, column)


def _ends(term: Comparison | Range) -> Iterator[Comparison]:
    """What a range asks of a value, one after the other."""
    if isinstance(term, Comparison):
        yield term
        return
    if term.low is not None:
        yield Comparison(term.key, Operator.GREATER_OR_EQUAL, term.low, term.low_column)
    if term.high is not None:
        yield Comparison(term.key, Operator.LESS_OR_EQUAL, term.high, term.high_column)


def _level_start(word: str) -> int | None:
    """The first of a level's numbers."""
    name = LEVEL_SYNONYMS.get(word, word)
    return 1 + LEVEL_WIDTH * (LEVELS.index(name) - 1) if name in LEVELS[1:] else None
