"""Whose data, and of when: without it nothing can be asked."""

from dataclasses import dataclass

from query.limits import Limits

# ClickHouse's DateTime64(9) counts nanoseconds in 64 bits.
UNIX_NS_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Scope:
    """One tenant, a time range [start, end) in ns since 1970, and bounds (None: the store's own).

    `partition_group` narrows the partitions to look at where the caller knows it. Raises ValueError.
    """

    tenant: str
    start_unix_ns: int
    end_unix_ns: int
    partition_group: str | None = None
    limits: Limits | None = None

    def __post_init__(self) -> None:
        if not self.tenant:
            raise ValueError("a question needs a tenant")
        if not 0 <= self.start_unix_ns < self.end_unix_ns <= UNIX_NS_MAX:
            raise ValueError(f"the time range {self.start_unix_ns} to {self.end_unix_ns} ns is empty or out of range")
