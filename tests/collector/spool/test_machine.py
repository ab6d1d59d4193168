"""A few hundred sequences of the machine on every run; `benchmarks.faults` runs ten thousand."""

from hypothesis import HealthCheck, settings

from tests.collector.spool.machine import SpoolMachine

TestSpool = SpoolMachine.TestCase
TestSpool.settings = settings(max_examples=300, stateful_step_count=40, suppress_health_check=list(HealthCheck))
