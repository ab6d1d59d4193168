"""The words of the collector: what a request is once it was let in, and what it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from collector.codec import Receipt, checksums


class Signal(StrEnum):
    """The three kinds of telemetry. The value is what native code, tables and file headers call it."""

    TRACES = "traces"
    LOGS = "logs"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True)
class Tenant:
    """Who sent it, as the credential says: never taken from the payload.

    `partition_group` is the tenant's share of the tables' partitions, `retention_days` how long each signal is kept.
    The two limits are the tenant's own; None means that only the limits of the process hold.
    """

    organization: str
    partition_group: str
    retention_days: Mapping[Signal, int] = field(hash=False)
    requests_concurrent_max: int | None = None
    bytes_per_second_max: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "retention_days", MappingProxyType(dict(self.retention_days)))


@dataclass(frozen=True)
class Export:
    """One export request: `body` is the protobuf message, decompressed; `received_unix_ns` when its last byte came."""

    signal: Signal
    tenant: Tenant
    body: bytes
    received_unix_ns: int

    @property
    def identity(self) -> bytes:
        """16 bytes, the same for the same body of the same signal from the same organization."""
        return self._checksums[0]

    @property
    def body_crc(self) -> int:
        """CRC-32C of the body."""
        return self._checksums[1]

    @cached_property
    def _checksums(self) -> tuple[bytes, int]:
        return checksums(f"{self.signal}/{self.tenant.organization}", self.body)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The answer to an export. Counts are spans, log records or data points; `message` is '' when all were accepted."""

    accepted: int
    rejected: int
    message: str
    untimed: bool = False
    """A log record carried no time at all: the same bytes may then be a new message, not a repeated one."""

    @classmethod
    def of(cls, receipt: Receipt) -> "Acknowledgement":
        """What the decoder's receipt means to the sender."""
        message = ""
        if receipt.rejected:
            reasons = ", ".join(f"{reason} ({count})" for reason, count in receipt.reasons)
            message = f"{receipt.rejected} rejected: {reasons}"
        return cls(receipt.accepted, receipt.rejected, message, receipt.untimed)
