"""How rows are spread over partitions, and the guard that keeps their number bounded.

A partition is (PartitionGroup, RetentionDays, period). Group first: a named customer can be dropped, moved or backed up
by partition. Retention next: a part is dropped whole when its last row expires, so rows of unequal retention must not
share one. The period grows with the retention, so that years of it stay some dozens of partitions.
"""

from collections.abc import Iterable, Mapping

from query.errors import TooManyPartitions

# Rows kept up to so many days lie in partitions of a day; up to so many, of a week; beyond, of a month.
DAILY_DAYS_MAX = 14
WEEKLY_DAYS_MAX = 120
# ClickHouse's own advice is below 1,000 to 10,000 in a table: each costs memory, files and time at start-up.
PARTITIONS_MAX = 5_000
# Fifty years: beyond, time + retention passes 2106, where ClickHouse's DateTime wraps around and would expire at once.
RETENTION_DAYS_MAX = 18_250


def partition_key(time: str) -> str:
    """The PARTITION BY expression over the time column. In UTC, whatever zone the server runs in."""
    return (
        f"(PartitionGroup, RetentionDays, multiIf(RetentionDays <= {DAILY_DAYS_MAX}, toDate({time}, 'UTC'), "
        f"RetentionDays <= {WEEKLY_DAYS_MAX}, toMonday({time}, 'UTC'), toStartOfMonth({time}, 'UTC')))"
    )


def expiry(time: str) -> str:
    """The TTL expression over the time column."""
    return f"toDateTime({time}, 'UTC') + toIntervalDay(least(RetentionDays, {RETENTION_DAYS_MAX}))"


def periods(retention_days: int) -> int:
    """Partitions that one group holds at most at one time: full periods, and the one begun at each end."""
    if retention_days <= DAILY_DAYS_MAX:
        return retention_days + 2
    if retention_days <= WEEKLY_DAYS_MAX:
        return -(-retention_days // 7) + 2
    # 28 days: the shortest month, so that the bound holds wherever the range begins.
    return -(-retention_days // 28) + 2


def partitions(retentions_by_group: Mapping[str, Iterable[int]]) -> int:
    """Partitions of one table at most, for the retentions (days) that each partition group holds."""
    return sum(periods(days) for retentions in retentions_by_group.values() for days in set(retentions))


def check_partitions(retentions_by_group: Mapping[str, Iterable[int]]) -> None:
    """Raises TooManyPartitions when a table would pass PARTITIONS_MAX. Call it with the configured tenants at start."""
    count = partitions(retentions_by_group)
    if count > PARTITIONS_MAX:
        raise TooManyPartitions(
            f"{len(retentions_by_group)} partition groups would make up to {count} partitions in a table, "
            f"{PARTITIONS_MAX} are the most: let small customers share a group, or give them equal retentions"
        )
