"""Addresses to listen on, as they are typed (`127.0.0.1:4317`, `[::1]:4317`), and the sockets for them."""

import errno
import socket
from dataclasses import dataclass
from typing import Self

# Accepted by the kernel before uvicorn takes them; the usual SOMAXCONN of Linux cuts it anyway.
BACKLOG_CONNECTIONS = 2_048
PORT_MAX = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """A host (name or IP address, without brackets) and a TCP port; port 0 lets the system choose."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError naming the text and what is understood."""
        host, _, port = text.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        if not host or not port.isdecimal() or int(port) > PORT_MAX:
            like = f"127.0.0.1:{text}" if text.isdecimal() and int(text) <= PORT_MAX else "127.0.0.1:8000 or [::1]:8000"
            raise ValueError(f"{text!r} is not an address: write it HOST:PORT, as in {like}")
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listen(address: Address) -> socket.socket:
    """A listening socket. Raises OSError, see `why_not`."""
    family, _, _, _, where = socket.getaddrinfo(
        address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A port in TIME_WAIT after a restart is free; one that somebody listens on is not.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(BACKLOG_CONNECTIONS)
    except OSError:
        listening.close()
        raise
    return listening


def why_not(error: OSError) -> str:
    """An OSError of `listen` in words."""
    match error.errno:
        case errno.EADDRINUSE:
            return "another process listens there"
        case errno.EACCES:
            return "ports below 1024 need root or CAP_NET_BIND_SERVICE"
        case errno.EADDRNOTAVAIL:
            return "this machine does not have that address"
        case _:
            return error.strerror or str(error)
