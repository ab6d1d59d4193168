r"""The search language, from text to a frozen tree. What keys mean is `vocabulary`'s, what SQL they become `sql`'s.

    service:orders status:error duration>100ms      terms side by side: all of them
    http.route = "/orders/{id}" OR -kind:client     AND binds tighter than OR; NOT or a minus before a term
    (exception.type:* OR timeout) name:GET*         * alone: has the key; at the end: begins with
    status:(error OR unset) kind!=(client OR internal)   any of some values; none of some
    duration:[100ms TO 2s] size:[1024 TO *]         from, to; both ends are in it, * leaves one open
    http.route=~"^/v[12]/" message!~retry           regular expressions, RE2
    timeout  "connection reset"                     words: somewhere in the record

AND, OR, NOT and TO are operators in capitals only, so that `not found` are two words. A word may hold anything but
blanks, quotes and parentheses, and a backslash in it is a backslash. In quotes \" is a quotation mark and \\ a
backslash; before anything else a backslash stands for itself, as in "\d+". Every error names its column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from query.errors import MalformedQuery

# A person's search is shorter; a program that generates more asks for too much at once.
TEXT_CHARACTERS_MAX = 4_096
TERMS_MAX = 64
DEPTH_MAX = 16


class Operator(StrEnum):
    """How a key is compared."""

    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    MATCHES = "=~"
    NOT_MATCHES = "!~"
    BEGINS = "begins"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A key against a value. EXISTS has the value ''. Columns count from 1: of the value, of the key."""

    key: str
    operator: Operator
    value: str
    column: int = 1
    key_column: int = 1


@dataclass(frozen=True, slots=True)
class OneOf:
    """A key that has any of some values, one or more; `columns` are theirs."""

    key: str
    values: tuple[str, ...]
    columns: tuple[int, ...]
    key_column: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """A key with a value from `low` to `high`, both included. One of them may be None: open."""

    key: str
    low: str | None
    high: str | None
    low_column: int = 1
    high_column: int = 1
    key_column: int = 1


@dataclass(frozen=True, slots=True)
class Word:
    """Text to be found anywhere in the record."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All parts, two or more."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part of two or more."""

    parts: tuple["Node", ...]


