"""Numbers of any size in buckets of one relative width, so that they are counted without being kept.

A bucket is the sign, the exponent and the first seven bits of the fraction of a Float64: at most 1/128 wide, relative
to the number. The engine computes it from a text (`bucket_of_text`); here it becomes numbers again.
"""

import math
import struct
from collections.abc import Sequence

from query.sql import Constant, Expression, call

FRACTION_BITS = 7
# What is left of 64 bits: sign, 11 of the exponent, the fraction's first.
_DROPPED_BITS = 64 - 1 - 11 - FRACTION_BITS
_SIGN = 2 ** (11 + FRACTION_BITS)
NO_BUCKET = -1


def bucket_of(number: Expression) -> Expression:
    """The bucket of a finite Float64."""
    return call("toInt32", call("bitShiftRight", call("reinterpretAsUInt64", number), Constant(_DROPPED_BITS)))


def bucket_of_text(text: Expression) -> Expression:
    """The bucket of the number that a text is; NO_BUCKET where it is none, or not finite."""
    finite = call("ifNull", call("isFinite", call("toFloat64OrNull", text)), Constant(0))
    return call("if", finite, bucket_of(call("toFloat64OrZero", text)), call("toInt32", Constant(NO_BUCKET)))


def ordinal(bucket: int) -> int:
    """Buckets in the order of their numbers: 0 and up for 0 and above, -1 and down for what is below."""
    return bucket if bucket < _SIGN else _SIGN - bucket - 1


def lower_edge(position: int) -> float:
    """Where the bucket at an ordinal begins, and the one before it ends.

    A positive number on an edge is of the bucket that begins there, a negative one of the bucket that ends there.
    """
    magnitude = min(abs(position), _SIGN - 1) << _DROPPED_BITS
    (number,) = struct.unpack("<d", magnitude.to_bytes(8, "little"))
    return math.copysign(number, position) if math.isfinite(number) else math.copysign(_LARGEST, position)


_LARGEST = struct.unpack("<d", ((2047 << 52) - 1).to_bytes(8, "little"))[0]


def middle(position: int) -> float:
    """A number that stands for the bucket at an ordinal."""
    return 0.0 if position == 0 else lower_edge(position) / 2 + lower_edge(position + 1) / 2


def band_bounds(ordinals: Sequence[int], bands_max: int) -> list[int]:
    """Ordinals that bound bands over all of the given, rising: band n is from bound n up to, not including, n + 1.

    Bands are of as many buckets each, so of one relative width; 0 has a band of its own, and so has what lies between
    it and the numbers there are. About `bands_max` bands, at most four more. Nothing for nothing.
    """
    signs = (
        [each for each in ordinals if each < 0],
        [each for each in ordinals if each == 0],
        [each for each in ordinals if each > 0],
    )
    runs = [(min(each), max(each) + 1) for each in signs if each]
    together = max(1, -(-sum(end - first for first, end in runs) // bands_max))
    return sorted({bound for first, end in runs for bound in (*range(first, end, together), end)})
