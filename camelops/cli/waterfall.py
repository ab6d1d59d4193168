"""A trace as a waterfall in the terminal: who called whom, when, for how long, and what failed.

`plan` decides (pure: spans in, rows in reading order out), `lines` draws one row into a given width. Real traces are
not trees: a parent may never have arrived, ids may repeat, parents may form a ring, clocks of two machines differ.
Nothing is hidden or mended for that: every span has exactly one row, and what is odd about it is said on it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len
from rich.text import Text

from camelops.cli.text import one_line, service_style
from camelops.cli.times import duration_text

# Deeper spans are not indented further, so that a chain of 10,000 calls still leaves room for its names.
INDENT_LEVELS_MAX = 12
# Share of the width that goes to tree and name; the rest is duration and bars.
LABEL_SHARE = 0.45
DURATION_CELLS = 9
# Below this width bars say nothing: names and durations only.
BAR_CELLS_MIN = 8


@dataclass(frozen=True, slots=True)
class WaterfallSpan:
    """What the drawing needs of a span. Times in nanoseconds; an empty parent makes it a root."""

    span_id: str
    parent_span_id: str
    service: str
    name: str
    start_unix_ns: int
    duration_ns: int
    failed: bool = False


class Oddity(StrEnum):
    """What a row says about a span that does not fit into a tree."""

    CYCLE = "its parents form a ring"
    DUPLICATE = "span id repeats"
    EARLY = "starts before its parent"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a span, or (span None) a parent that spans name and the trace does not hold.

    `last` tells for each ancestor level, and at the end for the row itself, whether it is the last child there.
    """

    span: WaterfallSpan | None
    missing_id: str
    last: tuple[bool, ...]
    depth: int
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Rows in reading order, and the time all bars are drawn against."""

    rows: tuple[Row, ...]
    start_unix_ns: int
    duration_ns: int

    @property
    def missing_parents(self) -> int:
        """How many spans others name as their parent and the trace does not hold."""
        return sum(row.span is None for row in self.rows)


@dataclass(slots=True, eq=False)  # two spans that look alike are still two
class _Node:
    span: WaterfallSpan | None
    missing_id: str
    start_unix_ns: int
    oddities: tuple[Oddity, ...]
    children: "list[_Node]"


def plan(spans: Sequence[WaterfallSpan]) -> Waterfall:
    """Rows parent first, children by start; O(n log n), no recursion: depth is the sender's choice, not the stack's."""
    if not spans:
        return Waterfall((), 0, 0)
    nodes = [_Node(span, "", span.start_unix_ns, (), []) for span in sorted(spans, key=lambda each: each.start_unix_ns)]
    by_id: dict[str, _Node] = {}
    for node in nodes:
        assert node.span is not None  # noqa: S101  # the list above was built from spans alone
        if node.span.span_id in by_id:
            node.oddities += (Oddity.DUPLICATE,)
        else:
            by_id[node.span.span_id] = node
    roots: list[_Node] = []
    missing: dict[str, _Node] = {}
    for node in nodes:
        assert node.span is not None  # noqa: S101
        parent_id = node.span.parent_span_id
        if not parent_id:
            roots.append(node)
            continue
        parent = by_id.get(parent_id) or missing.get(parent_id)
        if parent is None:
            parent = missing[parent_id] = _Node(None, parent_id, node.start_unix_ns, (), [])
            roots.append(parent)
        elif parent.span is not None and node.start_unix_ns < parent.start_unix_ns:
            node.oddities += (Oddity.EARLY,)
        parent.children.append(node)
    roots.extend(_cut_rings(nodes, roots))
    start = min(span.start_unix_ns for span in spans)
    end = max(span.start_unix_ns + span.duration_ns for span in spans)
    return Waterfall(tuple(_walk(roots)), start, end - start)


def _cut_rings(nodes: list[_Node], roots: list[_Node]) -> list[_Node]:
    """Roots for what no root leads to. The earliest span of each ring loses its link to its parent."""
    reached: set[_Node] = set()

    def reach(node: _Node) -> None:
        stack = [node]
        while stack:
            current = stack.pop()
            reached.add(current)
            stack.extend(child for child in current.children if child not in reached)

    for root in roots:
        reach(root)
    parents = {child: node for node in nodes for child in node.children}
    cut: list[_Node] = []
    for node in nodes:
        if node in reached:
            continue
        ring = _ring_above(node, parents)
        first = min(ring, key=lambda each: each.start_unix_ns)
        parents[first].children.remove(first)
        first.oddities = (*(each for each in first.oddities if each is not Oddity.EARLY), Oddity.CYCLE)
        cut.append(first)
        reach(first)
    return cut


def _ring_above(node: _Node, parents: dict[_Node, _Node]) -> list[_Node]:
    """The ring a span without a root hangs from: go up until something is met twice."""
    seen: dict[_Node, int] = {}
    way: list[_Node] = []
    while node not in seen:
        seen[node] = len(way)
        way.append(node)
        node = parents[node]
    return way[seen[node] :]


def _walk(roots: list[_Node]) -> Iterator[Row]:
    def order(nodes: list[_Node]) -> list[_Node]:
        return sorted(nodes, key=lambda each: each.start_unix_ns, reverse=True)

    # Only the levels that are drawn are kept per row: a chain of 10,000 spans is not 10,000 tuples of 10,000.
    stack: list[tuple[_Node, tuple[bool, ...], int]] = [(root, (), 0) for root in order(roots)]
    while stack:
        node, last, depth = stack.pop()
        yield Row(node.span, node.missing_id, last, depth, node.oddities)
        children = order(node.children)
        stack.extend((child, (*last, at == 0)[-INDENT_LEVELS_MAX:], depth + 1) for at, child in enumerate(children))


def lines(waterfall: Waterfall, width: int) -> Iterator[Text]:
    """One line per row, at most `width` cells each."""
    label_cells = max(16, int(width * LABEL_SHARE))
    bar_cells = width - label_cells - DURATION_CELLS - 3
    if bar_cells < BAR_CELLS_MIN:
        label_cells, bar_cells = max(16, width - DURATION_CELLS - 1), 0
    for row in waterfall.rows:
        yield _line(row, waterfall, label_cells, bar_cells)


def _line(row: Row, waterfall: Waterfall, label_cells: int, bar_cells: int) -> Text:
    label = Text().append(_branches(row), style="dim")
    span = row.span
    if span is None:
        label.append("? ", style="yellow")
        label.append(f"{row.missing_id} not received", style="yellow italic")
        return _fit(label, label_cells)
    # The mark tells a failure without colour.
    label.append("✗ " if span.failed else "", style="bold red")
    label.append(one_line(span.service), style=service_style(span.service))
    label.append(f" {one_line(span.name)}", style="red" if span.failed else "")
    for oddity in row.oddities:
        label.append(f" ({oddity.value})", style="yellow")
    line = _fit(label, label_cells)
    line.append(f" {duration_text(span.duration_ns):>{DURATION_CELLS}}")
    if bar_cells:
        line.append(" │", style="dim")
        line.append_text(_bar(span, waterfall, bar_cells))
    return line


def _branches(row: Row) -> str:
    if not row.last:
        return ""
    folded = row.depth - len(row.last)
    above = "".join("  " if last else "│ " for last in row.last[:-1])
    # Deeper than can be drawn: the number tells how many levels were left out on the left.
    return (f"+{folded} " if folded else "") + above + ("└ " if row.last[-1] else "├ ")


def _bar(span: WaterfallSpan, waterfall: Waterfall, cells: int) -> Text:
    scale = cells / max(waterfall.duration_ns, 1)
    begin = min(int((span.start_unix_ns - waterfall.start_unix_ns) * scale), cells - 1)
    length = max(1, min(round(span.duration_ns * scale), cells - begin))
    # A span shorter than one cell is a tick; failures are hatched, so that the shape tells too.
    mark = "▏" if span.duration_ns * scale < 1 / 2 else "▒" if span.failed else "█"
    return Text(" " * begin).append(mark * length, style="red" if span.failed else service_style(span.service))


def _fit(text: Text, cells: int) -> Text:
    if cell_len(text.plain) > cells:
        text.truncate(cells, overflow="ellipsis")
    missing = cells - cell_len(text.plain)
    return text.append(" " * missing) if missing > 0 else text
