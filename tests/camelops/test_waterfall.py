"""The waterfall of traces that are trees, and of those that are not."""

import random
import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from camelops.cli.waterfall import INDENT_LEVELS_MAX, Oddity, Waterfall, WaterfallSpan, lines, plan

MS = 1_000_000


def span(
    span_id: str, parent: str = "", start_ms: int = 0, duration_ms: int = 10, *, failed: bool = False
) -> WaterfallSpan:
    return WaterfallSpan(span_id, parent, "orders", f"op-{span_id}", start_ms * MS, duration_ms * MS, failed)


def drawn(waterfall: Waterfall, width: int = 100) -> list[str]:
    return [line.plain.rstrip() for line in lines(waterfall, width)]


def shape(waterfall: Waterfall) -> list[tuple[int, str]]:
    return [(row.depth, row.span.span_id if row.span else f"?{row.missing_id}") for row in waterfall.rows]


def test_children_stand_under_their_parent_by_start():
    found = plan([span("late", "root", 6), span("leaf", "early", 2), span("root"), span("early", "root", 1)])
    assert shape(found) == [(0, "root"), (1, "early"), (2, "leaf"), (1, "late")]


def test_bars_are_to_scale_and_branches_join():
    found = plan([span("a", "", 0, 100), span("b", "a", 0, 50), span("c", "a", 50, 50), span("d", "c", 75, 0)])
    assert drawn(found, 80) == [
        "orders op-a                             100 ms │████████████████████████████████",
        "├ orders op-b                          50.0 ms │████████████████",
        "└ orders op-c                          50.0 ms │                ████████████████",
        "  └ orders op-d                           0 ns │                        ▏",
    ]


def test_a_failure_is_told_by_shape_not_by_colour_alone():
    assert drawn(plan([span("a", failed=True)]), 60)[0].startswith("✗ orders op-a")
    assert "▒" in drawn(plan([span("a", failed=True)]), 60)[0]


def test_a_parent_that_never_arrived_is_said_once_above_its_children():
    found = plan([span("x", "gone", 1), span("y", "gone", 2), span("root")])
    assert shape(found) == [(0, "root"), (0, "?gone"), (1, "x"), (1, "y")]
    assert found.missing_parents == 1
    assert "? gone not received" in drawn(found)[1]


def test_a_ring_of_parents_is_cut_at_its_earliest_span_and_said():
    found = plan([span("a", "c", 3), span("b", "a", 1), span("c", "b", 2), span("tail", "a", 5), span("root")])
    assert shape(found) == [(0, "root"), (0, "b"), (1, "c"), (2, "a"), (3, "tail")]
    assert [row.oddities for row in found.rows if row.span and row.span.span_id == "b"] == [(Oddity.CYCLE,)]


def test_a_span_that_is_its_own_parent_is_a_root():
    assert shape(plan([span("a", "a")])) == [(0, "a")]


def test_a_child_before_its_parent_is_drawn_where_its_clock_says_and_said():
    found = plan([span("parent", "", 10), span("child", "parent", 5)])
    assert found.start_unix_ns == 5 * MS
    assert found.rows[1].oddities == (Oddity.EARLY,)


def test_a_repeated_span_id_is_drawn_twice():
    found = plan([span("a"), span("a", "", 5), span("b", "a", 6)])
    assert shape(found) == [(0, "a"), (1, "b"), (0, "a")]
    assert found.rows[2].oddities == (Oddity.DUPLICATE,)


def test_nothing_gives_nothing():
    assert drawn(plan([])) == []


def test_a_chain_of_ten_thousand_spans_keeps_its_names_readable():
    found = plan([span(str(at), str(at - 1) if at else "", at, 10_000 - at) for at in range(10_000)])
    assert found.rows[-1].depth == 9_999
    assert all(len(row.last) <= INDENT_LEVELS_MAX for row in found.rows)
    assert "op-9999" in drawn(found)[-1]


def test_ten_thousand_spans_are_drawn_in_seconds():
    chance = random.Random(7)
    spans = [span(str(at), str(chance.randrange(at)) if at else "", at, chance.randrange(50)) for at in range(10_000)]
    started = time.process_time()
    assert len(drawn(plan(spans), 160)) == 10_000
    assert time.process_time() - started < 5


def test_text_of_strangers_cannot_leave_its_line():
    evil = WaterfallSpan("a", "", "or\x1b[2Jders", "GET\n/x [red]", 0, 1)
    assert drawn(plan([evil]), 80)[0].startswith("or·[2Jders GET·/x [red]")


IDS = st.sampled_from("abcdefgh")


@given(st.lists(st.builds(span, IDS, st.sampled_from(["", *"abcdefgh", "z"]), st.integers(0, 50)), max_size=30))
def test_every_span_has_exactly_one_row_and_every_row_fits(spans: list[WaterfallSpan]):
    found = plan(spans)
    assert Counter(row.span for row in found.rows if row.span) == Counter(spans)
    for width in (30, 60, 140):
        assert all(line.cell_len <= width for line in lines(found, width))
