"""The tree of a trace: against the definition in plain Python, and the laws that hold for any spans."""

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import native
from tests.native.oracle import trace_tree as oracle
from tests.native.oracle.trace_tree import CLIENT, CONSUMER, CRITICAL, PRODUCER, SERVER, SHIFTED, STUB, Span

INTERNAL = 1
SCHEMA = {
    "id": pl.UInt64,
    "parent_id": pl.UInt64,
    "start": pl.Int64,
    "duration": pl.UInt64,
    "kind": pl.UInt8,
    "service": pl.UInt32,
}
# Ids that collide, parents that are missing or go round, times that touch.
WILD = st.lists(
    st.builds(
        Span,
        id=st.integers(1, 9),
        parent_id=st.integers(0, 11),
        start=st.integers(0, 40),
        duration=st.integers(0, 25),
        kind=st.integers(0, 5),
        service=st.integers(0, 2),
    ),
    max_size=14,
)


@st.composite
def traces(draw) -> list[Span]:
    """Spans as programs send them, but for clocks: unique ids, parents that start before."""
    spans: list[Span] = []
    for number in range(draw(st.integers(1, 20))):
        above = draw(st.sampled_from(spans)) if spans and draw(st.integers(0, 9)) else None
        start = draw(st.integers(0, 100)) if above is None else above.start + draw(st.integers(0, 12))
        spans.append(
            Span(
                id=number + 1,
                parent_id=0 if above is None else above.id,
                start=start,
                duration=draw(st.integers(0, 40)),
                kind=draw(st.integers(1, 5)),
                service=draw(st.integers(0, 3)),
            )
        )
    skew = draw(st.lists(st.sampled_from([0, 0, -30, 7, 50]), min_size=4, max_size=4))
    return [span._replace(start=span.start + 50 + skew[span.service]) for span in spans]


def analysed(spans: list[Span]) -> oracle.Tree:
    """What the native module says, in the oracle's words."""
    tree = native.trace_tree(pl.DataFrame(spans, SCHEMA, orient="row"))
    rows = [
        oracle.Row(None if span is None else spans[span], *rest) for span, *rest in pl.DataFrame(tree.rows).iter_rows()
    ]
    return oracle.Tree(
        rows,
        [oracle.Segment(*segment) for segment in pl.DataFrame(tree.critical).iter_rows()],
        tree.start_unix_ns,
        tree.end_unix_ns,
        tree.repeated,
        tree.orphans,
        tree.cycles,
        tree.shared_ids,
    )


@given(st.one_of(WILD, traces()))
def test_any_spans_give_the_tree_of_the_definition(spans):
    assert analysed(spans) == oracle.tree(spans)


@given(st.one_of(WILD, traces()), st.randoms(use_true_random=False))
def test_the_order_that_spans_come_in_does_not_matter(spans, chance):
    shuffled = chance.sample(spans, len(spans))
    assert analysed(shuffled) == analysed(spans)


@given(st.one_of(WILD, traces()))
def test_each_span_is_one_row_and_each_missing_parent_too(spans):
    tree = analysed(spans)
    identities = [(row.span.id, row.span.kind, row.span.start) for row in tree.rows if row.span]
    assert len(identities) == len(set(identities)) == len(spans) - tree.repeated
    assert set(identities) == {(span.id, span.kind, span.start) for span in spans}
    stubs = [row.span_id for row in tree.rows if row.span is None]
    assert len(stubs) == len(set(stubs))
    assert not {int(stub, 16) for stub in stubs} & {span.id for span in spans}


