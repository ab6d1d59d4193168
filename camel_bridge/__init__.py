"""Camel bridge: everything that knows Apache Camel.

`agent/` is Java and has the producers' side of the ring (docs/formats/ring.md), whose consumer is `native.Ring`. What
will live here: the agent around it, the sidecar that drains it, redaction, sampling, replay, and the two ways into a
JVM (Py4J to a running application, JPype where there is none to ask).
"""
