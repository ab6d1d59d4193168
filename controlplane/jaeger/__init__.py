"""Jaeger's HTTP JSON, as Grafana's Jaeger data source calls it: `parameters` in, `traces` out, `routes` between. Read
only.
"""
