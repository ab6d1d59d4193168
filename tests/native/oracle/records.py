"""What the rows of every signal share: the head, the resource, the scope, the clock and the count of refusals."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from tests.native.oracle.values import Attributes, Limits, RejectedError, attributes, check_text

DAY_NS = 86_400 * 1_000_000_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Push:
    """One request and what the collector knows about it."""

    body: bytes
    tenant: str = "acme"
    retention_days: int = 30
    received_unix_ns: int = 0


@dataclass
class Receipt:
    accepted: int = 0
    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    clamped: int = 0
    untimed: bool = False


@dataclass
class Run:
    """One request on its way into the rows of a segment."""

    push: Push
    partition_group: str
    limits: Limits
    tables: dict[str, list[Row]]
    receipt: Receipt = field(default_factory=Receipt)

    def head(self) -> Row:
        return {
            "TenantId": self.push.tenant,
            "PartitionGroup": self.partition_group,
            "RetentionDays": self.push.retention_days,
        }

    def add(self, table: str, row: Row) -> None:
        self.tables.setdefault(table, []).append(row)

    def accept(self, *, clamped: bool) -> None:
        self.receipt.accepted += 1
        self.receipt.clamped += clamped

    def reject(self, reason: str, count: int = 1) -> None:
        if count == 0:  # a refused scope may have no records
            return
        self.receipt.rejected += count
        self.receipt.reasons[reason] += count

    def clock(self, time_unix_ns: int) -> tuple[int, int]:
        """The time that a record is stored under, and the sender's own if that is another one."""
        received = self.push.received_unix_ns
        oldest = received - self.push.retention_days * DAY_NS
        if oldest <= time_unix_ns <= received + self.limits.future_ns_max:
            return time_unix_ns, 0
        return received, time_unix_ns


@dataclass(frozen=True)
class Source:
    """Resource and scope of a record, decoded once for all of theirs."""

    resource: Attributes
    resource_schema_url: str
    scope: Attributes
    scope_name: str
    scope_version: str
    scope_dropped: int
    scope_schema_url: str

    @property
    def service(self) -> str:
        return self.resource.get("service.name") or "unknown_service"

    @staticmethod
    def of(
        resource: Resource, resource_url: str, scope: InstrumentationScope, scope_url: str, limits: Limits
    ) -> "Source":
        """Raises RejectedError: then all records of this scope are refused."""
        of_resource = attributes(resource.attributes, limits)
        check_text(resource_url, limits)
        of_scope = attributes(scope.attributes, limits)
        for text in (scope.name, scope.version, scope_url):
            check_text(text, limits)
        return Source(
            of_resource, resource_url, of_scope, scope.name, scope.version, scope.dropped_attributes_count, scope_url
        )

    def columns(self) -> Row:
        return {
            "ServiceName": self.service,
            "ResourceAttributes": self.resource.pairs,
            "ResourceAttributesTypes": self.resource.types,
            "ResourceSchemaUrl": self.resource_schema_url,
            "ScopeName": self.scope_name,
            "ScopeVersion": self.scope_version,
            "ScopeAttributes": self.scope.pairs,
            "ScopeSchemaUrl": self.scope_schema_url,
        }


def camel_columns(own: Attributes) -> Row:
    """The Camel columns of a span or a log record."""
    return {
        "CamelContext": own.get("camel.context.id"),
        "CamelRoute": own.get("camel.route.id"),
        "CamelNode": own.get("camel.node.id", "camel.processor.id"),
        "CamelExchange": own.get("camel.exchange.id"),
    }


def clamped_time(time_unix_ns: int) -> int:
    """A time that no partition depends on: kept as it is, up to the last that DateTime64(9) can hold."""
    return min(time_unix_ns, 2**63 - 1)


def id_text(value: bytes, size: int, reason: str, *, needed: bool = False) -> str:
    """An id in hexadecimal; no id, which is empty or all zeros, is the empty text."""
    if len(value) not in (0, size) or (needed and not any(value)):
        raise RejectedError(reason)
    return value.hex() if any(value) else ""
