"""`query.number_buckets`: each number lies in its bucket, and bands cover the buckets there are."""

import itertools
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.number_buckets import FRACTION_BITS, NO_BUCKET, band_bounds, bucket_of_text, lower_edge, middle, ordinal
from query.sql import Named, Select, column, render, scoped
from tests.query.ask.world import WORLD

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def bucket(number: float) -> int:
    (bits,) = struct.unpack("<Q", struct.pack("<d", number))
    return bits >> (52 - FRACTION_BITS)


@given(NUMBERS)
def test_a_number_lies_in_its_bucket(number):
    place = ordinal(bucket(number))
    low, high = lower_edge(place), lower_edge(place + 1)
    if math.copysign(1, number) > 0:
        assert low <= number
        assert number < high or high == math.nextafter(math.inf, 0)
    else:
        assert number <= high
        assert low < number or low == -math.nextafter(math.inf, 0)
    assert middle(place) == pytest.approx(number, rel=2**-FRACTION_BITS, abs=1e-300)


@given(NUMBERS, NUMBERS)
def test_buckets_are_in_the_order_of_their_numbers(one, other):
    if one < other:
        assert ordinal(bucket(one)) <= ordinal(bucket(other)) or one == other == 0


@given(st.sets(st.one_of(NUMBERS, st.integers(-5, 5), st.floats(0, 1)), max_size=40), st.integers(1, 30))
def test_bands_cover_what_there_is(numbers, bands_max):
    ordinals = [ordinal(bucket(float(each))) for each in numbers]
    bounds = band_bounds(ordinals, bands_max)
    assert bounds == sorted(set(bounds))
    assert len(bounds) - 1 <= bands_max + 4 or not bounds
    assert all(any(low <= each < high for low, high in itertools.pairwise(bounds)) for each in ordinals)
    assert [lower_edge(each) for each in bounds] == sorted(lower_edge(each) for each in bounds)


def test_the_engine_has_the_same_buckets(embedded_store, encoder):
    texts = ["0", "-0.0", "1", "-1", "0.1", "200", "1e300", "-1e-300", "5e-324", "1.7976931348623157e308", " 7", "7 ",
             "", "x", "nan", "inf", "-inf", "0x10", "1_000", "12abc", "1e999", "\u0661"]  # fmt: skip
    rows = [{"TenantId": "acme", "RetentionDays": 18_250, "Timestamp": "1772366400", "Body": each} for each in texts]
    embedded_store.insert_native("otel_logs", len(rows), encoder.writer("otel_logs", rows), "numbers")
    named = Named("Bucket", bucket_of_text(column("Body")))
    select = Select(scoped("otel_logs", WORLD), (column("Body"), named))
    found = dict(embedded_store.frame(*render(select)).rows())
    for text in texts[:10]:
        assert found[text] == bucket(float(text)), text
    for text in texts[12:]:
        assert found[text] == NO_BUCKET, text
