"""One trace in the console: how soon it is there, and whether it scrolls and answers the mouse without a stutter.

    python -m benchmarks.trace_page                 # a trace of 10,000 spans and one of 100,000; a minute
    python -m benchmarks.trace_page --pictures FOLDER

A camelops is started and sent the traces of `payloads.one_trace`; each is opened in Chromium at 1440x900, in a browser
that has seen nothing before. *Open* is from the navigation to the first rows on the screen: the console itself, the
answer, the drawing. Frames are counted while the wheel turns, the mouse crosses rows, and the list jumps from end to
end; beside them stands the CPU of the page's main thread for a step, which another program's load does not change.
Ends with 1 when a floor is missed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.load import Load
from benchmarks.load.transport import connect
from benchmarks.payloads.one_trace import large_trace
from benchmarks.processes import http_get
from benchmarks.subjects import Camelops

# Opens the page in Chromium. Its library is the console's: `make console` installs it.
BROWSER = Path(__file__).with_suffix(".mjs")
AGO_NS = 60 * 10**9
STORED_S_MAX = 60.0
PAGE_S_MAX = 180
SEED = 7
# At 60 frames a second one that is late by more than a whole frame is seen.
FRAME_MS_FLOOR = 32
ROWS_FLOOR = 200
ACTS = ("scrolling", "hovering", "jumping")


@dataclass(frozen=True, slots=True)
class Case:
    """A trace, and how soon it must be on the screen."""

    spans: int
    open_ms_floor: int


CASES = (Case(10_000, 1_000), Case(100_000, 2_500))


def send(subject: Camelops, spans: int) -> str:
    """The id of the trace, once all of it is found."""
    trace_id, requests = large_trace(SEED, spans, time.time_ns() - AGO_NS)
    transport = connect(subject.address.http, Load(protocol="http"))
    for request in requests:
        transport.export(request.body)
    transport.close()
    deadline = time.monotonic() + STORED_S_MAX
    while stored(subject, trace_id) < spans:
        if time.monotonic() > deadline:
            raise RuntimeError(f"trace {trace_id} of {spans} spans was not found whole within {STORED_S_MAX:.0f} s")
        time.sleep(0.5)
    return trace_id


def stored(subject: Camelops, trace_id: str) -> int:
    answer = http_get(f"{subject.api}/api/v1/traces/{trace_id}")
    return int(json.loads(answer)["spans"]) if answer else 0


def look(address: str, picture: Path | None) -> dict[str, Any]:
    """What the browser measured, see trace_page.mjs."""
    command = ["node", str(BROWSER), address, str(picture or "")]
    looked = subprocess.run(command, capture_output=True, text=True, timeout=PAGE_S_MAX, check=False)
    if looked.returncode:
        raise RuntimeError(f"{address} could not be measured: {looked.stderr.strip()}")
    return dict(json.loads(looked.stdout))


def misses(case: Case, measured: dict[str, Any]) -> list[str]:
    """What is over its floor."""
    over = [f"open {measured['openMs']:.0f} ms"] if measured["openMs"] > case.open_ms_floor else []
    over += [
        f"a frame of {measured[act]['worstMs']:.0f} ms while {act}"
        for act in ACTS
        if measured[act]["worstMs"] > FRAME_MS_FLOOR
    ]
    return over + ([f"{measured['rows']} rows"] if measured["rows"] > ROWS_FLOOR else [])


def line(case: Case, measured: dict[str, Any]) -> str:
    """A row of the table in the README."""
    frames = ", ".join(
        f"{act} {measured[act]['p99Ms']:.0f} / {measured[act]['worstMs']:.0f} / {measured[act]['cpuMs']:.1f}"
        for act in ACTS
    )
    return (
        f"{case.spans:,} spans: open {measured['openMs']:.0f} ms (floor {case.open_ms_floor:,}); "
        f"frames, p99 / worst (floor {FRAME_MS_FLOOR}) / CPU ms a step: {frames}; rows in the page {measured['rows']}"
    )


def run(arguments: argparse.Namespace) -> int:
    """The exit code."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="camelops-trace-page-") as scratch, Camelops(Path(scratch)) as subject:
        for case in CASES:
            trace_id = send(subject, case.spans)
            picture = arguments.pictures and arguments.pictures / f"trace-{case.spans}.png"
            measured = look(f"{subject.api}/traces/{trace_id}", picture)
            report.publish("trace_page", line(case, measured), {"case": f"{case.spans:,} spans", **measured})
            for missed in misses(case, measured):
                failed = True
                print(f"floor missed: {missed}", file=sys.stderr)
    return int(failed)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trace_page",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pictures", type=Path, default=None, help="a folder for PNG files")
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
