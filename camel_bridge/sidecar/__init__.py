"""Sidecar: what the agents of a pod wrote into rings, sent on as OTLP.

    rings (shared folder) ──► codec (Rust: redacted, OTLP) ──► delivery ──► endpoint ──► a collector
                          ◄── settled: room given back ◄──────────┘

Invariants:
- A ring is settled after every request of its batch was answered for good. Until then its bytes stay where they are:
  the ring is the buffer, and there is no other.
- A batch that was not settled is sent again with the same bytes, by whoever comes next: a collector that remembers
  requests stores it once.
- Records offered to a ring = records stored + gaps told. What cannot be sent, ever, is told as a gap before its batch
  is settled.

In reading order: `settings`, `codec` (the door to the native module), `rules` (what may leave), `endpoint` (one
request), `delivery` (one batch), `rings` (which there are), `meters`, `sidecar` (the whole). docs/sidecar.md is for
who runs it.
"""

from camel_bridge.sidecar.delivery import Stop
from camel_bridge.sidecar.settings import SidecarSettings
from camel_bridge.sidecar.sidecar import Sidecar

__all__ = ["Sidecar", "SidecarSettings", "Stop"]
