"""The OTLP front doors: gRPC and HTTP in, the answers of the specification out.

Reading order: `answers` (what each outcome looks like on the wire), `inflate` (bounded decompression), `grpc`, `http`,
`http_protocol` (the bounds uvicorn lacks). What a request is worth is decided behind them, in `collector.intake`.
"""
