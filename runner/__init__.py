"""Runner: the outbound agent in a customer's network.

Nothing is here yet. What will live here: the tunnel (its protocol is shared with `controlplane`), commands and their
idempotence, Kubernetes (apply, watch, prune), image builds, and the installer. It takes the spool and the OTLP front
doors of `collector` to store and forward telemetry.
"""
