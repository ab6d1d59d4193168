"""From a search tree and a scope to a WHERE clause: our own words as text, everything a person wrote as a bound value.

The text depends on the tree's shape and on which columns its keys name, never on a value: keys of attributes are values
too. Tenant and time range are part of every clause; there is no way to build one without them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from query.errors import MalformedQuery
from query.language import And, Comparison, Node, Not, Operator, Or, Search, Word
from query.scope import Scope
from query.vocabulary import Field, Kind, Vocabulary

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
_DURATION = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)(ns|us|µs|μs|ms|s|m|h)?")
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?")
_SEVERITY = re.compile(r"\d{1,2}")
_INT64_MAX = 2**63 - 1
_NS_PER_S = 1_000_000_000
_DATETIME_MAX = 2**32 - 1
_HEX = re.compile(r"[0-9a-fA-F]{1,32}")
# The first of four numbers of each level, OpenTelemetry's log data model.
_LEVELS = MappingProxyType(
    {"trace": 1, "debug": 5, "info": 9, "warn": 13, "warning": 13, "error": 17, "fatal": 21, "critical": 21}
)
_LEVEL_WIDTH = 4
_ORDER = frozenset({Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL})
_NEGATED = MappingProxyType({Operator.NOT_EQUAL: Operator.EQUAL, Operator.NOT_MATCHES: Operator.MATCHES})


@dataclass(slots=True)
class Binder:
    """Gives each value a place in a statement."""

    parameters: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object, kind: str) -> str:
        """The placeholder to write into the statement."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"{{{name}:{kind}}}"

    def text(self, value: str) -> str:
        """A String."""
        return self.bind(value, "String")

    def moment(self, unix_ns: int) -> str:
        """A DateTime64(9) from ns since 1970."""
        return f"fromUnixTimestamp64Nano({self.bind(unix_ns, 'Int64')}, 'UTC')"


def bounded(scope: Scope, time: str, binder: Binder) -> str:
    """The condition of a scope alone, for the table whose time column is given (a DateTime64)."""
    return " AND ".join(
        [
            owned(scope, binder),
            f"{time} >= {binder.moment(scope.start_unix_ns)}",
            f"{time} < {binder.moment(scope.end_unix_ns)}",
        ]
    )


def bounded_minutes(scope: Scope, time: str, binder: Binder) -> str:
    """As `bounded`, for a rollup per minute whose time column (a DateTime) is given: the minutes the range touches."""
    return _bounded_periods(scope, time, 60, binder)


def bounded_hours(scope: Scope, time: str, binder: Binder) -> str:
    """As `bounded_minutes`, for a rollup per hour."""
    return _bounded_periods(scope, time, 3_600, binder)


