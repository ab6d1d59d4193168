"""Query strings as Jaeger's clients write them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.jaeger.parameters import go_duration_ns, tags, unix_ns

NOW = 1_763_805_600_123_456_789


@pytest.mark.parametrize("digits_lost", [0, 3, 6, 9])
def test_a_time_is_read_in_the_unit_its_magnitude_tells(digits_lost: int):
    assert unix_ns(str(NOW // 10**digits_lost)) == NOW // 10**digits_lost * 10**digits_lost


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("1.2s", 1_200_000_000), ("100ms", 100_000_000), ("5us", 5_000), ("5µs", 5_000), ("7ns", 7),
        ("0s", 0), (".5s", 500_000_000),
        ("1h2m3s", 3_723_000_000_000), ("1.5h", 5_400_000_000_000), ("250", 250_000),
    ],
)  # fmt: skip
def test_a_go_duration_is_read(text: str, ns: int):
    assert go_duration_ns(text) == ns


@pytest.mark.parametrize("text", ["", "-1s", "1 s", "1d", "s", "1.s.", "1e3s"])
def test_what_is_no_duration_is_named_with_the_way_out(text: str):
    with pytest.raises(ValueError, match=r"write it like 1\.2s"):
        go_duration_ns(text)


def test_tags_come_as_an_object_and_as_pairs():
    assert tags(['{"http.method":"GET","retry":true}'], ["url:http://x:80/a"]) == {
        "http.method": "GET",
        "retry": "true",
        "url": "http://x:80/a",
    }


@pytest.mark.parametrize(("objects", "pairs"), [(["[1]"], []), (["{"], []), ([], ["novalue"]), ([], [":x"])])
def test_tags_that_cannot_be_read_are_refused(objects: list[str], pairs: list[str]):
    with pytest.raises(ValueError, match="is not a"):
        tags(objects, pairs)


def refusal(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return "is not a refusal: it was read"


@given(st.text(max_size=64))
def test_any_text_is_read_or_refused_in_words(text: str):
    for read in (unix_ns, go_duration_ns, lambda each: tags([each], [each])):
        assert "is not a" in refusal(read, text)
