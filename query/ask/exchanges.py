"""Exchanges of Camel that match a search. An exchange is a span that says how it ended; its steps are its children."""

from dataclasses import replace

from query.ask.spans import COLUMNS as SPAN_COLUMNS
from query.ask.spans import SpanList, listed
from query.language import Comparison, Operator, Search
from query.paging import Page
from query.scope import UNIX_NS_MAX, Scope
from query.sql import (
    Attribute,
    Column,
    Constant,
    Expression,
    Named,
    Select,
    Within,
    call,
    column,
    either,
    matching,
    scoped,
    text,
)
from query.sql.search import Term
from query.store import Store
from query.vocabulary import HEADER_PREFIX, MESSAGES, TRACES, Vocabulary

# A message is of the time of a step: exchanges that take longer are found by their first messages alone.
MESSAGES_LATER_NS = 3_600 * 10**9

_EXCEPTION = call("indexOf", column("Events.Name"), text("exception"))


def _attribute(key: str) -> Attribute:
    return Attribute(column("SpanAttributes"), text(key))


def _of_exception(key: str) -> Expression:
    """'' where there was none: an index of 0 gives an empty map."""
    attributes = call("arrayElement", column("Events.Attributes"), _EXCEPTION)
    return call("arrayElement", attributes, text(key))


COLUMNS: tuple[Column | Named, ...] = (
    *SPAN_COLUMNS,
    Named("Outcome", _attribute("camel.exchange.outcome")),
    Named("Reason", _attribute("camel.sampling.reason")),
    Named("Endpoint", _attribute("camel.endpoint.uri")),
    Named("PartOf", _attribute("camel.exchange.correlation_id")),
    Named("ExceptionType", _of_exception("exception.type")),
    Named("ExceptionMessage", _of_exception("exception.message")),
)


def exchanges(store: Store, scope: Scope, search: Search, limit: int, cursor: str | None = None) -> Page:
    """`COLUMNS`, newest first.

    Beside the keys of spans there are `outcome`, `reason`, `exception` (words in its class or message), and of any of
    its messages `body` (words in it) and `header.NAME`. Raises MalformedQuery, MalformedCursor, ValueError (limit).
    """
    ended = call("mapContains", column("SpanAttributes"), text("camel.exchange.outcome"))
    where: tuple[Expression, ...] = (ended, *matching(search, TRACES, _OwnKeys(scope, search)))
    return listed(store, scope, SpanList("exchanges", COLUMNS, where, search), limit, cursor)


# What is written, and the key of spans that it stands for.
_SHORT = {"outcome": "span.camel.exchange.outcome", "reason": "span.camel.sampling.reason"}


def is_own_key(key: str) -> bool:
    """Whether it is a key that searches of exchanges have beside those of spans."""
    return key in _SHORT or key in {"exception", "body"} or key.startswith("header.")


class _OwnKeys:
    """What terms mean whose keys are an exchange's own."""

    def __init__(self, scope: Scope, search: Search) -> None:
        end = min(scope.end_unix_ns + MESSAGES_LATER_NS, UNIX_NS_MAX)
        self._messages = scoped("camel_messages", replace(scope, end_unix_ns=end))
        self._search = search

    def __call__(self, term: Term) -> Expression | None:
        if term.key in _SHORT:
            return self._matching(replace(term, key=_SHORT[term.key]), TRACES)
        if term.key == "exception":
            of_type, of_message = (
                self._words(term, _of_exception(f"exception.{part}"), f"event.exception.{part}", TRACES)
                for part in ("type", "message")
            )
            return either(of_type, of_message)
        if term.key == "body":
            holds = self._words(term, column("Body"), "body", MESSAGES)
        elif term.key.startswith("header."):
            name = f"log.{HEADER_PREFIX}{term.key.removeprefix('header.')}"
            holds = self._matching(replace(term, key=name), MESSAGES)
        else:
            return None
        return Within(column("CamelExchange"), Select(self._messages, (column("CamelExchange"),), where=(holds,)))

    def _words(self, term: Term, value: Expression, key: str, vocabulary: Vocabulary) -> Expression:
        """Nobody types a whole body: what equals is what is found in it, in any case."""
        if isinstance(term, Comparison) and term.operator is Operator.EQUAL:
            return call("notEquals", call("positionCaseInsensitiveUTF8", value, text(term.value)), Constant(0))
        return self._matching(replace(term, key=key), vocabulary)

    def _matching(self, term: Term, vocabulary: Vocabulary) -> Expression:
        (holds,) = matching(replace(self._search, tree=term), vocabulary)
        return holds
