"""Third-party OpenTelemetry clients, each run as its own users run it: a process that sends and ends.

`python_sdk.py` and `node/send.mjs` send the same things and print the same ledger (`Sent`, in `sent.py`);
`toolchain.py` builds or installs what is not Python, outside the repository; `found.py` reads back through the
product's HTTP API.
"""
