"""Input made to harm: bombs, depth, breadth, lies about lengths, connections that never end.

What must hold for each is the same (`siege.py`, `conftest.py`): it is refused with a 4xx or stored safely, within a
second of CPU; memory grows by no more than 64 MiB, the process lives, and other clients are answered meanwhile and
find all they sent.
"""
