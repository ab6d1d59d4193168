"""The log of a process that serves: one line an event on stderr, time first. What a library logs and also raises is
left out.
"""

import logging
import sys
import time

FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)-7s %(name)s: %(message)s"


def start_log(level: int = logging.INFO) -> None:
    """From now on the root logger writes to stderr."""
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


def silence_clickhouse() -> None:
    """Its driver logs, with a trace, each error that it raises to us."""
    logging.getLogger("clickhouse_connect").setLevel(logging.CRITICAL)
