"""What did not get in."""

import polars as pl

from controlplane.records import rows
from controlplane.v1.models import Gap, GapSum


def gaps(frame: pl.DataFrame) -> list[Gap]:
    """What `query.ask.gaps` answers."""
    return [
        Gap(
            time_unix_ns=row["Time"],
            signal=row["Signal"],
            source=row["Source"],
            reason=row["Reason"],
            count=row["Count"],
            detail=row["Detail"],
        )
        for row in rows(frame)
    ]


def gap_sums(frame: pl.DataFrame) -> list[GapSum]:
    """What `query.ask.gap_sums` answers."""
    return [
        GapSum(signal=row["Signal"], source=row["Source"], reason=row["Reason"], count=row["Sum"])
        for row in rows(frame)
    ]
