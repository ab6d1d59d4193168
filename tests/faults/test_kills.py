"""The process dies without goodbye."""

import random
from collections.abc import Callable

import pytest

from tests.e2e.process import CamelopsProcess
from tests.faults.kills import survive_kills

ROUNDS = 5
# The backlog of a round is a few MB, so this is the start of a process and its engine, on a machine
# that also runs clients and other tests.
RECOVERY_S_MAX = 60.0


@pytest.mark.timeout(400)
def test_kills_at_random_moments_lose_nothing_acknowledged_and_store_nothing_twice(
    new_camelops: Callable[..., CamelopsProcess],
):
    """Rows, trace index, rollups and suggestions are each exactly those of the requests; clients saw refusals alone."""
    report = survive_kills(new_camelops(), random.Random(5), ROUNDS)
    assert report.verdict.acknowledged == report.requests
    report.verdict.assert_exact()
    assert max(report.recovery_s) <= RECOVERY_S_MAX, report.recovery_s
    assert report.refusals <= {"UNAVAILABLE", "ConnectError", "ReadError", "RemoteProtocolError", "WriteError"}
