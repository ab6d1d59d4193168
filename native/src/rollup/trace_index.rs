//! One row per trace of the batch: where to look for it, and what its root is called.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::heads::{Heads, group};
use crate::block::Block;
use crate::columns::{DateTime64Nanos, Fixed, HexIds, Lc, LcCopy, Part, Runs, narrow};
use crate::groups::ResourceRows;
use crate::rows;
use crate::tables;
use crate::traces::{STATUS_ERROR, SpanRows};

rows! {
    struct TraceIndexRows {
        trace_id: HexIds<16> = "TraceId",
        start: Fixed<DateTime64Nanos> = "Start",
        end: Fixed<DateTime64Nanos> = "End",
        spans: Fixed<u64> = "Spans",
        errors: Fixed<u64> = "Errors",
        root_service: Lc = "RootServiceName",
        root_name: Lc = "RootSpanName",
    }
}

struct Trace {
    id: [u8; 16],
    head: u32,
    start: i64,
    end: i64,
    spans: u64,
    errors: u64,
    /// Row of the first span without a parent, and its resource.
    root: Option<(u32, u32)>,
}

pub fn block(spans: &SpanRows, resources: &ResourceRows, runs: &Runs, head_of: &[u32], heads: &Heads) -> Block {
    let traces = index(spans, runs, head_of);
    let (mut rows, mut head_runs) = (TraceIndexRows::default(), Runs::default());
    let (mut services, mut names) = (LcCopy::of(&resources.service_name), LcCopy::of(&spans.name));
    for trace in &traces {
        head_runs.add(group(trace.head));
        rows.trace_id.push(trace.id);
        rows.start.push(trace.start);
        rows.end.push(trace.end);
        rows.spans.push(trace.spans);
        rows.errors.push(trace.errors);
        match trace.root {
            Some((row, resource)) => {
                services.push(resources.service_name.ids()[resource as usize]);
                names.push(spans.name.ids()[row as usize]);
            }
            None => {
                services.push_text("".into());
                names.push_text("".into());
            }
        }
    }
    (rows.root_service, rows.root_name) = (services.finish(), names.finish());
    let whole = vec![Part::whole(traces.len())];
    let sources = vec![(heads.columns(), head_runs.into_parts()), (rows.into_columns(), whole)];
    Block::assemble(&tables::TRACE_INDEX, traces.len(), sources)
}

/// The traces, in the order of their first spans.
fn index(spans: &SpanRows, runs: &Runs, head_of: &[u32]) -> Vec<Trace> {
    let hasher = RandomState::default();
    let ids = spans.trace_id.ids();
    let (times, durations) = (spans.timestamp.values(), spans.duration.values());
    let mut traces: Vec<Trace> = Vec::new();
    let mut by_id: HashTable<u32> = HashTable::new();
    let mut last = 0;
    let mut row = 0;
    for part in runs.parts() {
        let head = head_of[part.start as usize];
        for _ in 0..part.repeat {
            let id = ids[row];
            if traces.get(last).is_none_or(|trace| trace.id != id || trace.head != head) {
                let hash = |id: &[u8; 16], head: u32| hasher.hash_one((u128::from_le_bytes(*id), head));
                let same = |at: &u32| traces[*at as usize].id == id && traces[*at as usize].head == head;
                last = match by_id.find(hash(&id, head), same) {
                    Some(&at) => at as usize,
                    None => {
                        let rehash = |at: &u32| hash(&traces[*at as usize].id, traces[*at as usize].head);
                        by_id.insert_unique(hash(&id, head), narrow(traces.len()), rehash);
                        traces.push(Trace { id, head, start: i64::MAX, end: 0, spans: 0, errors: 0, root: None });
                        traces.len() - 1
                    }
                };
            }
            let trace = &mut traces[last];
            let end = times[row].saturating_add_unsigned(durations[row]);
            trace.start = trace.start.min(times[row]);
            trace.end = trace.end.max(end);
            trace.spans += 1;
            trace.errors += u64::from(spans.status_code.ids()[row] == STATUS_ERROR);
            if trace.root.is_none() && spans.parent_span_id.ids()[row] == [0; 8] {
                trace.root = Some((narrow(row), part.start));
            }
            row += 1;
        }
    }
    traces
}
