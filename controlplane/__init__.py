"""The HTTP side: our API, Jaeger's, health and the console, over one store.

In reading order: `app` (what is put together, and how), `access` (who asks, and from which page), `failures` and
`problems` (what is answered instead), `bodies`, `compression`, `etags` (what every request and answer goes through),
`static` (the console's files), `health`, `server` (the app on a port); `records` and `attributes` (rows of the store as
values); `v1` (our API), `jaeger` (Jaeger's), `openapi` (the description, committed as openapi.json).
"""
