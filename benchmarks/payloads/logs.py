"""Log records of the estate's routes: templates filled with its values."""

from collections.abc import Iterator
from random import Random

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

from benchmarks.payloads import vocabulary
from benchmarks.payloads.estate import SCOPE, Instance, Route, Service
from benchmarks.payloads.request import Payload, attributes
from benchmarks.payloads.zipf import Zipf

WITH_TRACE = 0.8
SEVERITIES = (("INFO", 9, 84), ("WARN", 13, 8), ("DEBUG", 5, 6), ("ERROR", 17, 2))
TEMPLATES = Zipf(
    [
        "Exchange[{exchange}] completed on route {route} in {ms} ms",
        "Received order {order} from customer {customer} with {small} line items, total {total} EUR",
        "Sent message to {route}: partition={small} offset={big}",
        "Order {order}: product {product} reserved, {small} left in warehouse {small2}",
        "Body of {bytes} bytes unmarshalled as com.example.shop.Order in {ms} ms",
        "Calling https://api.partner-{small2}.example.com/v1/quotes?order={order}",
        "Payment {big} for order {order} authorised by provider after {ms} ms",
        "Cache miss for customer {customer}, loading from database",
        "Committed offset {big} for group {service}",
        "Retrying delivery of Exchange[{exchange}], attempt {small2} of 5, next in {ms} ms",
        "Invoice {big} rendered to PDF: {bytes} bytes",
        "Route {route} polled {small} messages in {ms} ms",
        "Customer {customer} earned {small} points for order {order}",
        "Price of {product} is {total} EUR (rule {small2})",
        "Health check of {service} took {ms} ms",
        "Skipping duplicate message {exchange}",
        "Connection pool of {service}: active={small2}, idle={small}, waiting=0",
        "Scheduled export of {small} documents finished in {ms} ms",
    ],
    0.9,
)


def log_requests(
    estate: list[Service], random: Random, items: int, start_unix_ns: int, length_ns: int
) -> Iterator[Payload]:
    """Requests of exactly `items` log records of one instance, in the order of their times."""
    services = Zipf(estate, 1.1)
    while True:
        service = services.draw(random)
        instance = random.choice(service.instances)
        times = sorted(start_unix_ns + random.randrange(length_ns) for _ in range(items))
        records = [_record(instance, random.choice(service.routes), time, random) for time in times]
        of_scope = ScopeLogs(scope=SCOPE, log_records=records)
        request = ExportLogsServiceRequest(
            resource_logs=[ResourceLogs(resource=instance.resource, scope_logs=[of_scope])]
        )
        yield Payload(request.SerializeToString(), items)


def _record(instance: Instance, route: Route, time_unix_ns: int, random: Random) -> LogRecord:
    text, number, _ = random.choices(SEVERITIES, [weight for _, _, weight in SEVERITIES])[0]
    exchange = f"{instance.exchange_prefix}-{random.getrandbits(40):016X}"
    values: dict[str, str | int | float] = {
        "camel.context.id": route.service.context,
        "camel.route.id": route.id,
        "camel.exchange.id": exchange,
        "code.function.name": f"com.example.{route.service.name.replace('-', '')}.Routes.{route.id.replace('-', '')}",
        "thread.name": vocabulary.THREADS.draw(random),
    }
    body = TEMPLATES.draw(random).format(
        exchange=exchange,
        route=route.id,
        service=route.service.name,
        ms=int(random.lognormvariate(3, 1.2)),
        order=random.randint(1, 9_999_999),
        customer=vocabulary.CUSTOMERS.draw(random),
        product=vocabulary.PRODUCTS.draw(random),
        small=random.randint(0, 99),
        small2=random.randint(1, 9),
        big=random.randint(1, 2**40),
        bytes=int(random.lognormvariate(8, 1.3)),
        total=f"{random.lognormvariate(4, 1):.2f}",
    )
    if text == "ERROR":
        kind, message, stack = vocabulary.exception(random, exchange)
        body = f"Failed delivery for Exchange[{exchange}]: {message}"
        values |= {"exception.type": kind, "exception.message": message, "exception.stacktrace": stack}
    record = LogRecord(
        time_unix_nano=time_unix_ns,
        observed_time_unix_nano=time_unix_ns + random.randint(10_000, 5_000_000),
        severity_number=number,  # type: ignore[arg-type]  # the numbers of SEVERITIES are members of the enum
        severity_text=text,
        body=AnyValue(string_value=body),
        attributes=attributes(values),
    )
    if random.random() < WITH_TRACE:
        record.trace_id, record.span_id, record.flags = random.randbytes(16), random.randbytes(8), 1
    return record