@given(st.one_of(WILD, traces()))
def test_rows_are_in_pre_order(spans):
    rows = analysed(spans).rows
    for number, row in enumerate(rows):
        assert number + row.subtree <= len(rows)
        if row.parent == -1:
            assert row.depth == 0
        else:
            above = rows[row.parent]
            assert row.depth == above.depth + 1
            assert row.parent < number
            assert number + row.subtree <= row.parent + above.subtree
    for siblings in {row.parent: [each for each in rows if each.parent == row.parent] for row in rows}.values():
        assert [row.start_ns for row in siblings] == sorted(row.start_ns for row in siblings)
        above = rows[siblings[0].parent]
        assert sum(row.subtree for row in siblings) == (len(rows) if siblings[0].parent == -1 else above.subtree - 1)


@given(st.one_of(WILD, traces()))
def test_the_critical_path_of_a_root_is_its_duration(spans):
    tree = analysed(spans)
    left = list(tree.critical)
    for number, root in enumerate(tree.rows):
        if root.parent != -1:
            continue
        reached = root.start_ns
        while reached < root.start_ns + root.duration_ns:
            segment = left.pop(0)
            assert segment.start_ns == reached < segment.end_ns
            row = tree.rows[segment.row]
            assert number <= segment.row < number + root.subtree
            assert row.start_ns <= segment.start_ns
            assert segment.end_ns <= row.start_ns + row.duration_ns
            reached = segment.end_ns
        assert reached == root.start_ns + root.duration_ns
    assert not left
    on_path = {segment.row for segment in tree.critical}
    assert on_path == {number for number, row in enumerate(tree.rows) if row.flags & CRITICAL}


@given(st.one_of(WILD, traces()))
def test_self_time_and_what_children_cover_are_the_duration(spans):
    rows = analysed(spans).rows
    for number, row in enumerate(rows):
        own = (row.start_ns, row.start_ns + row.duration_ns)
        assert 0 <= row.self_ns <= row.duration_ns
        if row.span is not None:
            children = [(each.start_ns, each.start_ns + each.duration_ns) for each in rows if each.parent == number]
            assert row.self_ns == oracle.uncovered(own, children)


@given(traces())
def test_no_child_in_another_service_starts_before_its_parent(spans):
    rows = analysed(spans).rows
    for row in rows:
        above = rows[row.parent] if row.parent != -1 else None
        if above is None or above.span is None:
            assert row.shift_ns == 0
        elif above.span.service == row.span.service:
            assert row.shift_ns == above.shift_ns
        else:
            assert row.start_ns >= above.start_ns
        assert bool(row.flags & SHIFTED) == (row.shift_ns != 0)
        if row.span is not None:
            assert row.duration_ns == row.span.duration


def shape(tree: oracle.Tree) -> list[tuple[int, int]]:
    return [(int(row.span_id, 16), row.parent) for row in tree.rows]


def path(tree: oracle.Tree) -> list[tuple[int, int, int]]:
    return [(int(tree.rows[row].span_id, 16), start, end) for row, start, end in tree.critical]


def test_the_critical_path_goes_back_through_the_child_that_ended_last():
    tree = analysed([Span(1, 0, 0, 100), Span(2, 1, 10, 30), Span(3, 1, 50, 40), Span(4, 3, 60, 10)])
    assert path(tree) == [(1, 0, 10), (2, 10, 40), (1, 40, 50), (3, 50, 60), (4, 60, 70), (3, 70, 90), (1, 90, 100)]


def test_of_children_side_by_side_the_one_that_was_waited_for_counts():
    tree = analysed([Span(1, 0, 0, 100), Span(2, 1, 10, 50), Span(3, 1, 10, 80), Span(4, 1, 5, 3)])
    assert path(tree) == [(1, 0, 5), (4, 5, 8), (1, 8, 10), (3, 10, 90), (1, 90, 100)]


def test_a_child_that_begins_when_another_ends_does_not_hide_it():
    tree = analysed([Span(1, 0, 0, 20), Span(2, 1, 0, 10), Span(3, 1, 10, 10)])
    assert path(tree) == [(2, 0, 10), (3, 10, 20)]


