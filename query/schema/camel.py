"""What Camel's agent tells as log records and is none of an application's logs: messages, originals, models of routes.

Their columns are those of `otel_logs`; docs/camel-telemetry.md names the attributes. They are tables of their own
because they are kept for another time and read by other people.
"""

from dataclasses import replace

from query.schema.logs import LOGS
from query.schema.model import Index

_EXCHANGES = ("TenantId", "toStartOfFiveMinutes(Timestamp)", "CamelRoute", "CamelExchange", "Timestamp")
_BY_EXCHANGE = Index("idx_exchange", "CamelExchange", "bloom_filter(0.01)", 1)

CAMEL_MESSAGES = replace(
    LOGS,
    name="camel_messages",
    doc="Messages of exchanges, redacted: a row for each body and headers that a step, or an exchange, saw anew.",
    sort_key=_EXCHANGES,
    # All of an exchange lies together, beside its trace.
    shard_key="cityHash64(TenantId, TraceId)",
    indexes=(*LOGS.indexes, _BY_EXCHANGE),
)
CAMEL_ORIGINALS = replace(
    CAMEL_MESSAGES,
    name="camel_originals",
    doc="Messages as failed exchanges began, sealed: opaque without the key of who may replay them.",
)
CAMEL_ROUTE_MODELS = replace(
    LOGS,
    name="camel_route_models",
    doc="Routes as their applications built them: a row whenever one was built or changed.",
    # Few rows, and the newest before a moment is asked for: no slices of time.
    sort_key=("TenantId", "ServiceName", "CamelContext", "CamelRoute", "Timestamp"),
    indexes=(),
)
CAMEL = (CAMEL_MESSAGES, CAMEL_ORIGINALS, CAMEL_ROUTE_MODELS)
