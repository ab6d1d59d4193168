"""The questions whose cost is told, as a person's work brings them: each drawn anew from values the data has."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from benchmarks.dataset import LARGE_TRACES, TENANT, Dataset, large_trace_id
from query import ask
from query.ask.difference import Box
from query.ask.red import Group
from query.language import EVERYTHING, parse
from query.scope import Scope
from query.store import Store
from query.vocabulary import TRACES

HOUR, DAY = 3_600 * 10**9, 86_400 * 10**9
SAMPLES = 400
FACET_KEYS = ("service", "status", "http.response.status_code", "shop.customer.id", "k8s.pod.name")
# What is different: the slowest eleventh of as many spans, some 100,000 against a million.
COMPARED_SPANS, SELECTED_SHARE = 1_080_000, 1 / 11


@dataclass(frozen=True, slots=True)
class Floor:
    """Milliseconds at most, of the half and of 95 in 100; None: no promise."""

    p95_ms: float
    p50_ms: float | None = None

    def __str__(self) -> str:
        return f"{self.p95_ms:.0f}" if self.p50_ms is None else f"{self.p50_ms:.0f}/{self.p95_ms:.0f}"

    def holds(self, p50_ms: float, p95_ms: float, slack: float) -> bool:
        return p95_ms <= self.p95_ms * slack and (self.p50_ms is None or p50_ms <= self.p50_ms * slack)


@dataclass(frozen=True, slots=True)
class Samples:
    """Values that the data has, to ask for."""

    dataset: Dataset
    traces: list[str]
    operations: list[tuple[str, str]]
    values: dict[str, list[str]]
    slow_ns: int

    def scope(self, random: Random, length_ns: int, *, newest: bool = True) -> Scope:
        """The newest so long, or as long anywhere."""
        end = self.dataset.end_unix_s * 10**9
        if not newest:
            end -= random.randrange(self.dataset.end_unix_s * 10**9 - self.dataset.start_unix_s * 10**9 - length_ns)
        return Scope(TENANT, end - length_ns, end)


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking: of the store, and of the API at `path` with parameters. `rows` of an answer tell that it was one."""

    call: Callable[[Store], int]
    path: str
    parameters: dict[str, object]

    def url(self, scope: Scope | None) -> str:
        times = {} if scope is None else {"start_unix_ns": scope.start_unix_ns, "end_unix_ns": scope.end_unix_ns}
        return f"{self.path}?{urlencode({**self.parameters, **times}, doseq=True)}"


@dataclass(frozen=True, slots=True)
class Question:
    """`draw` makes one asking from the data's values."""

    name: str
    floor: Floor | None
    draw: Callable[[Samples, Random], tuple[Asked, Scope]]
    asked: int = 40


def _trace(samples: Samples, random: Random) -> tuple[Asked, Scope]:
    identifier, scope = random.choice(samples.traces), samples.scope(random, HOUR)
    return Asked(lambda store: ask.trace(store, scope, identifier).height, f"/api/v1/traces/{identifier}", {}), scope


def _skeleton(samples: Samples, random: Random) -> tuple[Asked, Scope]:
    identifier, scope = random.choice(samples.traces), samples.scope(random, HOUR)
    return _tree(identifier, scope), scope


def _tree(identifier: str, scope: Scope) -> Asked:
    def call(store: Store) -> int:
        found = ask.trace_skeleton(store, scope, identifier)
        return 0 if found is None else found.rows.height

    return Asked(call, f"/api/v1/traces/{identifier}", {})


