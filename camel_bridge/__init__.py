"""Camel bridge: everything that knows Apache Camel.

Nothing is here yet. What will live here: the ring shared with the Java agent (`camel_bridge/agent/`), the sidecar that
drains it, redaction, sampling, replay, and the two ways into a JVM (Py4J to a running application, JPype where there
is none to ask).
"""
