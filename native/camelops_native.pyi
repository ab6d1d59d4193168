"""Types and contracts of the extension module. All calls that touch bodies or blocks run without the GIL."""

import builtins
from os import PathLike
from typing import Protocol, Self, final

from typing_extensions import Buffer

__version__: str

class MalformedExport(ValueError):
    """The same bytes will always be refused: no protobuf (or OTLP/JSON) request of this signal. The message names
    the byte offset (or JSON path, line and column) and what is wrong there, never content, so that it may be
    logged."""

class ExportTooLarge(ValueError):
    """The request has more than 1,000,000 records or 256 MiB: it will always be refused."""

class BatchFull(RuntimeError):
    """The columns would pass 1 GiB. Nothing was added: finish the batch and push to a new one. When the batch was
    empty the request alone is too large in rows: it will always be refused."""

@final
class Limits:
    """Bounds per record, with defaults. A record over one of them is refused alone, with a reason.

    value_depth_max: arrays and key-value lists inside each other in one value; at most 128 (ValueError).
    attributes_max: attributes of one list, duplicates counted as sent.
    value_bytes_max: bytes of any one string; of an array, list or bytes value both as encoded and as text.
    future_ns_max: how far ahead of `received_unix_ns` a record's time may lie, in ns, before it is replaced.
    events_max, links_max: of one span.
    rollup_series_max: distinct (service, span name, kind, route, node) of one tenant and batch with a RED
    series of their own.
    suggestion_values_max: distinct values of one attribute key per hour and batch that are suggested.
    suggestion_value_bytes_max: bytes of a value that is suggested.
    message_days_max, original_days_max: days that messages and sealed originals of Camel's exchanges are kept, where
    `retention_days` is longer; below 65,536.
    """

    def __new__(
        cls,
        *,
        value_depth_max: int = 32,
        attributes_max: int = 1024,
        value_bytes_max: int = 1_048_576,
        future_ns_max: int = ...,
        events_max: int = 1024,
        links_max: int = 1024,
        rollup_series_max: int = 2000,
        suggestion_values_max: int = 100,
        suggestion_value_bytes_max: int = 128,
        message_days_max: int = 30,
        original_days_max: int = 7,
    ) -> Self: ...
    @property
    def value_depth_max(self) -> int: ...
    @property
    def attributes_max(self) -> int: ...
    @property
    def value_bytes_max(self) -> int: ...
    @property
    def future_ns_max(self) -> int: ...
    @property
    def events_max(self) -> int: ...
    @property
    def links_max(self) -> int: ...
    @property
    def rollup_series_max(self) -> int: ...
    @property
    def suggestion_values_max(self) -> int: ...
    @property
    def suggestion_value_bytes_max(self) -> int: ...
    @property
    def message_days_max(self) -> int: ...
    @property
    def original_days_max(self) -> int: ...

