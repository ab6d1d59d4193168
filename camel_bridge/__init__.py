"""Camel bridge: everything that knows Apache Camel.

`agent/` is Java: it attaches to Camel contexts of 3.14 to 4.22 by itself, counts every exchange at every route and
node, and writes what it saw into the ring (docs/formats/ring.md). `sidecar/` sends on what is in rings, redacted, as
OTLP. What will live here: replay, and the two ways into a JVM (Py4J to a running application, JPype where there is none
to ask).
"""
