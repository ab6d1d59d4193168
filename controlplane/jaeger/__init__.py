"""Jaeger's HTTP API, as its UI and Grafana's data source call it. Read only.

`parameters` and `search` read what clients send, `asking` asks the store, `traces` writes Jaeger's JSON; `routes` (the
API without a version), `v3` and `metrics` (its Monitor tab) put them together, `app` is all of it.
"""
