"""The modelled system: services, instances, Camel routes and the nodes in them, drawn once from a seed.

Calls go only to services later in the list, so that every trace ends.
"""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from benchmarks.payloads.request import attributes

# The most called first.
SERVICES = (
    "api-gateway", "orders", "catalog", "payments", "customers", "pricing", "inventory", "shipping", "fraud-check",
    "notifications", "invoicing", "search", "loyalty", "returns", "partner-edi", "tax", "documents", "ledger",
    "marketing", "support-desk", "reports", "scheduler", "archive", "audit",
)  # fmt: skip
VERBS = (
    "create",
    "validate",
    "enrich",
    "update",
    "sync",
    "publish",
    "reconcile",
    "export",
    "cancel",
    "lookup",
    "confirm",
    "import",
)
STEPS = (
    "process",     "bean",     "setBody",     "setHeader",     "choice",     "filter",     "marshal",
    "unmarshal",     "transform",     "log",     "validate",     "aggregate",
)  # fmt: skip
CALLS = ("http", "kafka", "jms", "sql", "partner")
TABLES = ("orders", "order_items", "payments", "customers", "stock", "shipments", "invoices", "outbox")
SCOPE = InstrumentationScope(name="org.apache.camel", version="4.18.1")


@dataclass(frozen=True, slots=True)
class Node:
    """A processor in a route. `call` is '' or one of CALLS; `target` the route it reaches, for http, kafka and jms."""

    id: str
    kind: str
    uri: str
    call: str = ""
    target: "Route | None" = None


@dataclass(frozen=True, slots=True)
class Route:
    """`entry` is http, kafka, jms or timer."""

    service: "Service"
    id: str
    entry: str
    uri: str
    path: str
    nodes: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Instance:
    """One pod of a service.

    `exchange_prefix` begins the ids of its exchanges, as Camel's default generator writes them.
    """

    service: "Service"
    resource: Resource
    exchange_prefix: str
    host: str


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    context: str
    routes: list[Route] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)


def build_estate(random: Random) -> list[Service]:
    """The services, the most called first."""
    services = [Service(name, f"{name}-camel") for name in SERVICES]
    for service in services:
        version = f"{random.randint(1, 6)}.{random.randint(0, 30)}.{random.randint(0, 9)}"
        service.instances.extend(_instance(service, version, random) for _ in range(random.randint(2, 6)))
        for verb in random.sample(VERBS, random.randint(2, 6)):
            entry = random.choices(("http", "kafka", "jms", "timer"), (55, 25, 12, 8))[0]
            service.routes.append(_route(service, verb, entry))
    for number, service in enumerate(services):
        later = [route for other in services[number + 1 :] for route in other.routes]
        for route in service.routes:
            route.nodes.extend(_node(position, later, random) for position in range(1, random.randint(3, 9) + 1))
    return services


def _instance(service: Service, version: str, random: Random) -> Instance:
    pod = f"{service.name}-{random.getrandbits(36):09x}-{random.getrandbits(20):05x}"
    node = f"ip-10-0-{random.randint(0, 15)}-{random.randint(1, 254)}.eu-west-1.compute.internal"
    values: dict[str, str | int | float] = {
        "service.name": service.name,
        "service.namespace": "shop",
        "service.version": version,
        "service.instance.id": str(UUID(int=random.getrandbits(128))),
        "deployment.environment.name": "production",
        "host.name": node,
        "k8s.namespace.name": "shop-production",
        "k8s.pod.name": pod,
        "telemetry.sdk.language": "java",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.version": "1.55.0",
    }
    return Instance(service, Resource(attributes=attributes(values)), f"{random.getrandbits(60):015X}", pod)


def _route(service: Service, verb: str, entry: str) -> Route:
    name = f"{service.name}-{verb}"
    path = f"/api/v2/{service.name}/{{id}}/{verb}"
    uri = {
        "http": f"platform-http://{path}?httpMethodRestrict=POST",
        "kafka": f"kafka://{name}?brokers=kafka.shop.svc:9092&groupId={service.name}&autoOffsetReset=earliest",
        "jms": f"jms://queue:{name}?concurrentConsumers=8",
        "timer": f"timer://{verb}?period=60000",
    }[entry]
    return Route(service, name, entry, uri, path)


def _node(position: int, later: list[Route], random: Random) -> Node:
    if random.random() > 1 / 3:
        kind = random.choice(STEPS)
        return Node(f"{kind}{position}", kind, "")
    call = random.choices(CALLS, (34, 16, 10, 30, 10))[0]
    reachable = [route for route in later if route.entry == call]
    if call == "sql":
        return Node(f"to{position}", "to", f"sql://select-{random.choice(TABLES)}?dataSource=#shop", "sql")
    if call == "partner" or not reachable:
        host = f"api.partner-{random.randint(1, 9)}.example.com"
        return Node(f"toD{position}", "toD", f"https://{host}/v1/quotes?bridgeEndpoint=true", "partner")
    target = random.choice(reachable)
    uri = f"http://{target.service.name}.shop.svc:8080{target.path}" if call == "http" else target.uri
    return Node(f"to{position}", "to", uri, call, target)
