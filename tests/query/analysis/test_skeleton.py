"""`query.analysis.skeleton`: the tree of a trace with the names of its spans."""

import polars as pl
from hypothesis import given

from query.analysis import FLAG_CRITICAL, FLAG_ERROR, FLAG_STUB, skeleton, span_columns
from query.analysis.skeleton import Skew
from tests.native.oracle import trace_tree as oracle
from tests.query.analysis.spans import START, analysed, frame, row, traces


def test_rows_are_in_pre_order_with_their_names():
    found = analysed(
        row(3, 1, 50, 10, ServiceName="billing", SpanName="pay", Kind=2, Flags=FLAG_ERROR),
        row(1, 0, 0, 100, SpanName="GET /", Kind=2),
        row(2, 1, 10, 30, SpanName="SELECT", Kind=3, Flags=16),
    )
    assert (found.spans, found.errors, found.complete) == (3, 1, True)
    assert (found.start_unix_ns, found.duration_ns) == (START, 100)
    assert (found.services, found.names) == (("billing", "orders"), ("GET /", "SELECT", "pay"))
    assert found.rows.drop("Value").to_dict(as_series=False) == {
        "span_id": ["0000000000000001", "0000000000000002", "0000000000000003"],
        "parent": [-1, 0, 0],
        "depth": [0, 1, 1],
        "start_ns": [0, 10, 50],
        "shift_ns": [0, 0, 0],
        "duration_ns": [100, 30, 10],
        "self_ns": [60, 30, 10],
        "service": [1, 1, 0],
        "name": [0, 1, 2],
        "kind": [2, 3, 2],
        "flags": [FLAG_CRITICAL, FLAG_CRITICAL + 16, FLAG_CRITICAL + FLAG_ERROR],
        "subtree": [3, 1, 1],
    }
    assert found.critical.rows() == [(0, 0, 10), (1, 10, 40), (0, 40, 50), (2, 50, 60), (0, 60, 100)]
    assert (found.warnings, found.skew) == ((), ())


@given(traces())
def test_each_row_is_its_span(rows):
    found = skeleton("a" * 32, frame(rows), carried=["Value"])
    sent = {f"{each['Id']:016x}": each for each in rows}
    seen = set()
    for each in found.rows.iter_rows(named=True):
        if each["flags"] & FLAG_STUB:
            assert (each["service"], each["name"], each["kind"], each["Value"]) == (-1, -1, 0, None)
            assert each["span_id"] not in sent
            continue
        span = sent[each["span_id"]]
        seen.add(each["span_id"])
        assert found.services[each["service"]] == span["ServiceName"]
        assert found.names[each["name"]] == span["SpanName"]
        assert (each["kind"], each["Value"], each["duration_ns"]) == (span["Kind"], span["Value"], span["Duration"])
        assert each["flags"] & ~(4 | 8) == span["Flags"]
        assert found.start_unix_ns + each["start_ns"] - each["shift_ns"] == span["Start"]
    assert seen == set(sent)
    assert found.spans == len(rows)
    assert found.errors == sum(each["Flags"] & 1 for each in rows)
    services = sorted({each["ServiceName"] for each in rows})
    spans = [
        oracle.Span(
            each["Id"], each["ParentId"], each["Start"], each["Duration"], each["Kind"],
            services.index(each["ServiceName"]),
        )
        for each in rows
    ]  # fmt: skip
    expected = oracle.tree(spans)
    assert found.rows["span_id"].to_list() == [each.span_id for each in expected.rows]
    assert found.rows["self_ns"].to_list() == [each.self_ns for each in expected.rows]


def test_what_is_odd_about_a_trace_is_said():
    found = analysed(row(1, 9), row(2, 8), row(3, 3), row(4, 9), row(4, 9, Kind=2))
    assert found.warnings == (
        "4 spans have a parent that did not arrive",
        "1 span is its own ancestor: it is shown as a root",
        "1 span has the id of another span",
    )
    assert found.spans == 5
    assert found.rows.height == 7


def test_a_clock_that_was_off_is_reported_by_its_service():
    found = analysed(
        row(1, 0, 0, 1_000, Kind=3),
        row(2, 1, -400, 100, Kind=2, ServiceName="billing"),
        row(3, 2, -390, 10, ServiceName="billing"),
        row(4, 1, 5_000, 200, Kind=2, ServiceName="stock"),
    )
    assert found.skew == (Skew("billing", 850, 2), Skew("stock", -4_600, 1))


def test_an_empty_trace_has_no_rows():
    found = skeleton("a" * 32, frame([]))
    assert (found.spans, found.errors, found.services, found.rows.height, found.critical.height) == (0, 0, (), 0, 0)


def test_ids_and_flags_are_read_from_stored_rows():
    stored = pl.DataFrame(
        {
            "SpanId": ["ffffffffffffffff", "0000000000000010"],
            "ParentSpanId": ["", "ffffffffffffffff"],
            "Timestamp": pl.Series([START, START + 5]).cast(pl.Datetime("ns", "UTC")),
            "Duration": pl.Series([10, 2], dtype=pl.UInt64),
            "SpanKind": ["Consumer", "of tomorrow"],
            "ServiceName": ["a", "a"],
            "SpanName": ["b", "c"],
            "StatusCode": ["Error", "Ok"],
            "Events.Name": [[], ["retry"]],
            "Links.TraceId": [["a" * 32], []],
        }
    )
    assert span_columns(stored).rows() == [
        (2**64 - 1, 0, START, 10, 5, "a", "b", 1 + 32),
        (16, 2**64 - 1, START + 5, 2, 0, "a", "c", 16),
    ]
    assert skeleton("a" * 32, span_columns(stored)).rows["span_id"].to_list() == stored["SpanId"].to_list()
