"""What an outcome looks like on the wire (OTLP specification, "OTLP/gRPC Response" and "OTLP/HTTP Response").

The three signals' responses have the same field numbers: partial_success = 1, in it rejected_* = 1 and
error_message = 2. Full success leaves partial_success unset: the message is empty. Both messages are bounded by
MESSAGE_CHARACTERS_MAX, far below the 4 MiB that a client has to accept.
"""

import json
import random
from dataclasses import dataclass

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import BadRequest, RetryInfo
from google.rpc.status_pb2 import Status

from collector.errors import (
    MalformedExport,
    PermanentError,
    TenantThrottled,
    TooLarge,
    TransientError,
    Unauthenticated,
)
from collector.model import Acknowledgement, Signal

# An error message is for a person; exporters log it once per request.
MESSAGE_CHARACTERS_MAX = 1_000

_REJECTED_FIELD = {
    Signal.TRACES: "rejectedSpans",
    Signal.LOGS: "rejectedLogRecords",
    Signal.METRICS: "rejectedDataPoints",
}
_TYPE = "type.googleapis.com/google.rpc."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was not taken, for both protocols."""

    code: grpc.StatusCode
    http_status: int
    message: str
    retry_after_s: float | None = None
    """Set exactly when the same request may succeed later; jitter is in it."""

    def status_bytes(self) -> bytes:
        """A google.rpc.Status; with RetryInfo where a retry makes sense, with BadRequest where the body is bad."""
        status = Status(code=self.code.value[0], message=self.message)
        detail = AnyMessage()
        if self.retry_after_s is not None:
            seconds, fraction = divmod(self.retry_after_s, 1)
            detail.Pack(RetryInfo(retry_delay=Duration(seconds=int(seconds), nanos=int(fraction * 1e9))))
            status.details.append(detail)
        elif self.http_status == 400:
            detail.Pack(BadRequest(field_violations=[BadRequest.FieldViolation(description=self.message)]))
            status.details.append(detail)
        serialized: bytes = status.SerializeToString()
        return serialized

    def status_json(self) -> bytes:
        """The same in protobuf's JSON mapping."""
        status: dict[str, object] = {"code": self.code.value[0], "message": self.message}
        if self.retry_after_s is not None:
            status["details"] = [{"@type": f"{_TYPE}RetryInfo", "retryDelay": f"{self.retry_after_s:.3f}s"}]
        elif self.http_status == 400:
            status["details"] = [{"@type": f"{_TYPE}BadRequest", "fieldViolations": [{"description": self.message}]}]
        return json.dumps(status).encode()


DEFECT = Refusal(grpc.StatusCode.INTERNAL, 500, "a defect of this collector: its log says more")


def refusal(error: PermanentError | TransientError, retry_after_s: float) -> Refusal:
    """The answer to an error. `retry_after_s` is the least pause after overload; up to as much again is added."""
    message = str(error)[:MESSAGE_CHARACTERS_MAX]
    match error:
        case TransientError():
            # Without spreading, all clients of a stopped store come back in the same second.
            pause_s = max(retry_after_s, error.retry_after_s) * (1 + random.random())  # noqa: S311  # no secret
            if isinstance(error, TenantThrottled):
                return Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, 429, message, pause_s)
            return Refusal(grpc.StatusCode.UNAVAILABLE, 503, message, pause_s)
        case Unauthenticated():
            return Refusal(grpc.StatusCode.UNAUTHENTICATED, 401, message)
        case TooLarge():
            return Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, 413, message)
        case MalformedExport():
            return Refusal(grpc.StatusCode.INVALID_ARGUMENT, 400, message)
        case _:
            return Refusal(grpc.StatusCode.INTERNAL, 500, message)


def response_bytes(answer: Acknowledgement) -> bytes:
    """An Export*ServiceResponse."""
    if not answer.rejected and not answer.message:
        return b""
    partial = b""
    if answer.rejected:
        partial += b"\x08" + _varint(answer.rejected)
    if answer.message:
        message = answer.message[:MESSAGE_CHARACTERS_MAX].encode()
        partial += b"\x12" + _varint(len(message)) + message
    return b"\x0a" + _varint(len(partial)) + partial


def response_json(answer: Acknowledgement, signal: Signal) -> bytes:
    """An Export*ServiceResponse in protobuf's JSON mapping, where an int64 is a string."""
    if not answer.rejected and not answer.message:
        return b"{}"
    partial: dict[str, str] = {}
    if answer.rejected:
        partial[_REJECTED_FIELD[signal]] = str(answer.rejected)
    if answer.message:
        partial["errorMessage"] = answer.message[:MESSAGE_CHARACTERS_MAX]
    return json.dumps({"partialSuccess": partial}).encode()


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
