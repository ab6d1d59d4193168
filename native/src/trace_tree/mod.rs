//! The spans of one trace to its tree: who called whom, on which clock, for how long, and what the whole had to wait for.
//!
//! In reading order: [`links`] (each span's parent), [`clocks`] (starts set right between services), [`preorder`] (rows),
//! [`critical`] (the critical path); [`align`] lays two trees side by side.
//!
//! Laws, for any input: every span is one row, but for those that were sent more than once; a parent that is not there
//! is a row too, a stub; the result depends on the spans alone, not on the order they come in. Times that would pass
//! the range of 64 bits end at it.

pub mod align;
pub mod clocks;
pub mod critical;
pub mod links;
pub mod preorder;

use critical::Segment;
use preorder::Preorder;

/// No node, no row.
pub const NONE: u32 = u32::MAX;
/// Rows are counted in 31 bits, and each span may add a stub.
pub const SPANS_MAX: usize = (1 << 30) - 1;

/// Kinds of spans by the number OTLP gives them.
pub const SERVER: u8 = 2;
pub const CLIENT: u8 = 3;
pub const PRODUCER: u8 = 4;
pub const CONSUMER: u8 = 5;

pub const STUB: u8 = 2;
pub const SHIFTED: u8 = 4;
pub const CRITICAL: u8 = 8;

/// Spans, column by column. An id of 0 is none. Durations are not negative.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    pub id: Vec<u64>,
    pub parent_id: Vec<u64>,
    pub start: Vec<i64>,
    pub duration: Vec<i64>,
    pub kind: Vec<u8>,
    pub service: Vec<u32>,
}

/// Rows in pre-order: roots and siblings by start. The subtree of row `r` are the rows `r .. r + subtree[r]`.
#[derive(Debug, Default)]
pub struct Tree {
    /// The earliest start and the latest end, of adjusted times.
    pub start: i64,
    pub end: i64,
    pub rows: Rows,
    /// By root, then by time.
    pub critical: Vec<Segment>,
    pub counts: Counts,
}

#[derive(Debug, Default)]
pub struct Rows {
    /// Which of the spans that came in; `NONE` for a stub.
    pub span: Vec<u32>,
    pub id: Vec<u64>,
    pub parent: Vec<u32>,
    pub depth: Vec<u32>,
    /// Adjusted; what was sent is `start - shift`. A stub lasts from its children's first start to their last end.
    pub start: Vec<i64>,
    pub shift: Vec<i64>,
    pub duration: Vec<i64>,
    /// Of the duration, what no child covers; nothing of a stub.
    pub self_time: Vec<i64>,
    pub flags: Vec<u8>,
    pub subtree: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Spans left out, as their id, kind and start were there already.
    pub repeated: u32,
    /// Spans whose parent is a stub.
    pub orphans: u32,
    /// Spans that were their own ancestor and became a root.
    pub cycles: u32,
    /// Spans beyond the first of each id.
    pub shared_ids: u32,
}

/// The tree of the spans; `spans` has at most `SPANS_MAX`.
pub fn tree(spans: &Spans) -> Tree {
    let (spans, taken) = distinct(spans);
    let links = links::links(&spans);
    let shifts = clocks::shifts(&spans, &links.parent);
    let (starts, ends) = intervals(&spans, &shifts, &links);
    let order = preorder::preorder(&links.parent, &by_start(&starts, shifts.is_some() || !links.missing.is_empty()));

    let is_span = |node: u32| (node as usize) < taken.rows.len();
    let of = |node: u32| node as usize;
    let start: Vec<i64> = order.nodes.iter().map(|&node| starts[of(node)]).collect();
    let end: Vec<i64> = order.nodes.iter().map(|&node| ends[of(node)]).collect();
    let kinds: Vec<u8> =
        order.nodes.iter().map(|&node| if is_span(node) { spans.kind[of(node)] } else { critical::ANY }).collect();
    let shift: Vec<i64> = match &shifts {
        Some(shifts) => order.nodes.iter().map(|&node| shifts.get(of(node)).copied().unwrap_or(0)).collect(),
        None => vec![0; order.nodes.len()],
    };
    let path = critical::path(&start, &end, &kinds, &order.subtree);
    let mut flags: Vec<u8> = order
        .nodes
        .iter()
        .zip(&shift)
        .map(|(&node, &shift)| if is_span(node) { u8::from(shift != 0) * SHIFTED } else { STUB })
        .collect();
    for segment in &path {
        flags[segment.row as usize] |= CRITICAL;
    }
    Tree {
        start: start.iter().copied().min().unwrap_or(0),
        end: end.iter().copied().max().unwrap_or(0),
        critical: path,
        counts: Counts {
            repeated: taken.repeated,
            orphans: links.orphans,
            cycles: links.cycles,
            shared_ids: links.shared_ids,
        },
        rows: Rows {
            span: order.nodes.iter().map(|&node| taken.rows.get(of(node)).copied().unwrap_or(NONE)).collect(),
            id: order
                .nodes
                .iter()
                .map(
                    |&node| if is_span(node) { spans.id[of(node)] } else { links.missing[of(node) - taken.rows.len()] },
                )
                .collect(),
            self_time: self_times(&start, &end, &flags, &order),
            duration: start.iter().zip(&end).map(|(start, end)| end.saturating_sub(*start)).collect(),
            start,
            shift,
            flags,
            parent: order.parent,
            depth: order.depth,
            subtree: order.subtree,
        },
    }
}

/// Which spans of the input are nodes, in the nodes' order.
struct Taken {
    rows: Vec<u32>,
    repeated: u32,
}

