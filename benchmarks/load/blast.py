"""The compiled client of the peer's build.

It draws its own payload: 512-byte spans of 12 attributes, ids and times random, all distinct as used here.
"""

import json
import os
import subprocess
from pathlib import Path

from benchmarks.load import Address, Load, Outcome

PEER = Path(os.environ.get("PEER", Path.home() / ".cache" / "camelops-peer"))
BLAST = PEER / "bin" / "blast"


def can_send(load: Load) -> bool:
    """Whether blast is there and knows this kind of load."""
    return BLAST.exists() and load.format == "protobuf" and load.encoding in {"identity", "gzip"}


def send(load: Load, address: Address) -> Outcome:
    """Runs blast to its end. Raises CalledProcessError or TimeoutExpired."""
    command = [
        str(BLAST), "-endpoint", address.of(load.protocol), "-signal", load.signal, "-proto", load.protocol,
        "-items", str(load.items_per_request), "-requests", str(load.requests), "-payloads", str(load.requests),
        "-c", str(load.in_flight), "-rate", str(load.items_per_s),
    ]  # fmt: skip
    if load.encoding == "gzip":
        command.append("-gzip")
    # Drawing the payloads comes before the clock and takes about 4 us an item.
    seconds_max = load.seconds_max + 60.0
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=seconds_max).stdout)
    return Outcome(
        client="blast",
        items=answer["items"],
        acknowledged=answer["ok"],
        refused=answer["fail"],
        seconds=answer["sec"],
        p50_ms=answer["p50_ms"],
        p99_ms=answer["p99_ms"],
        max_ms=answer["max_ms"],
        wire_bytes=answer["ok"] * answer["payload_bytes"],
        errors=answer["errs"],
    )
