"""A small random world of spans and log records, and what a search means in it, in plain Python."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from query.language import And, Comparison, Node, Not, OneOf, Operator, Or, Range, Search, Word
from query.migrations import migrate
from query.scope import Scope
from query.store import Store
from tests.query.rows import HEAD, HOUR, MINUTE, NOON, SECOND, Encoder, Row, indexed, log, moment, span

SERVICES = ["orders", "billing", "gateway", "Übersicht"]
NAMES = ["GET /orders", "POST /orders", "pay", "send to kafka", "step"]
KINDS = ["Internal", "Server", "Client", "Producer", "Consumer"]
STATUSES = ["Unset", "Unset", "Unset", "Ok", "Error"]
HOSTS = ["a", "b", "c"]
WORLD = Scope("acme", NOON - 6 * HOUR, NOON + HOUR)


@dataclass(frozen=True)
class World:
    """What the store holds of the tenant acme, as it was written."""

    store: Store
    spans: list[Row]
    logs: list[Row]


def make(store: Store, encoder: Encoder, seed: int = 1, before: Callable[[], None] = lambda: None) -> World:
    """Fills a store; `before` runs once the tables are there."""
    migrate(store)
    before()
    chance = random.Random(seed)
    spans = [row for number in range(150) for row in _trace(chance, f"{number + 1:032x}")]
    # Sent again by a client that did not hear the answer.
    spans += chance.sample(spans, 20)
    logs = [_log(chance, number) for number in range(600)]
    theirs = [{**row, "TenantId": "other"} for row in spans[:50]]
    _put(store, encoder, "otel_traces", [*spans, *theirs], seed)
    _put(store, encoder, "otel_traces_trace_id_ts", indexed([*spans, *theirs]), seed)
    _put(store, encoder, "otel_logs", [*logs, *({**row, "TenantId": "other"} for row in logs[:50])], seed)
    _put(store, encoder, "otel_attributes_1h", attribute_rows("traces", spans), seed)
    return World(store, spans, logs)


def _put(store: Store, encoder: Encoder, table: str, rows: Sequence[Row], seed: int) -> None:
    store.insert_native(table, len(rows), encoder.writer(table, rows), f"{table}-{seed}")


def _trace(chance: random.Random, trace_id: str) -> Iterator[dict[str, object]]:
    start = WORLD.start_unix_ns + chance.randrange(WORLD.end_unix_ns - WORLD.start_unix_ns)
    for number in range(chance.choice([1, 2, 3, 8])):
        # Some traces are over at once, some take hours; some spans start at the same time.
        start += chance.choice([0, 0, 1, SECOND, MINUTE, 40 * MINUTE])
        attributes: dict[str, str] = {}
        if chance.random() < 0.7:
            attributes["http.route"] = chance.choice(["/orders", "/orders/{id}", "/pay", ""])
        if chance.random() < 0.5:
            attributes["n"] = chance.choice(["1", "2.5", "-3", "1e3", "many", ""])
        if chance.random() < 0.2:
            attributes["host.name"] = chance.choice(HOSTS)
        events = chance.choice([[], [], ["exception"], ["retry", "exception"]])
        yield span(
            number,
            TraceId=trace_id,
            Timestamp=moment(start),
            ServiceName=chance.choice(SERVICES),
            SpanName=chance.choice(NAMES),
            SpanKind=chance.choice(KINDS),
            StatusCode=chance.choice(STATUSES),
            StatusMessage=chance.choice(["", "", "connection reset", "Timeout"]),
            Duration=chance.choice([0, 1, 7, 10**4, 2 * 10**6, 10**9, 3 * 10**10]) + chance.randrange(3),
            CamelRoute=chance.choice(["", "pay", "ship"]),
            ResourceAttributes={"host.name": chance.choice(HOSTS)} if chance.random() < 0.8 else {},
            SpanAttributes=attributes,
            **{
                "Events.Timestamp": [moment(start)] * len(events),
                "Events.Name": events,
                "Events.Attributes": [
                    {"exception.type": chance.choice(["IOException", "TimeoutException"])}
                    if each == "exception"
                    else {"attempt": str(chance.randrange(3))}
                    for each in events
                ],
            },
        )


def _log(chance: random.Random, number: int) -> dict[str, object]:
    at = WORLD.start_unix_ns + chance.randrange(WORLD.end_unix_ns - WORLD.start_unix_ns)
    return log(
        number,
        Timestamp=moment(at),
        SeverityNumber=chance.choice([0, 1, 4, 5, 8, 9, 9, 9, 12, 13, 16, 17, 20, 21, 24]),
        ServiceName=chance.choice(SERVICES),
        Body=chance.choice(["order taken", "it FAILED", "connection reset", "größer"]),
        LogAttributes={"thread.name": chance.choice(["main", "io-1"])} if chance.random() < 0.6 else {},
        EventName=chance.choice(["", "", "device.started"]),
    )


def attribute_rows(signal: str, rows: Sequence[Row]) -> list[dict[str, object]]:
    """Rows of the attribute rollup as the collector makes them of one segment."""
    counts: dict[tuple[int, str, str, str], int] = {}
    for row in rows:
        hour = at(row) // HOUR * 3_600
        for source, column in (
            ("resource", "ResourceAttributes"),
            ("span", "SpanAttributes"),
            ("log", "LogAttributes"),
        ):
            for key, value in row.get(column, {}).items():
                place = (hour, source, key, value)
                counts[place] = counts.get(place, 0) + 1
    return [
        HEAD | {"Hour": str(hour), "Signal": signal, "Source": source, "Key": key, "Value": value, "Count": count}
        for (hour, source, key, value), count in counts.items()
    ]


def at(row: Row) -> int:
    """The row's time, ns since 1970."""
    seconds, fraction = str(row["Timestamp"]).split(".")
    return int(seconds) * SECOND + int(fraction)


