"""The list of metrics is closed, documented, and free of anything that a client sent."""

import re
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import fields, replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from collector import errors
from collector.admission import Admission
from collector.clock import SystemClock
from collector.duplicates import Duplicates
from collector.gauges import IntakeGauges, SpoolGauges
from collector.intake import Intake
from collector.meters import Meters
from collector.model import Acknowledgement, Export, Signal
from collector.spool.stats import Counters, SpoolStats

DOCS = Path(__file__).parents[2] / "docs" / "metrics.md"


def documented(heading: str) -> set[str]:
    """First cells of the table under a heading."""
    section = DOCS.read_text().split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    return set(re.findall(r"^\| `([\w]+)` \|", section, re.MULTILINE))


def used() -> Meters:
    """Every metric has a sample."""
    meters = Meters()
    with meters.request(Signal.TRACES, "grpc") as request:
        request.received(10)
        request.taken(Acknowledgement(3, 2, "two were bad"))
    meters.http_error(404)
    meters.add(SpoolGauges(at_rest))
    clock = SystemClock()
    meters.add(IntakeGauges(Intake(NothingStored(), Admission(1, clock), Duplicates(1, 1, clock))))
    return meters


def at_rest() -> SpoolStats:
    """A spool that holds nothing."""
    return SpoolStats(
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, full=False, unready=(), store_trouble=None, counters=Counters()
    )


class NothingStored:
    """A spool nothing is sent to."""

    def append(self, export: Export) -> Future[Acknowledgement]:
        raise AssertionError(export)

    def recent_fingerprints(self) -> Iterable[tuple[bytes, int]]:
        return ()


def test_every_metric_is_documented_and_nothing_else():
    families = text_string_to_metric_families(used().text().decode())
    names = {f"{family.name}{'_total' * (family.type == 'counter')}" for family in families}
    assert {name for name in names if not name.endswith("_created")} == documented("Metrics")


def test_every_outcome_is_documented():
    """Names of error classes become outcomes; those of the store never reach a door."""
    classes = {name for name, found in vars(errors).items() if isinstance(found, type)}
    beyond_the_doors = {"PermanentError", "BlockRefused", "SpoolInUse", "StoreUnavailable"}
    assert classes - beyond_the_doors <= documented("Outcomes")


def test_a_request_is_counted_once_with_its_records():
    sample = used().registry.get_sample_value
    assert sample("camelops_otlp_requests_total", {"signal": "traces", "transport": "grpc", "outcome": "partial"}) == 1
    assert sample("camelops_otlp_request_bytes_total", {"signal": "traces", "transport": "grpc"}) == 10
    assert sample("camelops_otlp_records_total", {"signal": "traces", "outcome": "accepted"}) == 3
    assert sample("camelops_otlp_records_total", {"signal": "traces", "outcome": "rejected"}) == 2
    assert sample("camelops_otlp_answer_seconds_count", {"signal": "traces", "transport": "grpc"}) == 1


def test_a_request_that_ends_in_a_defect_is_counted_as_one():
    meters = Meters()
    with pytest.raises(KeyError), meters.request(Signal.LOGS, "http"):
        raise KeyError
    labels = {"signal": "logs", "transport": "http", "outcome": "defect"}
    assert meters.registry.get_sample_value("camelops_otlp_requests_total", labels) == 1


def test_two_collectors_in_a_process_do_not_meet():
    first, second = used(), used()
    labels = {"signal": "traces", "outcome": "accepted"}
    for meters in (first, second):
        assert meters.registry.get_sample_value("camelops_otlp_records_total", labels) == 3


def test_every_event_of_the_spool_is_documented():
    assert {field.name for field in fields(Counters)} == documented("Events of the spool")


def test_gauges_are_read_when_they_are_asked_for():
    meters, moments = Meters(), [at_rest(), replace(at_rest(), segments_waiting=3, full=True)]
    meters.add(SpoolGauges(lambda: moments[0]))
    sample = meters.registry.get_sample_value
    assert sample("camelops_spool_segments", {"state": "waiting"}) == 0
    moments.pop(0)
    assert sample("camelops_spool_segments", {"state": "waiting"}) == 3
    assert sample("camelops_spool_full") == 1
