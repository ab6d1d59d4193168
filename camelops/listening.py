"""Sockets of the process, opened with the option that moves them in the error."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from camelops.addresses import Address, listen, why_not
from camelops.errors import StartError


@contextmanager
def listening_on(text: str, door: str, option: str, variable: str) -> Iterator[socket.socket]:
    """A listening socket; closed at the end unless its owner has closed it. StartError names the way to another
    address.
    """
    address = parsed(text, variable)
    try:
        listening = listen(address)
    except OSError as error:
        raise StartError(
            f"cannot listen on {address} for {door}: {why_not(error)}",
            way_out=f"stop what listens there, or choose another address with {option} or {variable}",
        ) from error
    with listening:
        yield listening


def parsed(text: str, variable: str) -> Address:
    """The address of a setting. Raises StartError."""
    try:
        return Address.parse(text)
    except ValueError as error:
        raise StartError(f"{variable}: {error}") from error