def test_a_child_counts_as_far_as_it_lies_within_its_parent():
    outliving = [Span(1, 0, 10, 20), Span(2, 1, 20, 100), Span(3, 2, 5, 17), Span(4, 1, 40, 5), Span(5, 1, 1, 5)]
    tree = analysed(outliving)
    assert path(tree) == [(1, 9, 19), (3, 19, 21), (2, 21, 29)]
    assert [row.self_ns for row in tree.rows if row.span.id == 1] == [10]


def test_nobody_waits_for_a_consumer():
    spans = [
        Span(1, 0, 0, 100, SERVER), Span(2, 1, 10, 5, PRODUCER), Span(3, 2, 12, 300, CONSUMER, 1), Span(4, 3, 20, 9),
    ]  # fmt: skip
    tree = analysed(spans)
    assert path(tree) == [(1, 0, 10), (2, 10, 15), (1, 15, 100)]
    assert tree.end_unix_ns == 312


def test_a_consumer_is_a_path_of_its_own_where_its_producer_is_missing():
    assert path(analysed([Span(3, 2, 12, 30, CONSUMER, 1)])) == [(3, 0, 30)]


def test_each_of_several_roots_has_a_path():
    assert path(analysed([Span(1, 0, 0, 10), Span(2, 0, 5, 10), Span(3, 1, 8, 2)])) == [
        (1, 0, 8), (3, 8, 10), (2, 5, 15),
    ]  # fmt: skip


def test_a_call_that_lies_outside_of_its_client_is_centred_in_it():
    for sent in (-500, 90, 1_000):
        tree = analysed(
            [Span(1, 0, 1_000, 100, CLIENT), Span(2, 1, 1_000 + sent, 40, SERVER, 1), Span(3, 2, 1_005 + sent, 9, 1, 1)]
        )
        assert [(row.start_ns, row.shift_ns) for row in tree.rows] == [(0, 0), (30, 30 - sent), (35, 30 - sent)]
        assert [row.flags & SHIFTED for row in tree.rows] == [0, SHIFTED, SHIFTED]
        assert tree.start_unix_ns == 1_000


def test_a_call_that_lies_within_its_client_is_left_alone():
    tree = analysed([Span(1, 0, 1_000, 100, CLIENT), Span(2, 1, 1_060, 40, SERVER, 1)])
    assert [row.shift_ns for row in tree.rows] == [0, 0]


def test_what_outlives_its_caller_is_not_moved_to_its_end():
    for kind, above in ((CONSUMER, PRODUCER), (INTERNAL, INTERNAL), (CONSUMER, SERVER)):
        tree = analysed([Span(1, 0, 1_000, 100, above), Span(2, 1, 1_500, 40, kind, 1)])
        assert [row.shift_ns for row in tree.rows] == [0, 0]


def test_a_message_is_not_consumed_before_it_is_sent():
    tree = analysed([Span(1, 0, 1_000, 100, PRODUCER), Span(2, 1, 900, 40, CONSUMER, 1)])
    assert [(row.start_ns, row.shift_ns) for row in tree.rows] == [(0, 0), (0, 100)]


def test_a_call_that_is_longer_than_its_client_starts_with_it():
    tree = analysed([Span(1, 0, 1_000, 10, CLIENT), Span(2, 1, 900, 40, SERVER, 1)])
    assert [(row.start_ns, row.duration_ns) for row in tree.rows] == [(0, 10), (0, 40)]


def test_a_service_that_is_called_back_is_not_moved_with_its_caller():
    tree = analysed(
        [
            Span(1, 0, 1_000, 100, CLIENT, 0),
            Span(2, 1, 5_020, 60, SERVER, 1),
            Span(3, 2, 5_030, 40, CLIENT, 1),
            Span(4, 3, 1_035, 30, SERVER, 0),
        ]
    )
    assert [row.shift_ns for row in tree.rows] == [0, -4_000, -4_000, 0]