def in_range(rows: Sequence[Row], scope: Scope = WORLD) -> list[Row]:
    return [row for row in rows if scope.start_unix_ns <= at(row) < scope.end_unix_ns]


# What a search means. Keys are those of this world alone.
FIELDS = {
    "service": "ServiceName",
    "name": "SpanName",
    "kind": "SpanKind",
    "status": "StatusCode",
    "duration": "Duration",
    "route": "CamelRoute",
    "message": "StatusMessage",
    "trace": "TraceId",
    "level": "SeverityNumber",
    "body": "Body",
}
LEVELS = {"trace": 1, "debug": 5, "info": 9, "warn": 13, "error": 17, "fatal": 21}
UNITS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9}


def holds(node: Node | None, row: Row) -> bool:
    """Whether a row is one that the search is for."""
    match node:
        case None:
            return True
        case And(parts):
            return all(holds(part, row) for part in parts)
        case Or(parts):
            return any(holds(part, row) for part in parts)
        case Not(part):
            return not holds(part, row)
        case Word(text):
            return _has_word(text, row)
        case Comparison(key, Operator.NOT_EQUAL, value):
            return not holds(Comparison(key, Operator.EQUAL, value), row)
        case Comparison(key, Operator.NOT_MATCHES, value):
            return not holds(Comparison(key, Operator.MATCHES, value), row)
        case OneOf(key, values):
            return any(holds(Comparison(key, Operator.EQUAL, value), row) for value in values)
        case _:
            return any(_suits(node, value) for value in values_of(node.key, row))


def _has_word(text: str, row: Row) -> bool:
    texts = [row.get(name, "") for name in ("SpanName", "ServiceName", "StatusMessage", "Body", "EventName")]
    texts += [*row.get("SpanAttributes", {}).values(), *row.get("LogAttributes", {}).values()]
    return any(text.lower() in each.lower() for each in texts)


