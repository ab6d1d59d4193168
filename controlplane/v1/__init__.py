"""`/api/v1`: `parameters` come in, `routes` ask `query`, `present` makes `models` of what it answers.

`tail` is the stream of a live tail, `otlp_json` a trace as a file, `strictness` refuses parameters that there are not.
"""
