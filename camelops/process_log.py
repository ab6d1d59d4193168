"""The log of a process that serves: one line an event on stderr, time first. What a library logs and also raises is
left out.
"""

import logging
import os
import sys
import time

FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)-7s %(name)s: %(message)s"


def start_log(level: int = logging.INFO) -> None:
    """From now on the root logger writes to stderr. Call it before the rooms are imported."""
    formatter = logging.Formatter(FORMAT, datefmt="%Y-%m-%dT%H:%M:%S")
    # UTC, as every time in the store.
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Each request of a client that goes away is not an event of ours.
    for chatty in ("uvicorn", "httpx", "httpcore", "grpc"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    silence_clickhouse()
    # Its core writes to stderr by itself what it also raises. Read when grpc is first imported.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")


def silence_clickhouse() -> None:
    """Its driver, and the HTTP client below it, log each error that they raise to us."""
    for library in ("clickhouse_connect", "urllib3"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
