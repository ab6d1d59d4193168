"""Times as they are typed and read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camelops.cli.times import duration_text, moment_text, parse_moment

NOW = 1_763_805_600_000_000_000


@pytest.mark.parametrize(
    ("text", "age_s"),
    [("now", 0), ("90s", 90), ("15m", 900), ("1h", 3_600), ("1h30m", 5_400), ("7d", 604_800)],
)
def test_an_age_counts_back_from_now(text: str, age_s: int):
    assert parse_moment(text, NOW) == NOW - age_s * 1_000_000_000


def test_a_time_is_taken_with_its_zone():
    expected = int(datetime(2026, 11, 22, 9, 30, tzinfo=UTC).timestamp()) * 1_000_000_000
    assert parse_moment("2026-11-22T09:30:00Z", NOW) == expected
    assert parse_moment("2026-11-22T10:30:00+01:00", NOW) == expected
    assert parse_moment("2026-11-22T09:30:00.000123Z", NOW) == expected + 123_000


def test_a_time_without_a_zone_is_local():
    assert parse_moment(moment_text(NOW), NOW) == NOW


@pytest.mark.parametrize("text", ["", "1 h", "yesterday", "1y", "-1h", "2026-13-01"])
def test_what_is_not_a_time_is_named_with_the_way_out(text: str):
    with pytest.raises(ValueError, match="write an age like 15m"):
        parse_moment(text, NOW)


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0 ns"), (999, "999 ns"), (1_000, "1.00 µs"), (12_345, "12.3 µs"),
        (999_499, "999 µs"), (999_500, "1.00 ms"),
        (250_000_000, "250 ms"), (1_500_000_000, "1.50 s"), (59_940_000_000, "59.9 s"), (59_960_000_000, "1m 00s"),
        (125_000_000_000, "2m 05s"), (3_600_000_000_000, "1h 00m"), (11_220_000_000_000, "3h 07m"),
        (1_051_200_000_000_000, "12d 04h"),
    ],
)  # fmt: skip
def test_a_duration_has_three_significant_digits(ns: int, text: str):
    assert duration_text(ns) == text


@given(st.integers(0, 10 * 365 * 86_400 * 10**9))
def test_a_duration_of_up_to_ten_years_fits_nine_cells(ns: int):
    assert len(duration_text(ns)) <= 9


@given(st.integers(0, 2**64 - 1))
def test_every_moment_the_store_can_hold_has_a_text(ns: int):
    assert moment_text(ns)
