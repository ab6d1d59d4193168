"""What can go wrong in the collector: permanent or transient, and whose fault.

PermanentError                the same bytes will always be refused
├── MalformedExport           the sender's: not OTLP
├── TooLarge                  the sender's: over a bound of size
├── Unauthenticated           the sender's: no valid credential
├── BlockRefused              ours: the store understood a block and will not have it
└── SpoolInUse                the operator's: another process has the spool's directory
TransientError                the same bytes may be taken later; says when to come back
├── Overloaded                more is under way than this process may hold
├── TenantThrottled           the tenant is over its own limit
├── Draining                  this process is about to stop; another one will take it
├── SpoolFull                 the spool's disk, or its share of it, is full
├── SpoolFailed               the spool's disk answered with an error
└── StoreUnavailable          ClickHouse did not take the block
"""


class PermanentError(Exception):
    """Trying again with the same bytes is in vain."""


class TransientError(Exception):
    """Trying again makes sense, not earlier than `retry_after_s` seconds from now."""

    def __init__(self, message: str, *, retry_after_s: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class MalformedExport(PermanentError):
    """The body is not the OTLP message it claims to be; the message says where and what. Answer 400."""


class TooLarge(PermanentError):
    """The request is over a bound of size; the message names the bound. Answer 413."""


class Unauthenticated(PermanentError):
    """No credential, or none that is known. Answer 401."""


class BlockRefused(PermanentError):
    """The store understood the block and refused it: it would refuse it again."""


class SpoolInUse(PermanentError):
    """Another process has this spool open. A spool belongs to one process at a time."""


class Overloaded(TransientError):
    """More bytes or requests are under way than this process may hold. Answer 503."""


class TenantThrottled(TransientError):
    """The tenant is over its own limit; others are not affected. Answer 429."""


class Draining(TransientError):
    """The process is stopping and takes nothing new. Answer 503."""


class SpoolFull(TransientError):
    """No room on disk for what is to be kept. Answer 503."""


class SpoolFailed(TransientError):
    """The disk refused a write for another reason than room. Answer 503."""


class StoreUnavailable(TransientError):
    """The store did not take the block now. Keep it and retry with the same token."""
