"""The file in which an agent says where it listens: {"protocol": 1, "port": 40123, "token": "…", "pid": 1}."""

import os
import stat
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from camel_bridge.gateway.errors import GatewayFileRefused, GatewayUnavailable

# Four short values.
FILE_BYTES_MAX = 4096


class Address(BaseModel):
    """Where an agent listens, on loopback. `pid` is as its container numbers it: for people, not for `kill`."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    protocol: Literal[1]
    port: int = Field(ge=1, le=65_535)
    token: str = Field(repr=False, pattern="^[0-9a-f]{64}$")
    pid: int


def read(path: Path) -> Address:
    """What the file says, when it is a file of this user, or root's, that nobody else may read."""
    try:
        # Not through a link, and not waiting for who would write into a pipe.
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise GatewayUnavailable(f"{path} is not there: its JVM has ended, or has no gateway (gateway=off)") from error
    except OSError as error:
        raise GatewayFileRefused(f"{path} cannot be opened ({error.strerror}): {_WAY_OUT}") from error
    try:
        _check(path, os.fstat(opened))
        text = os.read(opened, FILE_BYTES_MAX + 1)
    finally:
        os.close(opened)
    if len(text) > FILE_BYTES_MAX:
        raise GatewayFileRefused(f"{path} has more than {FILE_BYTES_MAX} bytes: an agent writes fewer")
    try:
        return Address.model_validate_json(text)
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise GatewayFileRefused(f"{path} is none of an agent that is known here ({what}): use one version") from error


_WAY_OUT = "the agent makes it as a file of mode 0600; run the sidecar as the application's user"


def _check(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise GatewayFileRefused(f"{path} is no file: {_WAY_OUT}")
    if found.st_uid not in {os.geteuid(), 0}:
        raise GatewayFileRefused(f"{path} belongs to user {found.st_uid}, and this is {os.geteuid()}: {_WAY_OUT}")
    if stat.S_IMODE(found.st_mode) & 0o077:
        mode = stat.S_IMODE(found.st_mode)
        raise GatewayFileRefused(f"{path} has mode {mode:04o}, others may use it: {_WAY_OUT}")
