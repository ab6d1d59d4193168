"""What must hold when things break. Each test breaks one thing for real; the judge is a ledger kept outside.

`ledger.py`, `senders.py` and `load.py` send and remember what was acknowledged; `oracle.py` reads the store
and judges; the other modules are the means to break things. `docs/fault-tests.md` says what is promised and
which test holds it.
"""
