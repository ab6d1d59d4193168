"""What a record costs on its way through the ring: in the JVM that writes it, and in the sidecar's reader.

    python -m benchmarks.ring                     # 1 KiB records, one thread and four; a minute

CPU of the writing threads alone, warm, and of this process while it reads. The writer puts a number and filler of the
record's size; `dropped` says how far ahead of the reader it was.
"""

import argparse
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import native
from benchmarks import report
from benchmarks.statistics import spread

CLASSES = Path(__file__).parents[1] / "camel_bridge" / "agent" / "target"
# As the agent makes it.
CAPACITY = 16 << 20
BATCH_BYTES = 1 << 20
READ_EVERY_S = 0.01
COLUMNS = ("bytes", "threads", "written ns", "read ns", "dropped")


def run(path: Path, threads: int, records: int, size: int) -> tuple[float, float, float]:
    """CPU-ns of a record offered, CPU-ns of a record read, share dropped."""
    command = ["java", "-cp", f"{CLASSES}/classes:{CLASSES}/test-classes", "io.camelops.agent.ring.Flood"]
    arguments = [str(path), str(CAPACITY), str(threads), str(records), str(size)]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        ring, seen, cpu = native.Ring(path), 0, 0.0
        while not ring.is_spent:
            begun = time.thread_time()
            batch = ring.read(BATCH_BYTES)
            ring.deliver(batch.position)
            cpu += time.thread_time() - begun if len(batch) else 0.0
            seen += len(batch)
            if len(batch) == 0:
                # As a sidecar does: who looks all the time takes the writers' cache lines from them.
                time.sleep(READ_EVERY_S)
        told = writer.stdout.readline().split()
        ring.close()
    offered = threads * records
    assert int(told[1]) == seen, "records were lost"
    return int(told[3]) / offered, cpu * 1e9 / seen, 1 - seen / offered


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ring", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--records", type=int, default=3_000_000, help="of each thread")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    print(_line(COLUMNS), flush=True)
    with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=_memory()) as folder:
        for size, threads in ((240, 1), (1_200, 1), (1_200, 4)):
            runs = [
                run(Path(folder) / f"{size}-{threads}-{repeat}.ring", threads, arguments.records, size)
                for repeat in range(arguments.repeats)
            ]
            written, read, dropped = (spread(list(values)) for values in zip(*runs, strict=True))
            record = {"case": f"{size} bytes, {threads} threads", "written_ns": written.middle, "read_ns": read.middle}
            line = _line((str(size), str(threads), str(written), str(read), f"{dropped.middle:.0%}"))
            report.publish("ring", line, record)


def _line(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:>18}" for cell in cells)


def _memory() -> str | None:
    """Where rings belong: in memory."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    main()
