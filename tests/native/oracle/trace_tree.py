"""What `native.trace_tree` and `native.align_trees` say, in plain Python: by definition, whatever it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

SERVER, CLIENT, PRODUCER, CONSUMER = 2, 3, 4, 5
STUB, SHIFTED, CRITICAL = 2, 4, 8


class Span(NamedTuple):
    """Times are ns since 1970; a parent id of 0 is none."""

    id: int
    parent_id: int
    start: int
    duration: int
    kind: int = 1
    service: int = 0


class Row(NamedTuple):
    span: Span | None
    span_id: str
    parent: int
    depth: int
    start_ns: int
    shift_ns: int
    duration_ns: int
    self_ns: int
    flags: int
    subtree: int


class Segment(NamedTuple):
    row: int
    start_ns: int
    end_ns: int


@dataclass(frozen=True)
class Tree:
    rows: list[Row]
    critical: list[Segment]
    start_unix_ns: int
    end_unix_ns: int
    repeated: int
    orphans: int
    cycles: int
    shared_ids: int


@dataclass
class Node:
    """A span or, without one, a stub. `place` orders nodes of one start."""

    place: int
    id: int
    span: Span | None = None
    parent: "Node | None" = None
    shift: int = 0

    def __hash__(self) -> int:
        return self.place


def tree(spans: Sequence[Span]) -> Tree:
    nodes = [Node(place, span.id, span) for place, span in enumerate(distinct(spans))]
    stubs: dict[int, Node] = {}
    for node in nodes:
        node.parent = parent(node, nodes, stubs)
    orphans = sum(node.parent is not None and node.parent.span is None for node in nodes)
    cycles = cut(nodes)
    everything = [*nodes, *stubs.values()]
    children = {node: [each for each in everything if each.parent is node] for node in everything}

    @cache
    def interval(node: Node) -> tuple[int, int]:
        if node.span is None:
            own = [interval(child) for child in children[node]]
            return min(start for start, _ in own), max(end for _, end in own)
        start = node.span.start + shift(node)
        return start, start + node.span.duration

    @cache
    def shift(node: Node) -> int:
        above = node.parent
        if above is None or above.span is None:
            return 0
        if above.span.service == node.span.service:
            return shift(above)
        return moved(node.span, above.span, interval(above))

    def in_order(of: list[Node]) -> list[Node]:
        return sorted(of, key=lambda node: (interval(node)[0], node.place))

    below = {node: in_order(children[node]) for node in everything}
    order: list[tuple[Node, int]] = []

    def visit(node: Node, depth: int) -> None:
        order.append((node, depth))
        for child in below[node]:
            visit(child, depth + 1)

    for root in in_order([node for node in everything if node.parent is None]):
        visit(root, 0)
    row_of = {node: row for row, (node, _) in enumerate(order)}

    @cache
    def size(node: Node) -> int:
        return 1 + sum(size(child) for child in below[node])

    first = min((interval(node)[0] for node in everything), default=0)
    last = max((interval(node)[1] for node in everything), default=0)
    critical = [
        Segment(row_of[node], start - first, end - first)
        for root in row_of
        if root.parent is None
        for node, start, end in path(root, *interval(root), below, interval)
    ]
    on_path = {segment.row for segment in critical}
    rows = [
        Row(
            span=node.span,
            span_id=f"{node.id:016x}",
            parent=-1 if node.parent is None else row_of[node.parent],
            depth=depth,
            start_ns=interval(node)[0] - first,
            shift_ns=shift(node),
            duration_ns=interval(node)[1] - interval(node)[0],
            self_ns=0 if node.span is None else uncovered(interval(node), map(interval, below[node])),
            flags=(STUB if node.span is None else 0)
            + (SHIFTED if shift(node) else 0)
            + (CRITICAL if row in on_path else 0),
            subtree=size(node),
        )
        for row, (node, depth) in enumerate(order)
    ]
    return Tree(
        rows,
        critical,
        start_unix_ns=first,
        end_unix_ns=last,
        repeated=len(spans) - len(nodes),
        orphans=orphans,
        cycles=cycles,
        shared_ids=len(nodes) - len({node.id for node in nodes}),
    )


def distinct(spans: Sequence[Span]) -> list[Span]:
    """Each span once, in the order that settles ties."""
    best: dict[tuple[int, int, int], Span] = {}
    for span in sorted(spans, key=lambda span: (-span.duration, span.service, span.parent_id)):
        best.setdefault((span.start, span.id, span.kind), span)
    return [best[key] for key in sorted(best)]


def parent(node: Node, nodes: list[Node], stubs: dict[int, Node]) -> Node | None:
    span = node.span
    calling = {SERVER: CLIENT, CONSUMER: PRODUCER}.get(span.kind)
    for other in nodes:
        if other.id == span.id and other.span.kind == calling:
            return other
    if span.parent_id == 0:
        return None
    named = [other for other in nodes if other.id == span.parent_id]
    if not named:
        return stubs.setdefault(span.parent_id, Node(len(nodes) + len(stubs), span.parent_id))
    others = [other for other in named if other is not node]
    if not others:
        return node
    called = {SERVER, CONSUMER}
    return min(others, key=lambda other: (other.span.service != span.service, other.span.kind not in called))


def cut(nodes: list[Node]) -> int:
    """Roots made of what is its own ancestor. Returns how many."""
    cycles = 0
    for node in nodes:
        seen = {node}
        above = node.parent
        while above is not None and above not in seen:
            seen.add(above)
            above = above.parent
        # The first of its cycle, as nodes come in order.
        if above is node:
            node.parent = None
            cycles += 1
    return cycles


def moved(span: Span, above: Span, room: tuple[int, int]) -> int:
    start, end = room
    early = span.start < start
    late = (above.kind, span.kind) == (CLIENT, SERVER) and span.start + span.duration > end
    if span.kind == CONSUMER or above.kind == PRODUCER or span.duration > end - start:
        return start - span.start if early else 0
    return start + (end - start - span.duration) // 2 - span.start if early or late else 0


def uncovered(interval: tuple[int, int], children) -> int:
    """Of small times: instant by instant."""
    left = set(range(*interval))
    for child in children:
        left -= set(range(*child))
    return len(left)


def path(node, start, end, below, interval):
    """Segments by time."""
    parts = []
    waited_for = [
        (max(interval(child)[0], start), min(interval(child)[1], end), child)
        for child in below[node]
        if node.span is None or child.span.kind != CONSUMER
    ]
    while end > start:
        ended = [child for child in waited_for if child[0] < child[1] <= end]
        if not ended:
            parts.append([(node, start, end)])
            break
        latest = max(until for _, until, _ in ended)
        since, until, child = next(child for child in ended if child[1] == latest)
        if until < end:
            parts.append([(node, until, end)])
        parts.append(path(child, since, until, below, interval))
        end = since
    return [segment for part in reversed(parts) for segment in part]


def aligned(parents: Sequence[int], keys: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Nodes (parent, depth) in pre-order, and each row's."""
    ways: list[tuple[int, ...]] = []
    for above, key in zip(parents, keys, strict=True):
        ways.append((*(ways[above] if above >= 0 else ()), key))
    met = {way: number for number, way in reversed(list(enumerate(ways)))}
    order = sorted(met, key=lambda way: [met[way[: length + 1]] for length in range(len(way))])
    place = {way: row for row, way in enumerate(order)}
    return [(place[way[:-1]] if way[:-1] else -1, len(way) - 1) for way in order], [place[way] for way in ways]
