"""How the C heap of a serving process behaves: memory that requests and segments used is used again, and is bounded.

By itself glibc keeps a heap for each thread and maps every large buffer anew. Here the first costs twice the memory,
and the second a fifth of the CPU: pages are given back and faulted in again with every segment. See docs/adr/0008.
"""

import ctypes
import os

MIB = 1 << 20

# malloc.h of glibc: (option, value).
_OPTIONS = (
    # M_ARENA_MAX. Two heaps are enough where the interpreter's lock lets one thread at a time do most of the work.
    (-8, 2),
    # M_MMAP_THRESHOLD, bytes. What is smaller comes from a heap, from pages that were touched before: request bodies
    # and most columns. What is larger goes back to the kernel as soon as it is freed.
    (-3, 8 * MIB),
    # M_TRIM_THRESHOLD, bytes. So much stays free at a heap's end: about what one open segment takes.
    (-1, 64 * MIB),
)


def settle_heap() -> bool:
    """Before the first thread is started. Whether it was done: not where the C library is not glibc, and not where
    someone has chosen with MALLOC_… or GLIBC_TUNABLES."""
    if any(name.startswith("MALLOC_") or name == "GLIBC_TUNABLES" for name in os.environ):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(mallopt(option, value) == 1 for option, value in _OPTIONS)
