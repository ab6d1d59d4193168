"""`query.analysis.statistics`: against plain Python."""

import statistics as plain

import polars as pl
import pytest
from hypothesis import given

from query.analysis import FLAG_STUB, skeleton, statistics
from tests.query.analysis.spans import analysed, frame, row, traces


def expected(rows, found, by):
    groups: dict[str, list[dict[str, object]]] = {}
    sent = {f"{each['Id']:016x}": each for each in rows}
    for each in found.rows.iter_rows(named=True):
        if each["flags"] & FLAG_STUB:
            continue
        span = sent[each["span_id"]]
        value = {
            "service": span["ServiceName"],
            "operation": f"{span['ServiceName']}: {span['SpanName']}",
            "Value": span["Value"],
        }[by]
        if value is not None:
            groups.setdefault(value, []).append(each)
    result = []
    for value, members in groups.items():
        durations = [each["duration_ns"] for each in members]
        p95 = plain.quantiles(durations, n=20, method="inclusive")[-1] if len(durations) > 1 else durations[0]
        result.append(
            {
                "Value": value,
                "Count": len(members),
                "TotalNs": sum(durations),
                "SelfNs": sum(each["self_ns"] for each in members),
                "AvgNs": pytest.approx(plain.fmean(durations)),
                "P95Ns": pytest.approx(p95),
                "MaxNs": max(durations),
                "Errors": sum(each["flags"] & 1 for each in members),
            }
        )
    return sorted(result, key=lambda each: (-each["SelfNs"], -each["TotalNs"], each["Value"]))


@pytest.mark.parametrize("by", ["service", "operation", "Value"])
@given(rows=traces())
def test_sums_of_the_spans_with_one_value(by, rows):
    found = skeleton("a" * 32, frame(rows), carried=["Value"])
    assert statistics(found, by).to_dicts() == expected(rows, found, by)


def test_self_times_of_all_services_are_those_of_all_spans():
    found = analysed(row(1, 0, 0, 100), row(2, 1, 0, 60, ServiceName="billing"), row(3, 1, 30, 60, ServiceName="stock"))
    assert statistics(found, "service")["SelfNs"].sum() == found.rows["self_ns"].sum() == 130


def test_a_span_with_several_values_counts_for_each():
    spans = frame([row(1), row(2, 1), row(3, 1)]).with_columns(
        Value=pl.Series([["retry", "exception", "retry"], [], ["exception"]])
    )
    found = statistics(skeleton("a" * 32, spans, carried=["Value"]), "Value")
    assert found.select("Value", "Count").sort("Value").rows() == [("exception", 2), ("retry", 1)]