@final
class Receipt:
    """What became of one request."""

    @property
    def accepted(self) -> int:
        """Spans, log records or metric data points that are now rows."""
    @property
    def rejected(self) -> int:
        """Those that were refused, one by one, while the rest was taken."""
    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why, with how many records each, e.g. ("trace_id_invalid", 2). The sum is `rejected`."""
    @property
    def clamped(self) -> int:
        """Accepted records whose time was outside [received - retention, received + future_ns_max]: stored under
        the time of receipt, the original is kept in OrigTimeUnixNano."""
    @property
    def untimed(self) -> bool:
        """Some log record carried neither time nor observed time: then an identical body may be a new message."""

@final
class Batch:
    """The rows of one segment: one signal, one partition group. Locked inside: calls from several threads take
    turns.

    Deterministic: the same requests with the same arguments in the same order give the same blocks, byte for
    byte, whatever was refused in between.
    """

    def __new__(cls, signal: str, partition_group: str, limits: Limits) -> Self:
        """`signal` is "traces", "logs" or "metrics" (else ValueError)."""
    def push(self, body: Buffer, *, tenant: str, retention_days: int, received_unix_ns: int) -> Receipt:
        """Decodes one Export*ServiceRequest (protobuf) into rows, all or nothing. A `bytes` is read where it lies,
        any other buffer is copied first. Raises MalformedExport, ExportTooLarge or BatchFull: then no row was
        added. Raises RuntimeError after `finish`."""
    def gap(
        self, *, tenant: str, retention_days: int, time_unix_ns: int, reason: str, count: int, detail: str = ""
    ) -> None:
        """Adds one row to the table `gaps`: what the batch's owner lost or set aside. Such rows stand after those
        of refused records, in the order of the calls, and are not merged."""
    @property
    def rows(self) -> int:
        """Of all data tables."""
    @property
    def bytes(self) -> int:
        """Held by the columns, and what values shared by many rows will write beyond that. 0 after `finish`."""
    def finish(self) -> list[Block]:
        """Ends the batch: data tables, then rollups, then gaps, in a fixed order, only those with rows. Raises
        RuntimeError the second time."""

@final
class Block:
    """One insert for one table. Never changes; may be written more than once and from several threads."""

    @property
    def table(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def bytes(self) -> int:
        """Held in memory; what is written is about as much."""
    def write_to(self, fd: int) -> int:
        """Writes the block in ClickHouse's Native format and returns the number of bytes. Raises OSError; then
        part of it may have been written."""
    def to_bytes(self) -> builtins.bytes:
        """The same bytes."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Arrow's PyCapsule interface: `polars.DataFrame(block)`, `pyarrow.table(block)`. LowCardinality is
        dictionary(uint32, utf8), Map is map, Array is list, times are timestamps without a zone (UTC)."""

def columns(table: str) -> list[tuple[str, str]]:
    """Names and ClickHouse types of a table's columns, as its blocks carry them. ValueError for a table no block
    is for."""

def tables(signal: str) -> list[str]:
    """The tables that a batch of this signal may have blocks for, in the order of `Batch.finish`."""

def transcode_json(signal: str, body: Buffer, *, depth_max: int = 126) -> bytes:
    """An OTLP/JSON request as protobuf bytes. `depth_max` bounds objects and arrays inside each other. Raises
    MalformedExport with path, line and column."""

def crc32c(data: Buffer, value: int = 0) -> int:
    """CRC-32C (Castagnoli) of `data`, continued from `value`."""

def checksums(key: str, body: Buffer) -> tuple[bytes, int]:
    """Of one request, in one call. First its fingerprint: 16 bytes (XXH3-128 keyed by `key`) that identify it among
    those of the same key; not cryptographic. Then the CRC-32C of `body`."""

class ArrowStream(Protocol):
    """What gives itself as a stream of Arrow's C interface: a polars DataFrame, a pyarrow Table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Columns:
    """Columns of one length, none with nulls but where it says so."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """As `Block.__arrow_c_stream__`."""

@final
class TraceTree:
    """The spans of one trace as a tree, and what was found out about them."""

    @property
    def rows(self) -> Columns:
        """In pre-order, roots and siblings by start; every span once, and a stub for each parent that is not there.

        span u32: which of the spans that came in, null for a stub. span_id text: 16 hexadecimal digits. parent i32: a
        row, -1 for a root. depth u32. start_ns i64: after start_unix_ns; set right where two services' clocks disagree,
        by shift_ns i64 (as sent: start_ns - shift_ns). duration_ns i64; a stub's is from its children's first start to
        their last end. self_ns i64: of the duration, what no child covers; 0 of a stub. flags u8: sum of 2 stub,
        4 start set right, 8 on the critical path. subtree u32: rows of the subtree, itself included.
        """
    @property
    def critical(self) -> Columns:
        """The critical path of each root, by root and time: row u32, start_ns i64, end_ns i64 (after start_unix_ns).
        The segments of a root are its duration without gap or overlap."""
    @property
    def start_unix_ns(self) -> int:
        """The earliest start."""
    @property
    def end_unix_ns(self) -> int:
        """The latest end."""
    @property
    def repeated(self) -> int:
        """Spans left out, as another has the same id, kind and start."""
    @property
    def orphans(self) -> int:
        """Spans whose parent is a stub."""
    @property
    def cycles(self) -> int:
        """Spans that were their own ancestor: the earliest of each cycle became a root."""
    @property
    def shared_ids(self) -> int:
        """Spans beyond the first of each id."""

def trace_tree(spans: ArrowStream) -> TraceTree:
    """The tree of a trace's spans, from columns without nulls: id u64, parent_id u64 (0 is none), start i64 (ns since
    1970), duration u64 (ns), kind u8 (OTLP's number), service u32 (equal for equal services). What comes out does not
    depend on the order of the rows. ValueError for other columns and for more than 2^30 - 1 spans."""

def align_trees(rows: ArrowStream) -> tuple[Columns, Columns]:
    """Trees laid on one another: rows are the same node where their keys and those above them are. From columns parent
    i32 (a row before, -1 for a root) and key u32, of one tree after another. First the nodes, in pre-order, siblings as
    they are first met: parent i32, depth u32. Then for each row that came in its node: path u32. ValueError for a
    parent that is not a row before."""

class MalformedRing(ValueError):
    """What was opened is not a ring of a version that is known here, or one that somebody else has written to."""

class RingBusy(OSError):
    """Another process reads this ring."""

@final
class RingBatch:
    """Records that were read at once, and how many could not be.

    position: for `Ring.deliver`.
    stuck: not written to the end for `stuck_after_s`, by a process that lives.
    torn: not written to the end by a process that has ended; neighbours without a length count as one.
    damaged: behind a header that is wrong, which counts as one.
    """

    @property
    def position(self) -> int: ...
    @property
    def stuck(self) -> int: ...
    @property
    def torn(self) -> int: ...
    @property
    def damaged(self) -> int: ...
    def records(self) -> list[tuple[int, bool, bytes]]:
        """Type, whether it is important, payload: in the order in which their room was claimed."""
    def __len__(self) -> int: ...

@final
class Ring:
    """The consumer's side of a ring (docs/formats/ring.md), of which there is one at a time. Thread-safe.

    capacity: bytes of data.
    pid: of the process that writes, as its own container numbers it.
    pending: bytes that were claimed and not delivered yet.
    producer_lives: its lock tells, which goes with the process however that ends.
    is_spent: its process has ended and all was delivered; nothing will ever come again.
    """

    def __new__(cls, path: str | PathLike[str], *, stuck_after_s: float = 30.0) -> Self:
        """Goes on where the last consumer had delivered to. Raises MalformedRing, RingBusy, OSError.

        stuck_after_s: how long a claim of a process that lives is waited for.
        """
    @property
    def capacity(self) -> int: ...
    @property
    def created_unix_ns(self) -> int: ...
    @property
    def pid(self) -> int: ...
    @property
    def pending(self) -> int: ...
    @property
    def producer_lives(self) -> bool: ...
    @property
    def is_spent(self) -> bool: ...
    def read(self, bytes_max: int) -> RingBatch:
        """What was committed since the last call, until payloads have `bytes_max` or more."""
    def deliver(self, position: int) -> None:
        """What was read until `position` is safe elsewhere: its room is given back. Another consumer begins there."""
    def dropped(self) -> list[list[int]]:
        """Records that producers dropped and that were not told yet, by type (0 to 15) and reason: full for ordinary
        ones, full, too large, failed.
        """
    def told(self, counts: list[list[int]]) -> None:
        """These drops, as `dropped` gave them, are recorded elsewhere."""
    def drain(self, bytes_max: int, *, redactor: Redactor | None, limits: SendLimits, now_unix_ns: int) -> Drained:
        """The next batch as OTLP requests, with the drops that were not told yet. What a consumer left unsettled comes
        first, with the same bytes. `settle` it before the next. Without a redactor no body, header or text of an
        exception is in it.
        """
    def settle(self) -> None:
        """All requests of the last `drain` are safe elsewhere: its room is given back, its drops are told."""
    def close(self) -> None:
        """Another process may read it now. Later calls raise ValueError."""

REDACTION_DEFAULTS: str
"""The rule set, as TOML, that every other adds to unless it says `defaults = false`."""

@final
class Redactor:
    """A set of redaction rules (docs/redaction.md). It never changes; thread-safe."""

    def __new__(cls, toml: str) -> Self:
        """ValueError names line, value and way out. The built-in rules are part of it unless it says
        `defaults = false`.
        """
    def body(self, body: bytes, content_type: str | None = None) -> Redacted:
        """A whole body, before it is cut, of any content; `content_type` as the header says it."""
    def header(self, name: str, value: bytes) -> Redacted:
        """A header's value: all of it where the name is denied, else what is in it."""
    def text(self, text: bytes) -> Redacted:
        """Messages of exceptions, names of spans, lines of logs."""
    def uri(self, uri: bytes) -> Redacted:
        """A URI, Camel's endpoints included."""
    def rules(self) -> list[tuple[str, bool, str]]:
        """Detectors, then rules: name, whether it is on, what a detector checks (empty for a rule)."""

@final
class Redacted:
    """What came out. bytes: the input itself where nothing was found. counts: by rule, of what was replaced. offsets:
    rule and byte of the first 1,000; of what was inside an escaped string or UTF-16, where that began.
    """

    @property
    def bytes(self) -> builtins.bytes: ...
    @property
    def counts(self) -> list[tuple[str, int]]: ...
    @property
    def offsets(self) -> list[tuple[str, int]]: ...

@final
class SendLimits:
    """Bounds of what is sent; values are cut after they were redacted.

    request_bytes_max: of one request. body_bytes_max: of a message's body. value_bytes_max: of a header, exception
    message, name or URI. stack_bytes_max: of a stack trace. headers_max: of one message; the rest is only counted.
    """

    def __new__(
        cls,
        *,
        request_bytes_max: int = 4_194_304,
        body_bytes_max: int = 65_536,
        value_bytes_max: int = 8_192,
        stack_bytes_max: int = 32_768,
        headers_max: int = 128,
    ) -> Self: ...

@final
class Drained:
    """What a batch of a ring became: docs/camel-telemetry.md.

    position: how far the batch goes. metrics, exchanges, models: records by type; steps, messages: of the exchanges.
    malformed: records that are not what their type says. lost: that could not be had (torn, stuck, damaged).
    dropped: that producers dropped. Of these three, gaps are among the requests.
    """

    def requests(self) -> list[tuple[str, bytes, int]]:
        """Signal, body of the export request, number of its records. Given once: the second time there are none."""
    def gaps(self, gaps: list[tuple[str, str, int, str]]) -> list[tuple[str, bytes, int]]:
        """Requests that tell of further gaps: signal, reason, number of records, detail."""
    @property
    def position(self) -> int: ...
    @property
    def metrics(self) -> int: ...
    @property
    def exchanges(self) -> int: ...
    @property
    def models(self) -> int: ...
    @property
    def steps(self) -> int: ...
    @property
    def messages(self) -> int: ...
    @property
    def malformed(self) -> int: ...
    @property
    def dropped(self) -> int: ...
    @property
    def lost(self) -> int: ...
    @property
    def redacted(self) -> list[tuple[str, int]]:
        """Values that were replaced, by rule."""

def partial_success(answer: bytes) -> tuple[int, str]:
    """Of the answer to an export, whatever the signal: how many records it rejects, and what it says. ValueError: it is
    no such answer.
    """
