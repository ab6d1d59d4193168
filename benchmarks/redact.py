"""What redaction costs: CPU of one call a body with everything on, beside Python's `re` with four expressions.

    python -m benchmarks.redact            # bodies of 1 KiB with and without finds, hostile ones of 1 MiB; seconds

CPU of this thread, the call from Python included; the sidecar calls within the native module and has less.
"""

import argparse
import json
import re
import time
from collections.abc import Callable

import native
from benchmarks import report
from benchmarks.statistics import spread

COLUMNS = ("body", "bytes", "found", "CPU us", "MB/s")
HOSTILE = ("x", "1", "@", "a@", "1 ", "[", '{"a":', "<a>", '"', "\\", "a:", "eyJ-", "password=", "phone 12345678 ")
MEBIBYTE = 1 << 20
# An e-mail address, a card, an IBAN, a token: what a person would write first.
NAIVE = re.compile(
    rb"[\w.+-]+@[\w-]+\.[\w.]+|\b(?:\d[ -]?){13,19}\b|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b|eyJ[\w-]+\.[\w-]+\.[\w-]+"
)


def order(*, with_finds: bool) -> bytes:
    """An order as shops send it, 1 KiB of JSON."""
    lines = [
        {
            "sku": f"SKU-{at:04}",
            "name": f"Example article number {at}",
            "quantity": at,
            "price": 19.99 + at,
            "taxRate": 0.19,
        }
        for at in range(5)
    ]
    body = {
        "orderId": "ORD-2024-000123",
        "createdAt": "2024-01-15T10:20:30.123Z",
        "customer": {"id": 8812773, "firstName": "Ada", "email": "ada@example.com" if with_finds else "none"},
        "address": {"street": "Beispielstrasse 12", "zip": "10115", "city": "Berlin", "country": "DE"},
        "payment": {"number": "4111 1111 1111 1111" if with_finds else "by invoice", "amount": 129.95},
        "phone": "+49 30 23125 000" if with_finds else "none",
        "lines": lines,
        "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
        "requestId": "550e8400-e29b-41d4-a716-446655440000",
        "note": "Please deliver to the neighbour if nobody answers the door",
    }
    return json.dumps(body, separators=(",", ":")).encode()


def cpu_us(act: Callable[[], object], calls: int) -> float:
    """Of one call."""
    begun = time.thread_time()
    for _ in range(calls):
        act()
    return (time.thread_time() - begun) / calls * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redact", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--calls", type=int, default=50_000, help="of each repeat")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    redactor = native.Redactor("version = 1\n")
    print("  ".join(f"{column:>22}" for column in COLUMNS), flush=True)
    for name, body in (("with finds", order(with_finds=True)), ("nothing to find", order(with_finds=False))):
        _measure(name, body, redactor, arguments.calls, arguments.repeats)
        runs = [
            cpu_us(lambda body=body: NAIVE.sub(b"x", body), arguments.calls // 20) for _ in range(arguments.repeats)
        ]  # type: ignore[misc]
        _publish(f"{name}, Python re", body, 0, runs)
    for unit in HOSTILE:
        _measure(f"1 MiB of {unit!r}", (unit * MEBIBYTE)[:MEBIBYTE].encode(), redactor, 1, arguments.repeats)


def _measure(name: str, body: bytes, redactor: native.Redactor, calls: int, repeats: int) -> None:
    found = sum(count for _, count in redactor.body(body).counts)
    _publish(name, body, found, [cpu_us(lambda: redactor.body(body), calls) for _ in range(repeats)])


def _publish(name: str, body: bytes, found: int, runs: list[float]) -> None:
    cost = spread(runs)
    cells = (name, str(len(body)), str(found), str(cost), f"{len(body) / cost.middle:.0f}")
    line = "  ".join(f"{cell:>22}" for cell in cells)
    report.publish("redact", line, {"case": name, "bytes": len(body), "found": found, "cpu_us": cost.middle})


if __name__ == "__main__":
    main()
