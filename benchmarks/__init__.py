"""Benchmarks: what camelops costs, measured from outside, beside an OpenTelemetry Collector where there is one.

Every figure comes from a whole server process (its CPU-seconds and memory as the kernel accounts them), under a load
from another process on the same machine, over loopback. Nothing of these imports a room of camelops: they know its
command line, its settings and its protocols, as a user does.

Reading order: `processes` (a server, what it used), `payloads` (what is sent), `load` (who sends it), `subjects` (who
receives it), `store` (what became of it), `measure` (one measurement), `statistics` and `report` (how it is told). The
commands:

- `python -m benchmarks.ingest`: CPU-seconds per million items, from receiving alone to stored and merged rows.
- `python -m benchmarks.latency`: until acknowledged, and from acknowledged to queryable.
- `python -m benchmarks.memory`: while the store is away and the spool fills.
- `python -m benchmarks.disk`: bytes per stored item.
- `python -m benchmarks.jaeger_ui`: what a stock Jaeger UI shows of our store.
- `python -m benchmarks.faults`: the fault tests of `tests/faults` at length.

How to read the figures, and the last ones: `README.md` in this folder.
"""