def test_missing_parents_are_stubs_of_one_row_each():
    tree = analysed([Span(1, 7, 10, 5), Span(2, 7, 30, 5), Span(3, 8, 20, 1), Span(4, 0, 15, 1)])
    assert shape(tree) == [(7, -1), (1, 0), (2, 0), (4, -1), (8, -1), (3, 4)]
    stub = tree.rows[0]
    assert (stub.span, stub.start_ns, stub.duration_ns, stub.self_ns) == (None, 0, 25, 0)
    assert stub.flags == STUB + CRITICAL
    assert tree.orphans == 3


def test_client_and_server_of_one_id_are_two_rows():
    zipkin = [
        Span(1, 0, 0, 100),
        Span(2, 1, 10, 80, CLIENT),
        Span(2, 1, 20, 60, SERVER, 1),
        Span(3, 2, 30, 9, 1, 1),
        Span(4, 2, 11, 2),
    ]
    tree = analysed(zipkin)
    assert shape(tree) == [(1, -1), (2, 0), (4, 1), (2, 1), (3, 3)]
    assert tree.rows[3].span.kind == SERVER
    assert tree.shared_ids == 1


def test_a_repeated_span_is_one_row():
    tree = analysed([Span(1, 0, 0, 5), Span(1, 0, 0, 9), Span(1, 0, 0, 5)])
    assert [row.duration_ns for row in tree.rows] == [9]
    assert tree.repeated == 2


def test_who_is_its_own_ancestor_becomes_a_root():
    tree = analysed([Span(1, 3, 5, 1), Span(2, 1, 0, 1), Span(3, 2, 9, 1), Span(4, 4, 7, 1), Span(5, 3, 10, 1)])
    assert shape(tree) == [(2, -1), (3, 0), (1, 1), (5, 1), (4, -1)]
    assert tree.cycles == 2


@pytest.mark.parametrize("spans", [1, 2_000])
def test_chunks_of_a_frame_are_read_one_after_another(spans):
    chance = random.Random(spans)
    rows = [Span(number + 1, number // 3, number, chance.randrange(99)) for number in range(spans)]
    whole = pl.DataFrame(rows, SCHEMA, orient="row")
    pieces = pl.concat([whole.head(spans // 2), whole.tail(spans - spans // 2)], rechunk=False)
    assert pl.DataFrame(native.trace_tree(pieces).rows).equals(pl.DataFrame(native.trace_tree(whole).rows))


def test_other_columns_are_refused():
    spans = pl.DataFrame([Span(1, 0, 0, 5)], SCHEMA, orient="row")
    with pytest.raises(ValueError, match="there is no column kind"):
        native.trace_tree(spans.drop("kind"))
    with pytest.raises(ValueError, match="column start is UInt64 with 0 nulls, not Int64 without"):
        native.trace_tree(spans.cast({"start": pl.UInt64}))
    with pytest.raises(ValueError, match="1 nulls"):
        native.trace_tree(spans.with_columns(id=pl.lit(None, pl.UInt64)))


FORESTS = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 3)), max_size=30).map(
    lambda rows: [(place % (row + 1) - 1, key) for row, (place, key) in enumerate(rows)]
)


@given(FORESTS)
def test_rows_are_laid_on_one_another_by_the_keys_above_them(rows):
    schema = {"parent": pl.Int32, "key": pl.UInt32}
    nodes, places = map(pl.DataFrame, native.align_trees(pl.DataFrame(rows, schema, orient="row")))
    expected_nodes, expected_places = oracle.aligned([parent for parent, _ in rows], [key for _, key in rows])
    assert nodes.rows() == expected_nodes
    assert places["path"].to_list() == expected_places


def test_a_parent_stands_before_its_child():
    with pytest.raises(ValueError, match="does not stand before"):
        native.align_trees(pl.DataFrame({"parent": [1, -1], "key": [0, 0]}, {"parent": pl.Int32, "key": pl.UInt32}))