Term = Comparison | OneOf | Range | Word
Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: the tree (None: everything) and the text it was parsed from, which errors point into."""

    text: str
    tree: Node | None

    def also(self, *terms: Node) -> "Search":
        """The search narrowed by terms that a program adds."""
        parts = (*(() if self.tree is None else (self.tree,)), *terms)
        if not parts:
            return self
        return Search(self.text, parts[0] if len(parts) == 1 else And(parts))


EVERYTHING = Search("", None)

_BLANK = re.compile(r"\s*")
# A key stands directly before a colon, or before a sign with blanks around it. `http://x` is a word, not a key.
_KEY = re.compile(r"(?P<key>[A-Za-z_@][\w.\-/@]*)(?:\s*(?P<sign>:?[<>]=?|!=|=~|!~|=)\s*|(?P<colon>:)(?!//))")
_CONNECTIVE = re.compile(r"(AND|OR|NOT)(?=[\s()]|$)")
_MINUS = re.compile(r"-(?=[A-Za-z_@\"(])")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_BARE = re.compile(r'[^\s()"]+')
_BARE_END = re.compile(r'[^\s()"\]]+')
_ESCAPE = re.compile(r'\\(["\\])')
_VALUE_BEGINS = re.compile(r"[^\s()]")
_OR = re.compile(r"OR(?=[\s()\"]|$)")
_TO = re.compile(r"\s+TO\s+")


class _Kind(StrEnum):
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    TERM = "term"
    END = "end"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    column: int
    term: Node | None = None
    # Values that the term compares with: each counts against the bound.
    values: int = 0


def parse(text: str) -> Search:
    """Blank text searches for everything. Raises MalformedQuery."""
    if len(text) > TEXT_CHARACTERS_MAX:
        raise MalformedQuery(
            f"the search has {len(text)} characters, {TEXT_CHARACTERS_MAX} are the most", text[:80], 81
        )
    return Search(text, _Parser(text).whole() if text.strip() else None)


class _Parser:
    """Recursive descent over the tokens: or → and → not → term."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._position = 0
        terms = sum(token.values for token in self._tokens)
        if terms > TERMS_MAX:
            raise self._error(f"the search has {terms} terms, {TERMS_MAX} are the most", self._tokens[-1])

    def whole(self) -> Node:
        node = self._or(depth=0)
        if self._next.kind is not _Kind.END:
            raise self._error("this parenthesis closes nothing", self._next)
        return node

    def _or(self, depth: int) -> Node:
        parts = [self._and(depth)]
        while self._next.kind is _Kind.OR:
            self._take()
            parts.append(self._and(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, depth: int) -> Node:
        parts = [self._not(depth)]
        while True:
            if self._next.kind is _Kind.AND:
                self._take()
            elif self._next.kind in {_Kind.OR, _Kind.CLOSE, _Kind.END}:
                return parts[0] if len(parts) == 1 else And(tuple(parts))
            parts.append(self._not(depth))

    def _not(self, depth: int) -> Node:
        token = self._take()
        if depth > DEPTH_MAX:
            raise self._error(f"more than {DEPTH_MAX} levels of parentheses and NOT", token)
        if token.kind is _Kind.NOT:
            return Not(self._not(depth + 1))
        if token.kind is _Kind.OPEN:
            node = self._or(depth + 1)
            if self._next.kind is not _Kind.CLOSE:
                raise self._error("this parenthesis is never closed", token)
            self._take()
            return node
        if token.term is None:
            raise self._error("a term is missing", token)
        return token.term

    @property
    def _next(self) -> _Token:
        return self._tokens[self._position]

    def _take(self) -> _Token:
        token = self._next
        if token.kind is not _Kind.END:
            self._position += 1
        return token

    def _error(self, problem: str, token: _Token) -> MalformedQuery:
        return MalformedQuery(problem, self._text, token.column)


def _tokens(text: str) -> Iterator[_Token]:
    position = _blank_end(text, 0)
    while position < len(text):
        column = position + 1
        if text[position] in "()":
            yield _Token(_Kind(text[position]), column)
            position += 1
        elif connective := _CONNECTIVE.match(text, position):
            yield _Token(_Kind(connective[1]), column)
            position = connective.end()
        elif _MINUS.match(text, position):
            yield _Token(_Kind.NOT, column)
            position += 1
        elif key := _KEY.match(text, position):
            term, values, position = _keyed(text, key)
            yield _Token(_Kind.TERM, column, term, values)
        else:
            value, position, _ = _value(text, position)
            yield _Token(_Kind.TERM, column, Word(value), 1)
        position = _blank_end(text, position)
    yield _Token(_Kind.END, len(text) + 1)


def _keyed(text: str, key: re.Match[str]) -> tuple[Node, int, int]:
    """The term of a key, how many values it has, and where it ends."""
    start = key.end()
    operator = Operator((key["sign"] or "=").removeprefix(":"))
    opening = text[start : start + 1]
    if opening in {"(", "["} and operator in {Operator.EQUAL, Operator.NOT_EQUAL}:
        term, values, end = (_any_of if opening == "(" else _range)(text, key)
        return Not(term) if operator is Operator.NOT_EQUAL else term, values, end
    if not _VALUE_BEGINS.match(text, start):
        raise MalformedQuery(f"a value is missing after {key[0].strip()}", text, start + 1)
    return _comparison(text, key, operator, start)


def _comparison(text: str, key: re.Match[str], operator: Operator, start: int) -> tuple[Comparison, int, int]:
    value, end, quoted = _value(text, start)
    if operator is Operator.EQUAL and not quoted and value.endswith("*"):
        value = value[:-1]
        operator = Operator.BEGINS if value else Operator.EXISTS
    return Comparison(key["key"], operator, value, start + 1, key.start() + 1), 1, end


def _any_of(text: str, key: re.Match[str]) -> tuple[Node, int, int]:
    """`key:(a OR "b c" OR d*)`: those that are compared for equality together, those with a star by themselves."""
    opened = key.end()
    terms: list[Comparison] = []
    position = opened + 1
    while True:
        position = _blank_end(text, position)
        if position == len(text):
            raise MalformedQuery("this parenthesis is never closed", text, opened + 1)
        if not _VALUE_BEGINS.match(text, position) or _CONNECTIVE.match(text, position):
            raise MalformedQuery("a value is missing", text, position + 1)
        term, _, position = _comparison(text, key, Operator.EQUAL, position)
        terms.append(term)
        position = _blank_end(text, position)
        if text[position : position + 1] == ")":
            return _gathered(key, terms), len(terms), position + 1
        if joined := _OR.match(text, position):
            position = joined.end()
        elif position < len(text):
            raise MalformedQuery(f"values after {key[0].strip()} are joined by OR, as in (a OR b)", text, position + 1)


def _gathered(key: re.Match[str], terms: list[Comparison]) -> Node:
    if len(terms) == 1:
        return terms[0]
    equal = [term for term in terms if term.operator is Operator.EQUAL]
    others: list[Node] = [term for term in terms if term.operator is not Operator.EQUAL]
    if equal:
        values, columns = tuple(term.value for term in equal), tuple(term.column for term in equal)
        others.insert(0, OneOf(key["key"], values, columns, key.start() + 1))
    return others[0] if len(others) == 1 else Or(tuple(others))


def _range(text: str, key: re.Match[str]) -> tuple[Node, int, int]:
    """`key:[a TO b]`."""
    opened = key.end()
    low, low_column, position = _end_of_range(text, _blank_end(text, opened + 1))
    to = _TO.match(text, position)
    if to is None:
        raise _no_range(text, position)
    high, high_column, position = _end_of_range(text, to.end())
    position = _blank_end(text, position)
    if text[position : position + 1] != "]":
        raise _no_range(text, position)
    if low is None and high is None:
        return Comparison(key["key"], Operator.EXISTS, "", opened + 1, key.start() + 1), 1, position + 1
    return Range(key["key"], low, high, low_column, high_column, key.start() + 1), 2, position + 1


def _end_of_range(text: str, start: int) -> tuple[str | None, int, int]:
    """The value (None for `*`), its column, and where it ends."""
    if text[start : start + 1] == "]" or not _VALUE_BEGINS.match(text, start):
        raise _no_range(text, start)
    value, end, quoted = _value(text, start, _BARE_END)
    return None if value == "*" and not quoted else value, start + 1, end


def _no_range(text: str, position: int) -> MalformedQuery:
    return MalformedQuery(
        "a range is [from TO to], as in [100ms TO 2s]; quote a value that begins with [", text, position + 1
    )


def _value(text: str, start: int, bare_text: re.Pattern[str] = _BARE) -> tuple[str, int, bool]:
    """A value, where it ends, and whether it was quoted."""
    if quoted := _QUOTED.match(text, start):
        return _ESCAPE.sub(r"\1", quoted[1]), quoted.end(), True
    bare = bare_text.match(text, start)
    if bare is None:
        raise MalformedQuery("this quotation mark is never closed", text, start + 1)
    return bare[0], bare.end(), False


def _blank_end(text: str, start: int) -> int:
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start
