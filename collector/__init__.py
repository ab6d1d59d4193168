"""The collector: any OTLP client in, durable before it is answered, stored once.

Reading order: `model` and `errors` (what is spoken of), `doors` (gRPC and HTTP), `credentials` (whose it is, by a
`watched` file), `intake` with `admission` and `duplicates` (what every request passes), `spool` (segments on disk),
`sinks` (where they go), `codec` (the door to native code), `meters`, `gauges` and `selftelemetry` (how it is),
`backoff`, `settings`.
"""
