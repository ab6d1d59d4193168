"""Whether a request may be handled now: bytes of the process, requests and bytes a second of a tenant."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.admission import BURST_S, Admission
from collector.errors import Overloaded, TenantThrottled
from collector.model import Signal, Tenant
from tests.collector.clock import ManualClock

DAYS = dict.fromkeys(Signal, 30)


def tenant(organization: str = "acme", **limits: int) -> Tenant:
    return Tenant(organization, "shared", DAYS, **limits)


def test_bytes_are_held_until_the_request_is_answered():
    admission = Admission(100, ManualClock())
    with admission.enter(tenant()) as lease:
        lease.grow(60)
        lease.grow(40)
        assert admission.bytes_in_flight == 100
    assert admission.bytes_in_flight == 0


def test_one_byte_more_than_fits_is_refused_with_the_numbers_and_changes_nothing():
    admission = Admission(100, ManualClock())
    with admission.enter(tenant()) as lease, admission.enter(tenant("other")) as other:
        lease.grow(99)
        with pytest.raises(Overloaded, match=r"99 bytes .* 2 more would pass 100"):
            other.grow(2)
        other.grow(1)


def test_a_request_that_fails_gives_back_what_it_held():
    admission = Admission(100, ManualClock())
    with admission.enter(tenant()) as lease:
        lease.grow(60)
        with pytest.raises(Overloaded):
            lease.grow(60)
    assert admission.bytes_in_flight == 0


def test_a_tenant_has_so_many_requests_at_once_and_others_have_theirs():
    admission = Admission(100, ManualClock())
    with admission.enter(tenant(requests_concurrent_max=1)):
        with pytest.raises(TenantThrottled, match="acme has 1 requests under way and may have 1"):
            admission.enter(tenant(requests_concurrent_max=1))
        with admission.enter(tenant("other", requests_concurrent_max=1)):
            pass
    with admission.enter(tenant(requests_concurrent_max=1)):
        pass


def test_a_bucket_is_full_at_first_may_be_overdrawn_once_and_says_when_it_has_a_token_again():
    clock = ManualClock()
    admission = Admission(10_000, clock)
    limited = tenant(bytes_per_second_max=10)
    with admission.enter(limited) as lease:
        lease.spend(int(10 * BURST_S) + 100)
        with pytest.raises(TenantThrottled) as refused:
            lease.spend(1)
    assert refused.value.retry_after_s == pytest.approx(10.1)
    clock.advance(refused.value.retry_after_s)
    with admission.enter(limited) as lease:
        lease.spend(1)


def test_a_tenant_without_a_rate_may_send_any_amount():
    admission = Admission(10_000, ManualClock())
    with admission.enter(tenant()) as lease:
        for _ in range(10):
            lease.spend(1 << 40)


@given(rate=st.integers(1, 1_000), seed=st.integers(0, 1_000))
def test_over_any_time_a_tenant_gets_its_rate_a_burst_and_one_request(rate, seed):
    chance, clock = random.Random(seed), ManualClock()
    admission = Admission(1 << 40, clock)
    limited = tenant(bytes_per_second_max=rate)
    started_s, taken, largest = clock.monotonic_s(), 0, 0
    for _ in range(200):
        clock.advance(chance.random() * 3)
        size = chance.randint(1, rate * 4)
        largest = max(largest, size)
        try:
            with admission.enter(limited) as lease:
                lease.spend(size)
                taken += size
        except TenantThrottled:
            continue
    assert taken <= rate * (clock.monotonic_s() - started_s + BURST_S) + largest
