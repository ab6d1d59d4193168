"""Addresses as they are typed."""

import pytest

from camelops.addresses import Address, listen, why_not


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("127.0.0.1:4317", "127.0.0.1", 4317), ("[::1]:1", "::1", 1), ("localhost:0", "localhost", 0)],
)
def test_host_and_port_are_read_and_written_back(text: str, host: str, port: int):
    assert Address.parse(text) == Address(host, port)
    assert str(Address(host, port)) == text


@pytest.mark.parametrize(
    "text", ["", "4317", ":4317", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "a:-1"]
)
def test_what_is_no_address_is_named_with_the_way_out(text: str):
    with pytest.raises(ValueError, match=r"write it HOST:PORT, as in 127\.0\.0\.1:"):
        Address.parse(text)


def test_of_a_port_alone_the_address_is_offered():
    with pytest.raises(ValueError, match=r"as in 127\.0\.0\.1:28612"):
        Address.parse("28612")


def test_a_taken_port_is_said_in_words():
    with listen(Address("127.0.0.1", 0)) as first, pytest.raises(OSError, match="in use") as refused:
        listen(Address("127.0.0.1", first.getsockname()[1]))
    assert why_not(refused.value) == "another process listens there"