/// The spans by start, id and kind, each once: of several that agree in these the longest, whatever order they came in.
/// From here on a span is its place in this order, so comparing places settles every tie.
fn distinct(spans: &Spans) -> (Spans, Taken) {
    let mut keys: Vec<(i64, u64, u32)> =
        spans.start.iter().zip(&spans.id).zip(0..).map(|((&start, &id), row)| (start, id, row)).collect();
    let rest = |row: u32| {
        let row = row as usize;
        (spans.kind[row], -spans.duration[row], spans.service[row], spans.parent_id[row])
    };
    keys.sort_unstable_by(|one, other| {
        (one.0, one.1).cmp(&(other.0, other.1)).then_with(|| (rest(one.2), one.2).cmp(&(rest(other.2), other.2)))
    });
    let all = keys.len();
    keys.dedup_by(|one, before| {
        (one.0, one.1) == (before.0, before.1) && spans.kind[one.2 as usize] == spans.kind[before.2 as usize]
    });
    let rows: Vec<u32> = keys.iter().map(|key| key.2).collect();
    fn taken<T: Copy>(column: &[T], rows: &[u32]) -> Vec<T> {
        rows.iter().map(|&row| column[row as usize]).collect()
    }
    let distinct = Spans {
        id: keys.iter().map(|key| key.1).collect(),
        parent_id: taken(&spans.parent_id, &rows),
        start: keys.iter().map(|key| key.0).collect(),
        duration: taken(&spans.duration, &rows),
        kind: taken(&spans.kind, &rows),
        service: taken(&spans.service, &rows),
    };
    let repeated = (all - rows.len()) as u32;
    (distinct, Taken { rows, repeated })
}

/// Adjusted starts and ends, of spans and then of stubs.
fn intervals(spans: &Spans, shifts: &Option<Vec<i64>>, links: &links::Links) -> (Vec<i64>, Vec<i64>) {
    let mut starts = match shifts {
        Some(shifts) => spans.start.iter().zip(shifts).map(|(start, shift)| start.saturating_add(*shift)).collect(),
        None => spans.start.clone(),
    };
    let mut ends: Vec<i64> =
        starts.iter().zip(&spans.duration).map(|(start, duration)| start.saturating_add(*duration)).collect();
    starts.resize(links.parent.len(), i64::MAX);
    ends.resize(links.parent.len(), i64::MIN);
    for (node, &parent) in links.parent.iter().enumerate() {
        if parent != NONE && parent as usize >= spans.id.len() {
            let stub = parent as usize;
            starts[stub] = starts[stub].min(starts[node]);
            ends[stub] = ends[stub].max(ends[node]);
        }
    }
    (starts, ends)
}

/// Nodes by start; those that start at one time in their own order.
fn by_start(starts: &[i64], moved: bool) -> Vec<u32> {
    let mut nodes: Vec<u32> = (0..starts.len() as u32).collect();
    if moved {
        nodes.sort_by_key(|&node| starts[node as usize]);
    }
    nodes
}

/// What of each row its children, which come by start, leave uncovered.
fn self_times(start: &[i64], end: &[i64], flags: &[u8], order: &Preorder) -> Vec<i64> {
    (0..start.len())
        .map(|row| {
            if flags[row] & STUB != 0 {
                return 0;
            }
            let (mut covered_to, mut uncovered) = (start[row], 0i64);
            for child in order.children(row) {
                uncovered += start[child].min(end[row]).saturating_sub(covered_to).max(0);
                covered_to = covered_to.max(end[child]);
            }
            uncovered + end[row].saturating_sub(covered_to).max(0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spans (id, parent, start, duration, kind, service).
    fn spans(rows: &[(u64, u64, i64, i64, u8, u32)]) -> Spans {
        let mut spans = Spans::default();
        for &(id, parent_id, start, duration, kind, service) in rows {
            spans.id.push(id);
            spans.parent_id.push(parent_id);
            spans.start.push(start);
            spans.duration.push(duration);
            spans.kind.push(kind);
            spans.service.push(service);
        }
        spans
    }

    #[test]
    fn an_empty_trace_has_no_rows() {
        let tree = tree(&Spans::default());
        assert!(tree.rows.id.is_empty() && tree.critical.is_empty());
        assert_eq!((tree.start, tree.end), (0, 0));
    }

    #[test]
    fn a_chain_of_a_million_is_not_too_deep() {
        let length = 1_000_000;
        let rows: Vec<_> = (1..=length).map(|id| (id, id - 1, id as i64, (length - id) as i64, 1, 0)).collect();
        let tree = tree(&spans(&rows));
        assert_eq!(tree.rows.depth.last(), Some(&999_999));
        assert_eq!(tree.rows.subtree[0], 1_000_000);
    }

    #[test]
    fn many_spans_of_one_id_take_no_longer_than_others() {
        let rows: Vec<_> = (0..300_000).map(|start| (1, 1, start, 5, SERVER, start as u32 % 7)).collect();
        let tree = tree(&spans(&rows));
        assert_eq!((tree.rows.id.len(), tree.counts.shared_ids), (300_000, 299_999));
    }

    #[test]
    fn times_at_the_end_of_the_range_do_not_wrap() {
        let end = i64::MAX;
        let rows =
            [(1, 0, 0, end, CLIENT, 0), (2, 1, end, end, SERVER, 1), (3, 1, -5, end, SERVER, 2), (4, 9, end, 1, 1, 0)];
        let tree = tree(&spans(&rows));
        assert_eq!(tree.rows.id.len(), 5);
        assert!(tree.rows.duration.iter().chain(&tree.rows.self_time).all(|&time| time >= 0));
    }
}