def _large(spans: int) -> Callable[[Samples, Random], tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        scope = samples.scope(random, HOUR)
        return _tree(large_trace_id(spans), scope), scope

    return draw


def _traces(
    length_ns: int, text: Callable[[Samples, Random], str], *, newest: bool = True
) -> Callable[[Samples, Random], tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        query, scope = text(samples, random), samples.scope(random, length_ns, newest=newest)
        search = parse(query)
        call = lambda store: ask.find_traces(store, scope, search, 20).frame.height  # noqa: E731
        return Asked(call, "/api/v1/traces", {"query": query, "limit": 20}), scope

    return draw


def _operation(samples: Samples, random: Random) -> str:
    service, name = random.choice(samples.operations)
    return f'service:{service} operation:"{name}"'


def _slow_operation(samples: Samples, random: Random) -> str:
    return f"{_operation(samples, random)} duration>50ms"


def _value(key: str) -> Callable[[Samples, Random], str]:
    return lambda samples, random: f'{key}:"{random.choice(samples.values[key])}"'


def _absent(samples: Samples, random: Random) -> str:
    del samples
    return f'shop.order.id:"none-{random.getrandbits(40)}"'


def _any_value(samples: Samples, random: Random) -> str:
    """What an operator asks for: mostly one of many, sometimes what is common, sometimes what is not there."""
    keys = [*samples.values, "shop.order.id", "camel.exchange.id"]
    key = random.choice([*keys, ""])
    return _value(key)(samples, random) if key in samples.values else _absent(samples, random)


def _everything(samples: Samples, random: Random) -> str:
    del samples, random
    return ""


def _of_service(samples: Samples, random: Random) -> str:
    return f"service:{random.choice(samples.operations)[0]}"


def _heat_map(length_ns: int, text: Callable[[Samples, Random], str]) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        query, scope = text(samples, random), samples.scope(random, length_ns, newest=False)
        search = parse(query)
        call = lambda store: ask.heat_map(store, scope, search, 120, 40).cells.height  # noqa: E731
        return Asked(call, "/api/v1/heat-map", {"query": query}), scope

    return draw


def _histogram(length_ns: int) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        query, scope = _of_service(samples, random), samples.scope(random, length_ns, newest=False)
        search = parse(query)
        call = lambda store: ask.histogram(store, scope, search, TRACES, 60).counts.height  # noqa: E731
        return Asked(call, "/api/v1/histogram", {"query": query}), scope

    return draw


def _facets(length_ns: int) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        query, scope = _of_service(samples, random), samples.scope(random, length_ns, newest=False)
        search = parse(query)
        call = lambda store: ask.facets(store, scope, search, TRACES, FACET_KEYS, 10).height  # noqa: E731
        return Asked(call, "/api/v1/facets", {"query": query, "key": FACET_KEYS}), scope

    return draw


def _suggested_keys(length_ns: int) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        prefix, scope = random.choice(("", "h", "http.", "sho", "camel.")), samples.scope(random, length_ns)
        call = lambda store: ask.suggest_keys(store, scope, TRACES, prefix, 50).height  # noqa: E731
        return Asked(call, "/api/v1/suggest/keys", {"prefix": prefix}), scope

    return draw


def _suggested_values(length_ns: int) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        key = random.choice(("service", "operation", "http.route", "shop.customer.id", "k8s.pod.name", "thread.name"))
        prefix, scope = random.choice(("", "a", "o")), samples.scope(random, length_ns)
        call = lambda store: ask.suggest_values(store, scope, TRACES, key, prefix, 50).height  # noqa: E731
        return Asked(call, "/api/v1/suggest/values", {"key": key, "prefix": prefix}), scope

    return draw


def _services(samples: Samples, random: Random) -> tuple[Asked, Scope]:
    scope = samples.scope(random, DAY, newest=False)
    return Asked(lambda store: ask.services(store, scope).height, "/api/v1/services", {}), scope


def _red(group: Group) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        scope = samples.scope(random, DAY, newest=False)
        call = lambda store: ask.red(store, scope, group).rows.height  # noqa: E731
        return Asked(call, "/api/v1/red", {"group": group.name.lower()}), scope

    return draw


def _difference(samples: Samples, random: Random) -> tuple[Asked, Scope]:
    length_ns = samples.dataset.days * DAY * COMPARED_SPANS // samples.dataset.spans
    scope, box = samples.scope(random, length_ns, newest=False), Box(duration_ns_min=samples.slow_ns)
    call = lambda store: len(ask.difference(store, scope, EVERYTHING, EVERYTHING, box, 50, 20).attributes)  # noqa: E731
    return Asked(call, "/api/v1/difference", {"duration_min_ns": samples.slow_ns}), scope


def _service_map(length_ns: int) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        scope = samples.scope(random, length_ns, newest=False)
        return Asked(lambda store: ask.service_map(store, scope).nodes.height, "/api/v1/service-map", {}), scope

    return draw


def _logs(length_ns: int, text: Callable[[Samples, Random], str]) -> Callable[..., tuple[Asked, Scope]]:
    def draw(samples: Samples, random: Random) -> tuple[Asked, Scope]:
        query, scope = text(samples, random), samples.scope(random, length_ns, newest=False)
        search = parse(query)
        call = lambda store: ask.log_search(store, scope, search, 100).frame.height  # noqa: E731
        return Asked(call, "/api/v1/logs", {"query": query, "limit": 100}), scope

    return draw


def _words(samples: Samples, random: Random) -> str:
    del samples
    return f"{random.choice(('offset', 'duplicate', 'HikariPool', 'warehouse'))} level>=info"


def _word_of_one(samples: Samples, random: Random) -> str:
    del samples
    return str(random.randint(10**6, 10**7))


def questions(samples: Samples) -> list[Question]:
    """In the order of the table."""
    days = samples.dataset.days * DAY
    attributes = [
        Question("attribute, last hour, mixed", Floor(200), _traces(HOUR, _any_value)),
        Question("attribute, 24 h, mixed", Floor(800), _traces(DAY, _any_value)),
        Question("attribute, 24 h, one of many (order)", Floor(800), _traces(DAY, _value("shop.order.id"))),
        Question("attribute, 24 h, not there", Floor(800), _traces(DAY, _absent)),
        Question("attribute, all days, one of many (order)", None, _traces(days, _value("shop.order.id")), 10),
        Question("attribute, all days, some (customer)", None, _traces(days, _value("shop.customer.id")), 10),
        Question("attribute, all days, not there", None, _traces(days, _absent), 10),
        Question("exchange id, all days", None, _traces(days, _value("camel.exchange.id")), 10),
    ]
    large = [Question(f"trace tree, {spans:,} spans", None, _large(spans), 5) for spans in LARGE_TRACES]
    return [
        Question("trace by id, whole", Floor(100, 30), _trace, 100),
        Question("trace by id, tree", Floor(100, 30), _skeleton, 100),
        *large,
        Question("search, service and operation, 6 h", Floor(120), _traces(6 * HOUR, _operation, newest=False)),
        Question("search, the same and slow, 6 h", Floor(120), _traces(6 * HOUR, _slow_operation, newest=False)),
        Question("search, service and operation, 24 h", Floor(120), _traces(DAY, _operation, newest=False)),
        Question("search, everything, 24 h", Floor(120), _traces(DAY, _everything, newest=False)),
        *attributes,
        Question("heat map, 6 h", Floor(400), _heat_map(6 * HOUR, _everything)),
        Question("heat map, 6 h, of a service", Floor(400), _heat_map(6 * HOUR, _of_service)),
        Question("heat map, 24 h", None, _heat_map(DAY, _everything)),
        Question("autocomplete, keys, 24 h", Floor(80), _suggested_keys(DAY)),
        Question("autocomplete, values, 24 h", Floor(80), _suggested_values(DAY)),
        Question("autocomplete, values, all days", None, _suggested_values(days)),
        Question("what is different, 100 k and 1 M spans", Floor(2_000), _difference, 10),
        Question("RED of 24 h, services", Floor(50), _red(Group.SERVICE)),
        Question("RED of 24 h, operations", None, _red(Group.OPERATION)),
        Question("services, 24 h, from the rollup", Floor(50), _services),
        Question("histogram of a service, 24 h", None, _histogram(DAY)),
        Question("facets of a service, 24 h", None, _facets(DAY)),
        Question("logs, a common word, 24 h", None, _logs(DAY, _words)),
        Question("logs, a rare word, 24 h", None, _logs(DAY, _word_of_one)),
        Question("logs, a rare word, all days", None, _logs(days - 1, _word_of_one), 10),
        Question("service map, 1 h", None, _service_map(HOUR)),
        Question("service map, 24 h", None, _service_map(DAY), 10),
    ]


def sampled(store: Store, dataset: Dataset) -> Samples:
    """Values drawn from all over the data, the same each time."""
    start, end = dataset.start_unix_s, dataset.end_unix_s
    within = f"toUnixTimestamp({{}}) >= {start} AND toUnixTimestamp({{}}) < {end}"
    traces = store.frame(
        f"SELECT TraceId FROM otel_traces_trace_id_ts WHERE {within.format('Start', 'Start')} "
        f"ORDER BY cityHash64(TraceId) LIMIT {SAMPLES}"
    )
    operations = store.frame(
        "SELECT ServiceName, SpanName FROM otel_red_1m WHERE SpanName != '(other)' "
        f"AND {within.format('Minute', 'Minute')} GROUP BY ServiceName, SpanName ORDER BY sum(Rows) DESC LIMIT 300"
    )
    keys = ("shop.order.id", "shop.customer.id", "camel.exchange.id", "http.response.status_code")
    last_day = f"Timestamp >= toDateTime({end - 86_400}) AND Timestamp < toDateTime({end})"
    values = {
        key: store.frame(
            "SELECT DISTINCT SpanAttributes[{key:String}] AS Value FROM otel_traces WHERE "
            f"{last_day} AND Value != '' ORDER BY cityHash64(Value) LIMIT {SAMPLES}",
            {"key": key},
        )["Value"].to_list()
        for key in keys
    }
    slow = store.frame(
        f"SELECT toUInt64(quantileTDigest({1 - SELECTED_SHARE:.4f})(Duration)) FROM otel_traces WHERE {last_day}"
    )
    return Samples(dataset, traces["TraceId"].to_list(), operations.rows(), values, slow.item())
