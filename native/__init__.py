"""The hot bytes: OTLP requests to columns, columns to ClickHouse Native and Arrow. Rust (`src/`), this is its face.

In reading order: `Limits` (what one record may cost), `Batch` (push requests, finish into blocks), `Receipt` (what
became of a request), `Block` (one insert for one table), `columns` and `tables` (what the blocks carry),
`transcode_json` (OTLP/JSON to protobuf), `checksums` and `crc32c`; of what was stored, `trace_tree` and `align_trees`,
which give `Columns`; what a JVM hands over, `Ring`, which gives a `RingBatch` or, as OTLP and as far as a `Redactor`
lets it, `Drained`. Contracts and units are in the stub `camelops_native.pyi`.
"""

from native.camelops_native import REDACTION_DEFAULTS as REDACTION_DEFAULTS
from native.camelops_native import Batch as Batch
from native.camelops_native import BatchFull as BatchFull
from native.camelops_native import Block as Block
from native.camelops_native import Columns as Columns
from native.camelops_native import Drained as Drained
from native.camelops_native import ExportTooLarge as ExportTooLarge
from native.camelops_native import Limits as Limits
from native.camelops_native import MalformedExport as MalformedExport
from native.camelops_native import MalformedRing as MalformedRing
from native.camelops_native import Receipt as Receipt
from native.camelops_native import Redacted as Redacted
from native.camelops_native import Redactor as Redactor
from native.camelops_native import Ring as Ring
from native.camelops_native import RingBatch as RingBatch
from native.camelops_native import RingBusy as RingBusy
from native.camelops_native import SendLimits as SendLimits
from native.camelops_native import TraceTree as TraceTree
from native.camelops_native import __version__ as __version__
from native.camelops_native import align_trees as align_trees
from native.camelops_native import checksums as checksums
from native.camelops_native import columns as columns
from native.camelops_native import crc32c as crc32c
from native.camelops_native import partial_success as partial_success
from native.camelops_native import tables as tables
from native.camelops_native import trace_tree as trace_tree
from native.camelops_native import transcode_json as transcode_json
