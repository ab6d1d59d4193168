"""The one place of this room that knows the native module: rings, and what becomes of their records."""

from native import (
    REDACTION_DEFAULTS,
    Drained,
    MalformedRing,
    Redactor,
    Ring,
    RingBusy,
    SendLimits,
    partial_success,
)

__all__ = [
    "REDACTION_DEFAULTS",
    "Drained",
    "MalformedRing",
    "Redactor",
    "Ring",
    "RingBusy",
    "SendLimits",
    "partial_success",
]