def _bounded_periods(scope: Scope, time: str, period_s: int, binder: Binder) -> str:
    # The engine's DateTime ends in 2106; a later end is no end.
    first = min(scope.start_unix_ns // _NS_PER_S // period_s * period_s, _DATETIME_MAX)
    end = min(-(-scope.end_unix_ns // _NS_PER_S), _DATETIME_MAX)
    return " AND ".join(
        [
            owned(scope, binder),
            f"{time} >= toDateTime({binder.bind(first, 'UInt32')}, 'UTC')",
            f"{time} < toDateTime({binder.bind(end, 'UInt32')}, 'UTC')",
        ]
    )


def owned(scope: Scope, binder: Binder) -> str:
    """The condition of a scope's tenant, for statements that bound the time in their own way."""
    tenant = f"TenantId = {binder.text(scope.tenant)}"
    if scope.partition_group is None:
        return tenant
    return f"{tenant} AND PartitionGroup = {binder.text(scope.partition_group)}"


def matching(scope: Scope, search: Search, vocabulary: Vocabulary, binder: Binder) -> str:
    """The condition of a scope and a search. Raises MalformedQuery where a value does not suit its key."""
    condition = bounded(scope, vocabulary.time, binder)
    if search.tree is None:
        return condition
    return f"{condition} AND {_Compiler(vocabulary, binder, search.text).node(search.tree)}"


@dataclass(frozen=True, slots=True)
class _Compiler:
    vocabulary: Vocabulary
    binder: Binder
    text: str

    def node(self, node: Node) -> str:
        match node:
            case And(parts):
                return "(" + " AND ".join(map(self.node, parts)) + ")"
            case Or(parts):
                return "(" + " OR ".join(map(self.node, parts)) + ")"
            case Not(part):
                return f"NOT {self.node(part)}"
            case Word():
                return self._word(node)
            case Comparison():
                return self._comparison(node)

    def _word(self, word: Word) -> str:
        bound = self.binder.text(word.text)
        places = [f"positionCaseInsensitiveUTF8({column}, {bound}) > 0" for column in self.vocabulary.texts]
        places += [
            f"arrayExists(value -> positionCaseInsensitiveUTF8(value, {bound}) > 0, mapValues({column}))"
            for column in self.vocabulary.text_maps
        ]
        # A pasted id finds its trace. What cannot be an id is compared as '-', which none is.
        trace_id = word.text.lower().zfill(32) if len(word.text) in {16, 32} and _HEX.fullmatch(word.text) else "-"
        places.append(f"TraceId = {self.binder.text(trace_id)}")
        return "(" + " OR ".join(places) + ")"

    def _comparison(self, term: Comparison) -> str:
        if term.operator in _NEGATED:
            positive = Comparison(term.key, _NEGATED[term.operator], term.value, term.column)
            return f"NOT {self._comparison(positive)}"
        if term.operator is Operator.MATCHES and len(term.value) > PATTERN_CHARACTERS_MAX:
            raise self._error(f"a pattern has at most {PATTERN_CHARACTERS_MAX} characters", term)
        known = self.vocabulary.fields.get(term.key)
        if known is not None:
            return self._field(known, term)
        return "(" + " OR ".join(self._attribute(*place, term) for place in self._places(term.key)) + ")"

    def _places(self, key: str) -> Iterator[tuple[str, str]]:
        """Attribute maps a key is looked up in, and its name there."""
        for prefix, column in self.vocabulary.prefixes.items():
            if key.startswith(prefix):
                yield column, key.removeprefix(prefix)
                return
        for column in self.vocabulary.maps:
            yield column, key

    def _attribute(self, column: str, key: str, term: Comparison) -> str:
        bound_key = self.binder.text(key)
        value = f"{column}[{bound_key}]"
        match term.operator:
            case Operator.EXISTS:
                return f"mapContains({column}, {bound_key})"
            case Operator.EQUAL:
                # An absent key reads as '', which is not the same as an empty value.
                present = f" AND mapContains({column}, {bound_key})" if term.value == "" else ""
                return f"({value} = {self.binder.text(term.value)}{present})"
            case Operator.BEGINS:
                return f"startsWith({value}, {self.binder.text(term.value)})"
            case Operator.MATCHES:
                return f"match({value}, {self.binder.text(term.value)})"
            case _:
                number = self.binder.bind(self._number(term), "Float64")
                return f"ifNull(toFloat64OrNull({value}) {term.operator} {number}, 0)"

    def _field(self, known: Field, term: Comparison) -> str:
        column = known.column
        if term.operator is Operator.EXISTS:
            empty = "''" if known.kind in _TEXTUAL else "0"
            return f"({column} != {empty})"
        if known.kind in _TEXTUAL:
            return self._textual(known, term)
        if term.operator not in _ORDER and term.operator is not Operator.EQUAL:
            raise self._error(f"{term.key} is a number: compare it with = != > >= < <=", term)
        if known.kind is Kind.SEVERITY:
            return self._severity(column, term)
        return f"({column} {term.operator} {self.binder.bind(self._duration_ns(term), 'Int64')})"

    def _textual(self, known: Field, term: Comparison) -> str:
        column = known.column
        match term.operator:
            case Operator.EQUAL:
                return f"({column} = {self.binder.text(self._stored(known, term))})"
            case Operator.BEGINS:
                return f"startsWith({column}, {self.binder.text(term.value)})"
            case Operator.MATCHES:
                return f"match({column}, {self.binder.text(term.value)})"
            case _:
                raise self._error(f"{term.key} is text: compare it with : = != =~ !~", term)

    def _stored(self, known: Field, term: Comparison) -> str:
        """The value as the column holds it."""
        if known.choices is not None:
            try:
                return known.choices[term.value.lower()]
            except KeyError:
                raise self._error(f"{term.key} is one of {', '.join(known.choices)}", term) from None
        if known.kind in {Kind.IDENTIFIER, Kind.TRACE_IDENTIFIER}:
            if not _HEX.fullmatch(term.value):
                raise self._error(f"{term.key} has at most 32 hexadecimal digits", term)
            return term.value.lower().zfill(32 if known.kind is Kind.TRACE_IDENTIFIER else 16)
        return term.value

    def _severity(self, column: str, term: Comparison) -> str:
        first = _LEVELS.get(term.value.lower())
        if first is None:
            if not _SEVERITY.fullmatch(term.value):
                raise self._error(f"{term.key} is a number up to 24 or one of {', '.join(_LEVELS)}", term)
            return f"({column} {term.operator} {self.binder.bind(int(term.value), 'Int64')})"
        # A level is four numbers: `level:warn` is any of them, `level>warn` none, `level<=warn` up to the last.
        last = self.binder.bind(first + _LEVEL_WIDTH - 1, "Int64")
        lowest = self.binder.bind(first, "Int64")
        if term.operator is Operator.EQUAL:
            return f"({column} BETWEEN {lowest} AND {last})"
        bound = last if term.operator in {Operator.GREATER, Operator.LESS_OR_EQUAL} else lowest
        return f"({column} {term.operator} {bound})"

    def _duration_ns(self, term: Comparison) -> int:
        written = _DURATION.fullmatch(term.value)
        if not written:
            raise self._error(f"{term.key} is a time like 100ms, 1.5s or 2m", term)
        return min(round(float(written[1]) * _UNIT_NS[written[2] or "ns"]), _INT64_MAX)

    def _number(self, term: Comparison) -> float:
        if not _NUMBER.fullmatch(term.value):
            raise self._error(f"{term.key} {term.operator} needs a number", term)
        return float(term.value)

    def _error(self, problem: str, term: Comparison) -> MalformedQuery:
        return MalformedQuery(problem, self.text, term.column)


_TEXTUAL = frozenset({Kind.TEXT, Kind.CHOICE, Kind.IDENTIFIER, Kind.TRACE_IDENTIFIER})
