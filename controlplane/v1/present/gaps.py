"""What did not get in."""

import polars as pl

from controlplane.records import rows
from controlplane.v1.models import Gap


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
