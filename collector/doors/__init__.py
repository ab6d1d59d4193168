"""The OTLP front doors: gRPC and HTTP in, the answers of the specification out (docs/otlp-conformance.md).

Reading order: `answers` (what each outcome looks like on the wire), `inflate` (bounded decompression), `grpc` with
`patience` (a deadline for slow senders), `http_request` (what a head asks for), `http` (the application),
`http_protocol` (the bounds uvicorn lacks), `http_server`, `tls`. What a request is worth is decided behind them, in
`collector.intake`.
"""