def values_of(key: str, row: Row) -> list[object]:
    """The values that a key has in a row: none, one, or one of each place it is looked up in."""
    if key in FIELDS:
        return [row[FIELDS[key]]] if row[FIELDS[key]] not in {"", 0} or key in {"duration", "level"} else []
    if key == "event":
        return list(row.get("Events.Name", [])) if "SpanName" in row else [row["EventName"]]
    if key.startswith("event."):
        name = key.removeprefix("event.")
        return [each[name] for each in row["Events.Attributes"] if name in each]
    own = "SpanAttributes" if "SpanName" in row else "LogAttributes"
    places = {"span.": "SpanAttributes", "resource.": "ResourceAttributes", "log.": "LogAttributes"}
    for prefix, place in places.items():
        if key.startswith(prefix):
            return [row[place][key.removeprefix(prefix)]] if key.removeprefix(prefix) in row[place] else []
    return [row[place][key] for place in (own, "ResourceAttributes") if key in row[place]]


def _suits(term: Comparison | Range, value: object) -> bool:
    if isinstance(term, Range):
        ends = []
        if term.low is not None:
            ends.append(Comparison(term.key, Operator.GREATER_OR_EQUAL, term.low))
        if term.high is not None:
            ends.append(Comparison(term.key, Operator.LESS_OR_EQUAL, term.high))
        return all(_suits(end, value) for end in ends)
    match term.operator:
        case Operator.EXISTS:
            return value != 0
        case Operator.BEGINS:
            return value.startswith(term.value)
        case Operator.MATCHES:
            return re.search(term.value, value) is not None
        case _:
            return _compares(term, value)


def _compares(term: Comparison, value: object) -> bool:
    if term.key == "duration":
        number, unit = re.fullmatch(r"([\d.]+)(\w*)", term.value).groups()
        return _ordered(value, term.operator, round(float(number) * UNITS[unit or "ns"]))
    if term.key == "level":
        first = LEVELS[term.value]
        inner = {Operator.GREATER: first + 3, Operator.LESS_OR_EQUAL: first + 3}.get(term.operator, first)
        return first <= value <= first + 3 if term.operator is Operator.EQUAL else _ordered(value, term.operator, inner)
    if term.operator is Operator.EQUAL:
        return value.lower() == term.value.lower() if term.key in {"status", "kind"} else value == term.value
    try:
        return _ordered(float(value), term.operator, float(term.value))
    except ValueError:
        return False


def _ordered(left: float, operator: Operator, right: float) -> bool:
    return {
        Operator.EQUAL: left == right,
        Operator.GREATER: left > right,
        Operator.GREATER_OR_EQUAL: left >= right,
        Operator.LESS: left < right,
        Operator.LESS_OR_EQUAL: left <= right,
    }[operator]


TRACE_SEARCHES = [
    "",
    "service:orders",
    "service:(orders OR Übersicht) status:error",
    "service!=(orders OR billing)",
    "-status:error kind:(server OR CLIENT)",
    "name:GET* OR name=~^P",
    "duration:[1ms TO 1s]",
    "duration>1s OR duration<5",
    "duration!=[* TO 1s]",
    "route:*",
    "-route:*",
    "route:(pay OR sh*)",
    "http.route:/orders",
    'http.route:""',
    'http.route:("" OR /pay)',
    "http.route:*",
    "http.route!=/pay",
    "http.route=~id",
    "http.route=~^.*$",
    "http.route!~orders",
    "event.exception.type=~.*",
    "host.name:a",
    "resource.host.name:a -span.host.name:*",
    "host.name:(a OR b)",
    "n>1",
    "n:[-3 TO 2]",
    "n<=2.5 status:ok",
    "n=~^1",
    "event:exception",
    "event:*",
    "event:(retry OR nothing)",
    "event.exception.type:IO*",
    "event.attempt>0",
    "-event.exception.type:IOException event:exception",
    "timeout",
    "ORDERS reset",
    "über",
    "nothing:at-all",
]
LOG_SEARCHES = [
    "",
    "level:warn",
    "level>=error",
    "level>info level<fatal",
    "level:[debug TO warn]",
    "level:(info OR fatal) service:orders",
    "body:it*",
    "failed OR größer",
    "thread.name:main",
    "log.thread.name!=main",
    "event:device.started",
    "-thread.name:*",
]


def matching_rows(search: Search, rows: Sequence[Row], scope: Scope = WORLD) -> list[Row]:
    return [row for row in in_range(rows, scope) if holds(search.tree, row)]
