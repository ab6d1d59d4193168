//! The critical path, as Jaeger defines it: from a root's end backwards, always into the child that ended last before.

use super::CONSUMER;
use super::preorder::children;

/// The kind of a stub, which nobody knows.
pub const ANY: u8 = u8::MAX;

/// A stretch of time that a root's duration consists of, and the row it was spent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub row: u32,
    pub start: i64,
    pub end: i64,
}

/// Segments root by root, each by time: together they are the root's duration, without gap or overlap.
///
/// A child counts as far as it lies within its parent's part. Nobody waits for a message's consumer: it counts only
/// below a stub, of which it may be all that is known. A child that ended when the next one started counts (Jaeger wants
/// it to have ended earlier).
pub fn path(start: &[i64], end: &[i64], kind: &[u8], subtree: &[u32]) -> Vec<Segment> {
    let mut path = Vec::new();
    // Parts to come, the latest first: of a row alone, or of a row and what it waited for.
    let mut parts: Vec<(Segment, bool)> = Vec::new();
    let mut ended: Vec<Segment> = Vec::new();
    let mut root = 0;
    while root < start.len() {
        parts.push((Segment { row: root as u32, start: start[root], end: end[root] }, true));
        while let Some((part, with_children)) = parts.pop() {
            if !with_children {
                path.push(part);
                continue;
            }
            let row = part.row as usize;
            ended.extend(
                children(subtree, row)
                    .filter(|&child| kind[child] != CONSUMER || kind[row] == ANY)
                    .map(|child| Segment {
                        row: child as u32,
                        start: start[child].max(part.start),
                        end: end[child].min(part.end),
                    })
                    .filter(|child| child.start < child.end),
            );
            ended.sort_unstable_by_key(|child| (std::cmp::Reverse(child.end), child.row));
            let mut until = part.end;
            for child in ended.drain(..) {
                if child.end <= until {
                    if child.end < until {
                        parts.push((Segment { row: part.row, start: child.end, end: until }, false));
                    }
                    until = child.start;
                    parts.push((child, true));
                }
            }
            if part.start < until {
                parts.push((Segment { row: part.row, start: part.start, end: until }, false));
            }
        }
        root += subtree[root] as usize;
    }
    path
}
