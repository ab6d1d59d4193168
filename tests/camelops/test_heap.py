import os
import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")

LARGE_MIB = 4
# Whether a large block is one that the kernel mapped for it alone: mallinfo2 counts those (its fourth field).
PROBE = f"""
import ctypes
from camelops.heap import settle_heap
class Info(ctypes.Structure):
    _fields_ = [("field%d" % at, ctypes.c_size_t) for at in range(10)]
libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Info
libc.malloc.restype = ctypes.c_void_p
settled = settle_heap()
before = libc.mallinfo2().field3
assert libc.malloc(ctypes.c_size_t({LARGE_MIB} << 20))
print(settled, libc.mallinfo2().field3 - before)
"""


def probe(**environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", PROBE], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_column_of_some_mib_comes_from_pages_that_were_used_before():
    assert probe() == "True 0"


@pytest.mark.parametrize("chosen", ["MALLOC_ARENA_MAX", "GLIBC_TUNABLES"])
def test_who_has_chosen_is_not_overruled(chosen: str):
    assert probe(**{chosen: "4" if chosen == "MALLOC_ARENA_MAX" else "glibc.malloc.arena_max=4"}).startswith("False")
